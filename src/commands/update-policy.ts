import { activity } from '../domain/activities';
import type { Moment } from '../domain/actor';
import { auditEntry } from '../domain/audit-entry';
import { can, tenant } from '../domain/authorization';
import { PimError } from '../domain/errors';
import { type Outcome, update } from '../domain/outcome';
import type { ApprovalSettings, Policy, PolicyRule, SubjectSet } from '../domain/policy/policy';
import { policyFault } from '../domain/policy/policy-fault';
import { editRules, type RuleEdit } from '../domain/policy/rule-edit';
import type { Principal } from '../domain/principal';
import type { LockedPolicy } from '../storage/transaction';
import type { Command } from './command';
import { refusedEntry } from './refused-entry';

export interface UpdatePolicy {
  readonly policyId: string;
  /** Only the rules that change. */
  readonly rules: readonly RuleEdit[];
}

/** The policy's rules as the change left them, all seventeen. */
export interface UpdatedPolicy {
  readonly policyId: string;
  readonly rules: readonly PolicyRule[];
}

/** Changes rules of a role's policy, for later requests only (D-13); all of the edits or none. */
export const updatePolicy: Command<UpdatePolicy, LockedPolicy | null, UpdatedPolicy> = {
  name: 'policy.update',
  load: (tx, { policyId, rules }) => tx.lockPolicy(policyId, subjectsIn(rules).map(idOf)),
  permits,
  decide,
  refused: ({ policyId, rules }, refusal, moment) => {
    const target = { ...tenant, roleDefinitionId: policyId };
    const justification = rules.map(({ id }) => id).join(', ');
    const request = { id: moment.newId(), justification, ticketNumber: null, ticketSystem: null };
    const attempted = { activity: activity.policyUpdated, operationType: 'Update', target, request } as const;
    return refusedEntry(refusal, { ...attempted, correlationId: moment.newId() }, moment);
  },
};

const notFound = (): PimError =>
  new PimError('InputPolicyNotFound', 'No such policy; look it up by its role.', { path: ['input'] });

function permits(facts: LockedPolicy | null, _input: UpdatePolicy, { actor }: Moment): PimError | null {
  if (can(actor, 'policy.manage')) return facts ? null : notFound();
  if (!facts || !can(actor, 'policy.read')) return notFound();
  return new PimError(
    'InsufficientPermissions',
    'Only a Privileged Role Administrator or Global Administrator may change policies.',
  );
}

function decide(facts: LockedPolicy | null, { rules: edits }: UpdatePolicy, moment: Moment): Outcome<UpdatedPolicy> {
  if (!facts) throw notFound();
  if (edits.length === 0)
    throw new PimError('InvalidPolicy', 'Name at least one rule to change.', { path: ['input', 'rules'] });
  const { policy, role, knownPrincipals } = facts;
  refuseUnknownApprovers(edits, knownPrincipals);
  const rules = editRules(
    policy,
    edits.map((edit) => described(edit, knownPrincipals)),
  );
  const { actor, now } = moment;
  const names = edits.map(({ id }) => id).join(', ');
  return {
    result: { policyId: policy.id, rules },
    changes: [update('policy', policy.id, {}, { rules, lastModifiedAt: now, lastModifiedByName: actor.displayName })],
    events: [
      {
        type: 'policy.updated',
        at: now,
        subject: {
          ...nobody,
          provider: policy.provider,
          policyId: policy.id,
          roleDefinitionId: policy.roleDefinitionId,
          scopeId: policy.scopeId,
        },
        audit: {
          ...auditEntry(
            { activity: activity.policyUpdated, operationType: 'Update', result: 'success', reason: names },
            { target: policy, role, subject: null, subjectId: null, request: null, correlationId: moment.newId() },
            moment,
          ),
          targetResources: [changedRules(policy, rules, edits)],
        },
      },
    ],
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

const stagesIn = ({ setting }: RuleEdit): ApprovalSettings['approvalStages'] => setting?.approvalStages ?? [];

const subjectsIn = (edits: readonly RuleEdit[]): readonly SubjectSet[] =>
  edits
    .flatMap(stagesIn)
    .flatMap(({ primaryApprovers, escalationApprovers }) => [...primaryApprovers, ...escalationApprovers]);

const idOf = (subject: SubjectSet): string => {
  if (subject.kind === 'singleUser') return subject.userId;
  return subject.kind === 'groupMembers' ? subject.groupId : nowhere;
};

const nowhere = '00000000-0000-0000-0000-000000000000';

function refuseUnknownApprovers(edits: readonly RuleEdit[], known: readonly Principal[]): void {
  for (const edit of edits) {
    const missing = subjectsIn([edit]).find(
      (subject) =>
        (subject.kind === 'singleUser' || subject.kind === 'groupMembers') &&
        !known.some(
          ({ id, type }) => id === idOf(subject) && type === (subject.kind === 'singleUser' ? 'user' : 'group'),
        ),
    );
    if (missing)
      throw policyFault(
        `There is no ${missing.kind === 'singleUser' ? 'user' : 'group'} ${idOf(missing)}.`,
        edit.id,
        'setting',
      );
  }
}

/** The edit with the display names of its approvers, as Graph shows them in `description`. */
function described(edit: RuleEdit, known: readonly Principal[]): RuleEdit {
  if (!edit.setting) return edit;
  const name = (subject: SubjectSet): SubjectSet =>
    'description' in subject
      ? { ...subject, description: known.find(({ id }) => id === idOf(subject))?.displayName ?? null }
      : subject;
  const approvalStages = stagesIn(edit).map((stage) => ({
    ...stage,
    primaryApprovers: stage.primaryApprovers.map(name),
    escalationApprovers: stage.escalationApprovers.map(name),
  }));
  return { ...edit, setting: { ...edit.setting, approvalStages } };
}
