import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Authorized, Ctx, ID, Info, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { decideApproval } from '../../commands/decide-approval';
import type { Verdict } from '../../domain/approval';
import { findApprovalStage } from '../../queries/find-approval-stage';
import { listAnyApprovals } from '../../queries/list-approvals';
import { ChangePayload } from '../change-payload.type';
import type { Context } from '../context';
import { Nullable, Required } from '../fields';
import { graphqlEnum } from '../graphql-enum';
import { payloadOf } from '../payload';
import { guidOf, textOf } from '../text';
import { ApprovalType } from './approval.type';
import { ApprovalStageType } from './approval-stage.type';

/** Values of `reviewResult` in decisions. */
export const VerdictEnum = graphqlEnum<Verdict>(
  'ApprovalDecision',
  "An approver's answer, as Graph takes it (resources.md 5.1).",
  {
    Approve: 'Let the activation happen.',
    Deny: 'Refuse it; a new request may follow (E-11).',
  },
);

@InputType('UpdateApprovalStageInput', {
  description: "A decision on a stage; Graph's PATCH …/stages/{id} (resources.md 5.1).",
})
class UpdateApprovalStageInput {
  @Required(() => ID, 'GUID of the approval, which is the id of the request.')
  readonly approvalId!: string;

  @Nullable(
    () => ID,
    'GUID of the stage; when absent, which is an addition to Graph, the first open one that the caller may decide.',
  )
  readonly approvalStageId?: string | null;

  @Required(() => VerdictEnum, 'The decision.')
  readonly reviewResult!: Verdict;

  @Nullable(() => String, 'Why, at most 2,048 characters; needed when the policy asks approvers for it (E-8).')
  readonly justification?: string | null;

  @Nullable(
    () => String,
    'An addition to Graph. A text of the caller, 1 to 128 characters, unique for 24 hours: the same key with the same input answers the first result again.',
  )
  readonly idempotencyKey?: string | null;
}

@ObjectType('UpdateApprovalStagePayload', { description: 'What came of a decision.' })
class UpdateApprovalStagePayload extends ChangePayload {
  @Nullable(() => ApprovalStageType, 'The stage as decided; null when the decision was refused.')
  readonly approvalStage!: ApprovalStageType | null;

  @Nullable(() => ApprovalType, 'The approval it belongs to; null when the decision was refused.')
  readonly approval!: ApprovalType | null;
}

@Authorized()
@Resolver()
export class ApprovalMutations {
  @Mutation(() => UpdateApprovalStagePayload, {
    description:
      'Approves or denies the stage that waits for the caller (E-1 to E-11). The first decision wins; a second one is ApprovalAlreadyDecided and names the winner. With several stages the last approval lets the request take effect, and the first denial ends it at once. A lapsed or withdrawn one, and a stage whose turn has not come, is ApprovalNotPossible. When the requester is no longer eligible the request ends as Failed, with ApprovalNotPossible beside the stage (E-19). Nobody decides on his own request (E-5), nor on two stages of one unless the policy lets him, and applications decide nothing (E-17): InsufficientPermissions.',
  })
  updateApprovalStage(
    @Arg('input', () => UpdateApprovalStageInput, { description: 'The decision.' }) input: UpdateApprovalStageInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const prepare = () => ({
      command: decideApproval,
      input: {
        approvalId: guidOf(input.approvalId, ['input', 'approvalId']),
        stageId: input.approvalStageId ? guidOf(input.approvalStageId, ['input', 'approvalStageId']) : null,
        verdict: input.reviewResult,
        justification: textOf(input.justification, 2048, ['input', 'justification']),
      },
      idempotencyKey: input.idempotencyKey,
    });
    return payloadOf(context, prepare, async ({ result: { stageId, stage, request } }, read) => {
      const [approvalStage, [approval = null]] = await Promise.all([
        read.changed(findApprovalStage, { id: stageId, record: stage }, info, ['approvalStage']),
        read.byIds(listAnyApprovals, [request.id], info, ['approval']),
      ]);
      return { approvalStage, approval };
    });
  }
}
