import type { Principal } from '../principal';
import type { SubjectSet, UnifiedApprovalStage } from './policy';
import { policyFault } from './policy-fault';
import type { RuleEdit } from './rule-edit';

const stagesIn = ({ setting }: RuleEdit): readonly UnifiedApprovalStage[] => setting?.approvalStages ?? [];

const subjectsIn = (edits: readonly RuleEdit[]): readonly SubjectSet[] =>
  edits
    .flatMap(stagesIn)
    .flatMap(({ primaryApprovers, escalationApprovers }) => [...primaryApprovers, ...escalationApprovers]);

/** The id by which a subject set names somebody; null for those that name nobody in person. */
function idOf(subject: SubjectSet): string | null {
  if (subject.kind === 'singleUser') return subject.userId;
  return subject.kind === 'groupMembers' ? subject.groupId : null;
}

/** Ids of the users and groups that the edits name as approvers, those of the escalations included. */
export const approverIdsIn = (edits: readonly RuleEdit[]): readonly string[] =>
  subjectsIn(edits).flatMap((subject) => idOf(subject) ?? []);

/** Refuses approvers that the directory does not know as what they are named, with `InvalidPolicy` (E-2). */
export function refuseUnknownApprovers(edits: readonly RuleEdit[], known: readonly Principal[]): void {
  for (const edit of edits) {
    for (const subject of subjectsIn([edit])) {
      const type = subject.kind === 'singleUser' ? 'user' : 'group';
      const named = idOf(subject);
      if (named !== null && !known.some((principal) => principal.id === named && principal.type === type))
        throw policyFault(`There is no ${type} ${named}.`, edit.id, 'setting');
    }
  }
}

/** The edit with the display names of its approvers, as Graph shows them in `description`. */
export function withNames(edit: RuleEdit, known: readonly Principal[]): RuleEdit {
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
