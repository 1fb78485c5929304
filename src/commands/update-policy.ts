import { activity } from '../domain/activities';
import type { Moment } from '../domain/actor';
import { auditEntry } from '../domain/audit-entry';
import { can, tenant } from '../domain/authorization';
import { PimError } from '../domain/errors';
import type { DomainEvent } from '../domain/events';
import { type Change, insert, type Outcome, update } from '../domain/outcome';
import { approverIdsIn, refuseUnknownApprovers, withNames } from '../domain/policy/named-approvers';
import type { Policy, PolicyRule } from '../domain/policy/policy';
import { editRules, type RuleEdit } from '../domain/policy/rule-edit';
import type { Provider } from '../domain/providers/provider';
import { placeOf } from '../domain/scope';
import { rulesOf } from '../domain/target';
import type { LockedPolicy, WantedPolicy } from '../storage/transaction';
import type { Command } from './command';
import { broughtUnderManagement } from './onboard';
import { refusedEntry } from './refused-entry';

/** Which policy changes, and how. */
export type UpdatePolicy = WantedPolicy & {
  /** The providers whose policies may be meant; a policy of another one does not exist for the caller. Absent: any. */
  readonly among?: readonly Provider[];
  /** Only the rules that change. */
  readonly rules: readonly RuleEdit[];
};

/** The policy's rules as the change left them, all seventeen. */
export interface UpdatedPolicy {
  readonly policyId: string;
  readonly rules: readonly PolicyRule[];
}

/**
 * Changes rules of a policy, for later requests only (D-13); all of the edits or none. The change of a policy that is not
 * there yet, because nobody has used its target, brings the target under management (G-4).
 */
export const updatePolicy: Command<UpdatePolicy, LockedPolicy | null, UpdatedPolicy> = {
  name: 'policy.update',
  load: (tx, input) => tx.lockPolicy(input, approverIdsIn(input.rules)),
  permits,
  decide,
  refused: (input, refusal, moment) => {
    const justification = input.rules.map(({ id }) => id).join(', ');
    const request = { id: moment.newId(), justification, ticketNumber: null, ticketSystem: null };
    const attempted = { activity: activity.policyUpdated, operationType: 'Update', request } as const;
    return refusedEntry(refusal, { ...attempted, target: attemptedOn(input), correlationId: moment.newId() }, moment);
  },
};

/** What a refused attempt was about, which told no more than its input does. */
function attemptedOn(input: UpdatePolicy) {
  if ('target' in input) return input.target;
  return { ...tenant, provider: input.among?.[0] ?? tenant.provider, roleDefinitionId: input.policyId };
}

const notFound = (): PimError =>
  new PimError('InputPolicyNotFound', 'No such policy; look it up by its role, or name what it is for.', {
    path: ['input'],
  });

function permits(facts: LockedPolicy | null, { among }: UpdatePolicy, { actor }: Moment): PimError | null {
  if (!facts || among?.includes(facts.target.provider) === false) return notFound();
  const { target, policy, scope } = facts;
  const place = placeOf(target.provider, scope);
  // A group that is deleted has left PIM, and its policies with it (G-4).
  if (policy && !scope) return notFound();
  if (can(actor, 'policy.manage', place)) return null;
  return can(actor, 'policy.read', place)
    ? new PimError('InsufficientPermissions', `Only ${rulesOf(target.provider).names.managers} may change policies.`)
    : notFound();
}

function decide(facts: LockedPolicy | null, { rules: edits }: UpdatePolicy, moment: Moment): Outcome<UpdatedPolicy> {
  if (!facts) throw notFound();
  if (edits.length === 0)
    throw new PimError('InvalidPolicy', 'Name at least one rule to change.', { path: ['input', 'rules'] });
  refuseUnassignable(facts);
  const { facts: managed, onboarding } = broughtUnderManagement(facts, facts.target, moment);
  const policy = policyOf(managed);
  const { knownPrincipals } = facts;
  refuseUnknownApprovers(edits, knownPrincipals);
  const rules = editRules(
    policy,
    edits.map((edit) => withNames(edit, knownPrincipals)),
  );
  const set = { rules, lastModifiedAt: moment.now, lastModifiedByName: moment.actor.displayName };
  const { changes, ...outcome } = onboarding<UpdatedPolicy>({
    result: { policyId: policy.id, rules },
    changes: facts.policy ? [update('policy', policy.id, {}, set)] : [],
    events: [updated(facts, { ...policy, ...set }, policy, edits, moment)],
  });
  return { ...outcome, changes: changes.map((change) => begunWith(change, { ...policy, ...set })) };
}

/** A policy that comes into being by its first change is stored as that leaves it. */
const begunWith = (change: Change, policy: Policy): Change =>
  'insert' in change && change.insert === 'policy' && change.row.id === policy.id ? insert('policy', policy) : change;

/** Refuses a first policy for a role where it can never be assigned; one that is there may still be changed. */
function refuseUnassignable({ target, policy, role, scope }: LockedPolicy): void {
  const fault = !policy && role && scope ? rulesOf(target.provider).roleFault(role, scope) : null;
  if (fault) throw new PimError('InvalidScope', fault, { path: ['input', 'scopeId'] });
}

/** The policy; where there is none still, what it would be for is not there, or cannot be managed (G-1). */
function policyOf({ target, policy, role, scope }: LockedPolicy): Policy {
  if (policy) return policy;
  const { isManagedFromStart, names, scopeFault } = rulesOf(target.provider);
  const fault = scope ? scopeFault(scope) : `No such scope; ${names.scopeHint}.`;
  if (fault) throw new PimError('InvalidScope', fault, { path: ['input', 'scopeId'] });
  if (isManagedFromStart || role) throw notFound();
  throw new PimError('RoleNotFound', `No such role; check ${names.role}.`, { path: ['input', 'roleDefinitionId'] });
}

function updated(
  { role, scope }: LockedPolicy,
  policy: Policy,
  before: Policy,
  edits: readonly RuleEdit[],
  moment: Moment,
): DomainEvent {
  const { id: policyId, provider, roleDefinitionId, scopeId } = policy;
  const reason = edits.map(({ id }) => id).join(', ');
  const told = { target: policy, role, scope, subject: null, subjectId: null, request: null };
  return {
    type: 'policy.updated',
    at: moment.now,
    subject: { ...nobody, provider, policyId, roleDefinitionId, scopeId },
    audit: {
      ...auditEntry(
        { activity: activity.policyUpdated, operationType: 'Update', result: 'success', reason },
        { ...told, correlationId: moment.newId() },
        moment,
      ),
      targetResources: [changedRules(before, policy.rules, edits)],
    },
  };
}

const nobody = { kind: null, requestId: null, scheduleId: null, approvalId: null, principalId: null } as const;

const changedRules = (policy: Policy, rules: readonly PolicyRule[], edits: readonly RuleEdit[]) => ({
  id: policy.id,
  displayName: 'Policy',
  type: 'Other',
  userPrincipalName: null,
  groupType: null,
  modifiedProperties: edits.map(({ id }) => ({
    displayName: id,
    oldValue: JSON.stringify(policy.rules.find((rule) => rule.id === id)),
    newValue: JSON.stringify(rules.find((rule) => rule.id === id)),
  })),
});
