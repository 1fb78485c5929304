import { ID, Int, ObjectType } from 'type-graphql';
import { ReviewResultEnum, StageStatusEnum } from '../enums';
import { Nullable, Required } from '../fields';
import { IdentityType } from '../identity.type';
import { SubjectSetUnion } from '../policy/subject-set.type';
import { DateTimeScalar } from '../scalars';

/** Graph's approvalStage (resources.md 5.1). */
@ObjectType('ApprovalStage', {
  description: 'One stage of an approval. The first decision on it wins (E-6); it is never changed afterwards.',
})
export class ApprovalStageType {
  @Required(() => ID, 'A GUID; what updateApprovalStage takes.')
  readonly id!: string;

  @Required(() => Int, 'An addition to Graph. Its place among the stages, from 0.')
  readonly position!: number;

  @Nullable(
    () => Boolean,
    "Whether the caller is an approver of this stage: named, in a named group, the requestor's manager, an administrator where nobody else is there to decide, or after its escalation one of the escalation approvers (E-2 to E-4). False on his own request (E-5), and for who has decided another stage where nobody may decide two.",
  )
  readonly assignedToMe!: boolean | null;

  @Nullable(() => String, 'Label of the stage; null for PIM.')
  readonly displayName!: string | null;

  @Nullable(() => String, "The approver's reason; an empty text before the decision.")
  readonly justification!: string | null;

  @Nullable(() => ReviewResultEnum, 'What was decided; NotReviewed before the decision.')
  readonly reviewResult!: string | null;

  @Nullable(() => IdentityType, 'Who decided; null before the decision.')
  readonly reviewedBy!: IdentityType | null;

  @Nullable(() => DateTimeScalar, 'When it was decided, in UTC; null before the decision.')
  readonly reviewedDateTime!: Date | null;

  @Nullable(
    () => StageStatusEnum,
    'Where it stands at the moment of the answer: Initializing before its turn, InProgress while it can be decided, Completed when it was decided or the request ended without it, Expired from the instant at which the request lapses (E-9).',
  )
  readonly status!: string | null;

  @Nullable(
    () => DateTimeScalar,
    'An addition to Graph. The instant from which on it can no longer be decided, in UTC; null before its turn.',
  )
  readonly expiresDateTime!: Date | null;

  @Nullable(
    () => DateTimeScalar,
    'An addition to Graph. The instant from which on the escalation approvers may decide as well, in UTC; null before its turn, and without escalation.',
  )
  readonly escalatesDateTime!: Date | null;

  @Required(
    () => [SubjectSetUnion],
    'An addition to Graph. Who decides, as the policy said when the request was made; who is in a group, and who is the manager, is asked when somebody decides (E-3).',
  )
  readonly primaryApprovers!: readonly object[];

  @Required(
    () => [SubjectSetUnion],
    'An addition to Graph. Who may decide as well from the escalation on; empty without escalation.',
  )
  readonly escalationApprovers!: readonly object[];

  @Required(
    () => [IdentityType],
    'An addition to Graph. Who can decide it at the moment of the answer: the enabled people behind its approvers, and the escalation approvers from the escalation on, without whose request it is (E-5) and who has decided another stage where nobody may decide two; at most 100, by name. Empty while it is not open. Whoever sees the approval sees them.',
  )
  readonly currentApprovers!: readonly object[];

  @Required(
    () => Boolean,
    'An addition to Graph. Whether Global and Privileged Role Administrators decide it, because the policy of a directory role names nobody, or nobody who could (E-4).',
  )
  readonly isDecidedByAdministrators!: boolean;

  @Nullable(
    () => String,
    'An addition to Graph. Why administrators decide although the policy names approvers, or, of groups and resources, where nobody decides by default, why nobody can decide it now (D-14); null otherwise.',
  )
  readonly fallbackReason!: string | null;
}
