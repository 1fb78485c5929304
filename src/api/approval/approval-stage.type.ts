import { ID, ObjectType } from 'type-graphql';
import { ReviewResultEnum, StageStatusEnum } from '../enums';
import { Nullable, Required } from '../fields';
import { IdentityType } from '../identity.type';
import { DateTimeScalar } from '../scalars';

/** Graph's approvalStage (resources.md 5.1). */
@ObjectType('ApprovalStage', {
  description: 'One stage of an approval. The first decision on it wins (E-6); it is never changed afterwards.',
})
export class ApprovalStageType {
  @Required(() => ID, 'A GUID; what updateApprovalStage takes.')
  readonly id!: string;

  @Nullable(
    () => Boolean,
    'Whether the caller is an approver of this stage: named, in a named group, or an administrator where nobody is named (E-2 to E-4). False on his own request (E-5).',
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
    'Where it stands at the moment of the answer; Expired from the instant it lapses (E-9).',
  )
  readonly status!: string | null;
}
