import { activity } from '../domain/activities';
import type { Moment } from '../domain/actor';
import type { AuditEntry, TargetResource } from '../domain/audit';
import { auditEntry } from '../domain/audit-entry';
import { can, tenant } from '../domain/authorization';
import { PimError } from '../domain/errors';
import type { DomainEvent, EventType } from '../domain/events';
import type { RoleDefinition } from '../domain/principal';
import type { SeparationRule } from '../domain/separation';
import type { LockedSeparation } from '../storage/transaction';
import { refusedEntry } from './refused-entry';

/** Id of the rule that a command made, changed or removed. */
export interface ChangedSeparation {
  readonly ruleId: string;
}

const forbidden = (): PimError =>
  new PimError(
    'InsufficientPermissions',
    'Only a Privileged Role Administrator or Global Administrator may change rules of separation.',
  );

/** The refusal of a rule that does not exist, or no more. */
export const unknownRule = (): PimError =>
  new PimError('Request_ResourceNotFound', 'No such rule of separation; check the id.', { path: ['input', 'id'] });

/** Whoever manages policies makes rules (L.1). */
export const permitsNewRule = (_facts: LockedSeparation, _input: unknown, { actor }: Moment): PimError | null =>
  can(actor, 'policy.manage') ? null : forbidden();

/** Whoever manages policies changes rules (L.1); for those who may not even read policies there are none. */
export function permitsRuleChange({ rule }: LockedSeparation, _input: unknown, { actor }: Moment): PimError | null {
  if (can(actor, 'policy.manage')) return rule ? null : unknownRule();
  return rule && can(actor, 'policy.read') ? forbidden() : unknownRule();
}

/** Refuses a rule without a name. */
export function refuseNameless(displayName: string | undefined): void {
  if (displayName === undefined || displayName.trim() !== '') return;
  const message = 'Give the rule a displayName of 1 to 256 characters; refusals tell it.';
  throw new PimError('Request_BadRequest', message, { path: ['input', 'displayName'] });
}

/** The audit entry of a change that was refused. */
export const refusedSeparation =
  <Input>(operationType: 'Add' | 'Update' | 'Delete') =>
  (_input: Input, refusal: PimError, moment: Moment): AuditEntry =>
    refusedEntry(refusal, { activity: activity.policyUpdated, operationType, correlationId: moment.newId() }, moment);

const operations = {
  'separation.ruleCreated': 'Add',
  'separation.ruleUpdated': 'Update',
  'separation.ruleDeleted': 'Delete',
} as const satisfies Partial<Record<EventType, string>>;

/** An event about a rule, with an audit entry that names its two roles and tells what was changed. */
export function separationEvent(
  type: keyof typeof operations,
  { before, after, roles }: SeparationChange,
  moment: Moment,
): DomainEvent {
  const rule = after ?? before;
  const [roleDefinitionId = ''] = rule?.roleDefinitionIds ?? [];
  const target = { ...tenant, roleDefinitionId };
  const told = { activity: activity.policyUpdated, operationType: operations[type], result: 'success' } as const;
  const facts = { target, role: null, subject: null, subjectId: null, request: null, correlationId: moment.newId() };
  const reason = rule?.displayName ?? null;
  return {
    type,
    at: moment.now,
    subject: { ...nobody, ...target, policyId: rule?.id ?? null },
    audit: {
      ...auditEntry({ ...told, reason }, facts, moment),
      targetResources: [changedRule({ before, after }), ...roles.map(namedRole)],
    },
  };
}

/** A rule before and after a change; null where there was none, or is none any more. */
interface SeparationChange {
  readonly before: SeparationRule | null;
  readonly after: SeparationRule | null;
  readonly roles: readonly RoleDefinition[];
}

const nobody = { kind: null, requestId: null, scheduleId: null, approvalId: null, principalId: null } as const;

const told = ['displayName', 'description', 'level', 'roleDefinitionIds'] as const;

const changedRule = ({ before, after }: Omit<SeparationChange, 'roles'>): TargetResource => ({
  id: (after ?? before)?.id ?? null,
  displayName: (after ?? before)?.displayName ?? null,
  type: 'Other',
  userPrincipalName: null,
  groupType: null,
  modifiedProperties: told
    .map((name) => ({ displayName: name, oldValue: jsonOf(before, name), newValue: jsonOf(after, name) }))
    .filter(({ oldValue, newValue }) => oldValue !== newValue),
});

const jsonOf = (rule: SeparationRule | null, name: (typeof told)[number]): string | null =>
  rule ? JSON.stringify(rule[name]) : null;

const namedRole = ({ id, displayName }: RoleDefinition): TargetResource => ({
  id,
  displayName,
  type: 'Role',
  userPrincipalName: null,
  groupType: null,
  modifiedProperties: [],
});
