import type { Moment } from './actor';
import type { ApprovalStage } from './approval';
import type { Eligibility } from './eligibility';
import type { EmergencyUse } from './emergency';
import { PimError } from './errors';
import { refuseWithdrawn } from './guest';
import type { Policy } from './policy/policy';
import type { Principal, RoleDefinition } from './principal';
import type { Protection } from './protection';
import {
  isPending,
  type RequestAction,
  type RequestedPeriod,
  type ScheduleRequest,
  type StoredStatus,
} from './request';
import { isCurrent, type Schedule, untouched } from './schedule';
import type { Scope } from './scope';
import type { SeparationFacts } from './separation';
import { type Kind, rulesOf, type Target } from './target';
import type { Span } from './time';

/** What a caller asks for, checked for its form only. */
export interface NewRequest {
  readonly kind: Kind;
  readonly action: RequestAction;
  readonly principalId: string;
  readonly target: Target;
  readonly justification: string | null;
  readonly ticketNumber: string | null;
  readonly ticketSystem: string | null;
  /** Null when no schedule was sent (resources.md 3.1). */
  readonly period: RequestedPeriod | null;
  readonly customData: string | null;
  /** True: every check runs, nothing is stored (B-15). */
  readonly isValidationOnly: boolean;
  /** The id that the caller has chosen for the request (S-9); null or absent where the service chooses it. */
  readonly requestId?: string | null;
  /** The eligibility that the caller wants to activate (B-13); null or absent where any will do. */
  readonly linkedEligibilityId?: string | null;
  /** What confines the role where there are conditions (S-6); null or absent for none. */
  readonly condition?: Condition | null;
}

/** An expression that confines a role to some of what its scope holds; kept and given back, and judged by nobody here. */
export interface Condition {
  readonly expression: string;
  readonly version: string;
}

/** What the database says about a principal and a target at the moment of a request; rows that decide are locked. */
export interface TargetFacts {
  readonly principal: Principal | null;
  readonly role: RoleDefinition | null;
  readonly policy: Policy | null;
  /** The scope; null when it names nothing that exists. */
  readonly scope: Scope | null;
  /** Eligibilities for the role of the principal and of its groups, at the scope and those above it, that have not ended. */
  readonly eligibilities: readonly Eligibility[];
  /** Whether the principal is a group that would become a member of itself, or of one of its own members. */
  readonly makesCycle: boolean;
  /** Schedules of the principal for exactly this target and kind that have not ended. */
  readonly current: readonly Schedule[];
  /** Requests of the principal for exactly this target and kind that are stored as pending; time may have closed them. */
  readonly pending: readonly PendingRequest[];
  /** Requests that made `current` and are stored as granted: their start was to come; none for activations, which end nothing. */
  readonly granted: readonly ScheduleRequest[];
  /** What was assigned to the principal for exactly this target and kind and came to its end of itself: the last one; for renewals only (I-3). */
  readonly expired: readonly Schedule[];
  /** Positions of the policy's stages whose approvers are nobody but the principal, or nobody at all; for activations that need approval only (E-4). */
  readonly stagesWithoutApprover: readonly number[];
  /** Who else holds the target; null where nobody has to (K-1). */
  readonly protection: Protection | null;
  /** Rules that part the role from another one, with what the people behind the principal hold of that. */
  readonly separations: readonly SeparationFacts[];
  /** The principal's emergency use that nobody has settled; null when there is none, and for other actions than activation. */
  readonly unsettledUse: EmergencyUse | null;
  /** Who holds Global Administrator now; for activations of emergency accounts only. */
  readonly globalAdministratorIds: readonly string[];
  /** Activations that were made from the current eligibilities and have not ended, with their requests. */
  readonly activations: readonly Activation[];
  /** What was activated through the memberships among `current` and `activations`, and through what was activated so; of groups only. */
  readonly hanging: readonly Hanging[];
  /** Whether a request or a schedule has the id already that the caller has chosen (S-9); absent where he chose none. */
  readonly isNameUsed?: boolean;
}

/** An activation that came to somebody through a membership, and the role that it gives. */
export interface Hanging extends Activation {
  readonly role: RoleDefinition | null;
}

/** A request that waits for a decision, with its stages. */
export interface PendingRequest {
  readonly request: ScheduleRequest;
  readonly stages: readonly ApprovalStage[];
}

/** An activation and the request it came from. */
export interface Activation {
  readonly schedule: Schedule;
  readonly request: ScheduleRequest | null;
  readonly subject: Principal | null;
}

/** The facts once it is clear that principal, role, scope and policy exist. */
export type KnownFacts = TargetFacts & {
  readonly principal: Principal;
  readonly role: RoleDefinition;
  readonly policy: Policy;
  readonly scope: Scope;
};

/** Refuses a principal, role or scope that does not exist, and a scope that has never been under management and cannot be (J.1, G-1). */
export function assertKnown(facts: TargetFacts, { provider }: Target): asserts facts is KnownFacts {
  const { names, scopeFault } = rulesOf(provider);
  if (!facts.principal)
    throw new PimError('SubjectNotFound', 'No such principal; check principalId.', { path: ['input', 'principalId'] });
  // At a scope that does not exist, or cannot be managed, there is no policy either (G-1, G-4).
  const fault = facts.role && facts.scope && !facts.policy ? scopeFault(facts.scope) : null;
  if (fault) throw new PimError('InvalidScope', fault, { path: ['input', names.scope] });
  if (!facts.role || (facts.scope && !facts.policy)) {
    throw new PimError('RoleNotFound', `No such role; check ${names.role}.`, { path: ['input', names.role] });
  }
  if (!facts.scope) {
    throw new PimError('InvalidScope', `No such scope; ${names.scopeHint}.`, { path: ['input', names.scope] });
  }
}

/** Refuses a withdrawn guest, a role that is switched off, and a scope at which nothing can be given (G-1). */
export function assertAssignable({ principal, role, scope }: KnownFacts, { provider }: Target): void {
  const { names, scopeFault, roleFault } = rulesOf(provider);
  refuseWithdrawn(principal);
  if (!role.isEnabled) {
    throw new PimError('Request_BadRequest', `The role ${role.displayName} is disabled and cannot be assigned.`, {
      path: ['input', names.role],
    });
  }
  const fault = scopeFault(scope) ?? roleFault(role, scope);
  if (fault) throw new PimError('InvalidScope', fault, { path: ['input', names.scope] });
}

/** Refuses a second assignment or a second pending request for the same target (B-9, B-10, B-17, H-2). */
export function refuseTwin(facts: TargetFacts, now: Date): void {
  if (facts.current.some((schedule) => isCurrent(schedule, now))) {
    throw new PimError(
      'RoleAssignmentExists',
      'The role assignment already exists; remove it first, or wait until it ends.',
    );
  }
  refusePending(facts, now);
}

/** Refuses a second pending request for the same target (B-10, I-5). */
export function refusePending({ pending }: TargetFacts, now: Date): void {
  if (pending.some(({ request }) => isPending(request, now))) {
    throw new PimError(
      'PendingRoleAssignmentRequest',
      'A request for this role is already pending; wait for its decision, or cancel it.',
    );
  }
}

/** The id of a request that is made now: the one that the caller has chosen, else a fresh one. */
export const idOf = ({ requestId }: NewRequest, { newId }: Moment): string => requestId ?? newId();

/** The record of a request as it is first stored, in the given status. */
export function requestRecord(
  input: NewRequest,
  moment: Moment,
  id: string,
  standing: { readonly status: StoredStatus } & Partial<ScheduleRequest>,
): ScheduleRequest {
  const { actor, now } = moment;
  return {
    id,
    kind: input.kind,
    provider: input.target.provider,
    roleDefinitionId: input.target.roleDefinitionId,
    scopeId: input.target.scopeId,
    action: input.action,
    principalId: input.principalId,
    appScopeId: null,
    justification: input.justification,
    ticketNumber: input.ticketNumber,
    ticketSystem: input.ticketSystem,
    customData: input.customData,
    hasSchedule: input.period !== null,
    startAt: null,
    requestedStartAt: input.period?.startAt ?? null,
    expirationType: input.period?.expirationType ?? 'notSpecified',
    expirationEndAt: input.period?.expirationEndAt ?? null,
    expirationDuration: input.period?.expirationDuration ?? null,
    targetScheduleId: id,
    activatedUsing: null,
    approvalId: null,
    lapsesAt: null,
    condition: input.condition?.expression ?? null,
    conditionVersion: input.condition?.version ?? null,
    createdById: actor.principalId,
    createdByApplication: actor.isApplication,
    createdAt: now,
    completedAt: null,
    failureReason: null,
    ...standing,
  };
}

/** Where a request stands that takes effect by itself: at once, or granted until its start (B-4, B-5, A-6). */
export const effectiveStanding = ({ startAt }: Span, now: Date) =>
  ({
    status: startAt.getTime() <= now.getTime() ? ('Provisioned' as const) : ('Granted' as const),
    startAt,
    completedAt: startAt,
  }) satisfies Partial<ScheduleRequest>;

/** The schedule that a request makes when it takes effect; it has the id of the request. */
export const scheduleRecord = (
  request: ScheduleRequest,
  span: Span,
  now: Date,
  activatedThrough: readonly string[] = [],
): Schedule => ({
  id: request.id,
  kind: request.kind,
  provider: request.provider,
  principalId: request.principalId,
  roleDefinitionId: request.roleDefinitionId,
  scopeId: request.scopeId,
  appScopeId: request.appScopeId,
  assignmentType: request.kind === 'eligibility' ? null : request.activatedUsing === null ? 'Assigned' : 'Activated',
  startAt: span.startAt,
  endAt: span.endAt,
  activatedUsing: request.activatedUsing,
  activatedThrough,
  condition: request.condition,
  conditionVersion: request.conditionVersion,
  createdUsing: request.id,
  createdAt: now,
  startAnnouncedAt: span.startAt.getTime() <= now.getTime() ? now : null,
  ...untouched,
});
