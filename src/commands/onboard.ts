import type { Moment } from '../domain/actor';
import { auditEntry } from '../domain/audit-entry';
import type { DomainEvent } from '../domain/events';
import type { TargetFacts } from '../domain/new-request';
import { insert, type Outcome } from '../domain/outcome';
import type { Policy } from '../domain/policy/policy';
import type { Scope } from '../domain/scope';
import { rulesOf, type Target } from '../domain/target';

/** Facts that have a policy, and what an outcome about them has to store besides. */
interface Managed<F> {
  readonly facts: F;
  readonly onboarding: <R>(outcome: Outcome<R>) => Outcome<R>;
}

/**
 * Brings the target under management where it is not yet (G-4): it gets the policy that its provider starts with, and is
 * judged by that. What cannot be managed, or does not exist, is left as it is.
 */
export function broughtUnderManagement<F extends Pick<TargetFacts, 'policy' | 'role' | 'scope'>>(
  facts: F,
  target: Target,
  moment: Moment,
): Managed<F> {
  const { isManagedFromStart, scopeFault } = rulesOf(target.provider);
  const { policy, role, scope } = facts;
  if (policy || !role || !scope || isManagedFromStart || scopeFault(scope) !== null) {
    return { facts, onboarding: (outcome) => outcome };
  }
  const policies = firstPolicies(target, moment);
  const own = policies.find(({ roleDefinitionId }) => roleDefinitionId === target.roleDefinitionId) ?? null;
  return {
    facts: { ...facts, policy: own },
    onboarding: (outcome) => ({
      ...outcome,
      changes: [...policies.map((row) => insert('policy', row)), ...outcome.changes],
      events: [...outcome.events, onboarded(target, scope, own?.id ?? null, moment)],
    }),
  };
}

/** The policies that come into being with a target: a group's for its members and its owners at once. */
function firstPolicies(
  { provider, roleDefinitionId, scopeId }: Target,
  { newId, tenantId }: Moment,
): readonly Policy[] {
  const { rolesManagedTogether, policyScope, policyId, defaultRules } = rulesOf(provider);
  const at = { provider, scopeId: policyScope(scopeId) };
  return rolesManagedTogether(roleDefinitionId).map((managed) => ({
    ...at,
    id: policyId({ scopeId: at.scopeId, tenantId, unique: newId() }),
    roleDefinitionId: managed,
    rules: defaultRules,
    isOrganizationDefault: false,
    lastModifiedAt: null,
    lastModifiedByName: null,
  }));
}

function onboarded(target: Target, scope: Scope, policyId: string | null, moment: Moment): DomainEvent {
  const { provider, roleDefinitionId, scopeId } = target;
  const nobody = { kind: null, requestId: null, scheduleId: null, approvalId: null, policyId, principalId: null };
  const correlationId = moment.newId();
  return {
    type: 'resource.onboarded',
    at: moment.now,
    subject: { ...nobody, provider, roleDefinitionId, scopeId },
    audit: auditEntry(
      { activity: rulesOf(provider).audit.onboarded, operationType: 'Add', result: 'success', reason: null },
      { target, role: null, subject: null, subjectId: null, request: null, scope, correlationId },
      moment,
    ),
  };
}
