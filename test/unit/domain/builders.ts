import { type Actor, type Moment, serviceActor } from '../../../src/domain/actor';
import type { ApprovalStage } from '../../../src/domain/approval';
import type { NewRequest } from '../../../src/domain/new-request';
import type { Attempt } from '../../../src/domain/policy/attempt';
import { defaultDirectoryRules } from '../../../src/domain/policy/default-rules';
import type { Policy } from '../../../src/domain/policy/policy';
import { editRules, type RuleEdit } from '../../../src/domain/policy/rule-edit';
import type { Principal, RoleDefinition } from '../../../src/domain/principal';
import type { ScheduleRequest } from '../../../src/domain/request';
import { type Schedule, untouched } from '../../../src/domain/schedule';
import type { Scope, ScopeGroup } from '../../../src/domain/scope';
import { cast, groups, roles } from '../../support/cast';

/** Noon of the day on which these tests play; {@link at} counts minutes from it. */
const noon = Date.parse('2026-01-01T12:00:00Z');

/** The instant `minutes` after noon; fractions are welcome. */
export const at = (minutes: number): Date => new Date(noon + minutes * 60_000);

/** The smallest step of the clock, in minutes. */
export const tick = 1 / 60_000;

export const role = roles.groupsAdministrator;
export const target = { provider: 'directory', roleDefinitionId: role, scopeId: '/' } as const;

/** The tenant as a scope. */
export const tenantAsScope: Scope = { id: '/', displayName: null, coveredBy: ['/'], group: null };

/** An administrative unit as a scope: what is held at the tenant reaches it as well. */
export const unitAsScope = (unitId: string): Scope => {
  const id = `/administrativeUnits/${unitId}`;
  return { id, displayName: 'Berlin', coveredBy: ['/', id], group: null };
};

/** A group as a scope, not role-assignable; nothing but itself covers it. */
export const groupAsScope = (differing: Partial<ScopeGroup> = {}): Scope => {
  const group: ScopeGroup = {
    id: groups.plain,
    displayName: 'Plain',
    isAssignableToRole: false,
    groupTypes: [],
    onPremisesSyncEnabled: null,
    ...differing,
  };
  return { id: group.id, displayName: group.displayName, coveredBy: [group.id], group };
};

/** Alice, as the directory has her. */
export const aPrincipal = (differing: Partial<Principal> = {}): Principal => ({
  id: cast.alice,
  type: 'user',
  displayName: 'Alice',
  userPrincipalName: 'alice@contoso.example',
  accountEnabled: true,
  isAssignableToRole: null,
  isEmergencyAccount: false,
  ...differing,
});

/** The role Groups Administrator. */
export const aRole = (differing: Partial<RoleDefinition> = {}): RoleDefinition => ({
  id: role,
  displayName: 'Groups Administrator',
  isBuiltIn: true,
  isEnabled: true,
  templateId: role,
  ...differing,
});

/** Alice's eligibility for the role at the tenant, permanent from noon on. */
export const aSchedule = (differing: Partial<Schedule> = {}): Schedule => ({
  ...untouched,
  id: '00000000-0000-4000-8000-0000000000e1',
  kind: 'eligibility',
  ...target,
  principalId: cast.alice,
  appScopeId: null,
  assignmentType: null,
  startAt: at(0),
  endAt: null,
  activatedUsing: null,
  activatedThrough: [],
  condition: null,
  conditionVersion: null,
  createdUsing: null,
  createdAt: at(0),
  startAnnouncedAt: null,
  ...differing,
});

/** Alice's activation of two hours, as provisioned at noon. */
export const aRequest = (differing: Partial<ScheduleRequest> = {}): ScheduleRequest => ({
  id: '00000000-0000-4000-8000-0000000000a1',
  kind: 'assignment',
  ...target,
  action: 'selfActivate',
  principalId: cast.alice,
  appScopeId: null,
  status: 'Provisioned',
  justification: 'a reason',
  ticketNumber: null,
  ticketSystem: null,
  customData: null,
  hasSchedule: true,
  startAt: at(0),
  expirationType: 'afterDuration',
  expirationEndAt: null,
  expirationDuration: 'PT2H',
  requestedStartAt: null,
  targetScheduleId: '00000000-0000-4000-8000-0000000000a1',
  activatedUsing: null,
  approvalId: null,
  lapsesAt: null,
  condition: null,
  conditionVersion: null,
  createdById: cast.alice,
  createdByApplication: false,
  createdAt: at(0),
  completedAt: at(0),
  failureReason: null,
  ...differing,
});

/** What Alice sends to activate for two hours from now on. */
export const aNewRequest = (differing: Partial<NewRequest> = {}): NewRequest => ({
  kind: 'assignment',
  action: 'selfActivate',
  principalId: cast.alice,
  target,
  justification: 'a reason',
  ticketNumber: null,
  ticketSystem: null,
  period: { startAt: null, expirationType: 'afterDuration', expirationEndAt: null, expirationDuration: 'PT2H' },
  customData: null,
  isValidationOnly: false,
  ...differing,
});

/** A stage that waits for Ann and for the approvers' group until a day after noon. */
export const aStage = (differing: Partial<ApprovalStage> = {}): ApprovalStage => ({
  id: '00000000-0000-4000-8000-0000000000b1',
  approvalId: '00000000-0000-4000-8000-0000000000a1',
  requestorId: cast.alice,
  position: 0,
  displayName: null,
  status: 'InProgress',
  reviewResult: 'NotReviewed',
  reviewedById: null,
  reviewedByName: null,
  reviewedAt: null,
  justification: '',
  isApproverJustificationRequired: true,
  timeOutMinutes: 24 * 60,
  expiresAt: at(24 * 60),
  primaryApprovers: [],
  approverUserIds: [cast.ann],
  approverGroupIds: [groups.approvers],
  approverManagerLevels: [],
  isDecidedByAdministrators: false,
  fallbackReason: null,
  escalationMinutes: null,
  escalatesAt: null,
  escalationAnnouncedAt: null,
  escalationApprovers: [],
  escalationUserIds: [],
  escalationGroupIds: [],
  escalationManagerLevels: [],
  ...differing,
});

/** The default policy of a role with some rules edited. */
export const aPolicy = (...edits: readonly RuleEdit[]): Policy => {
  const untouched: Policy = {
    id: 'DirectoryRole_tenant_policy',
    ...target,
    rules: defaultDirectoryRules,
    isOrganizationDefault: false,
    lastModifiedAt: null,
    lastModifiedByName: null,
  };
  return { ...untouched, rules: editRules(untouched, edits) };
};

/** An activation of an hour by somebody eligible, signed in with MFA, with a reason. */
export const anAttempt = (differing: Partial<Attempt> = {}): Attempt => ({
  caller: 'EndUser',
  kind: 'assignment',
  isEligible: true,
  length: 60 * 60_000,
  justification: 'a reason',
  ticketNumber: null,
  satisfiesMfa: true,
  authenticationContexts: [],
  ...differing,
});

/** A person who holds nothing. */
export const anActor = (differing: Partial<Actor> = {}): Actor => ({
  ...serviceActor,
  isApplication: false,
  principalId: cast.alice,
  displayName: 'Alice',
  userPrincipalName: 'alice@contoso.example',
  ipAddress: '127.0.0.1',
  ...differing,
});

/** Noon, with Alice acting; ids count up from 1. */
export function aMoment(differing: Partial<Moment> = {}): Moment {
  const given: string[] = [];
  const newId = () => `00000000-0000-7000-8000-${String(given.push('one more')).padStart(12, '0')}`;
  return { actor: anActor(), now: at(0), tenantId: '7e2a2700-0000-4000-8000-000000000000', newId, ...differing };
}
