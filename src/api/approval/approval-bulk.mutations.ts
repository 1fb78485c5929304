import { createHash } from 'node:crypto';
import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Authorized,
  Ctx,
  Extensions,
  Field,
  ID,
  Info,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import { decideApproval } from '../../commands/decide-approval';
import type { Verdict } from '../../domain/approval';
import { PimError } from '../../domain/errors';
import { findApprovalStage } from '../../queries/find-approval-stage';
import { listAnyApprovals } from '../../queries/list-approvals';
import { ChangePayload } from '../change-payload.type';
import type { Context } from '../context';
import { Nullable, Required } from '../fields';
import { checkedKey, payloadOf } from '../payload';
import { guidOf, textOf } from '../text';
import { UserErrors, userErrorsOf } from '../user-error.type';
import { VerdictEnum } from './approval.mutations';
import { ApprovalType } from './approval.type';
import { ApprovalStageType } from './approval-stage.type';

const mostDecisions = 100;

@InputType('ApprovalStageReference', { description: 'An addition to Graph. Which stage a decision is about.' })
class ApprovalStageReference {
  @Required(() => ID, 'GUID of the approval, which is the id of the request.')
  readonly approvalId!: string;

  @Nullable(() => ID, 'GUID of the stage; the one that is open for the caller when absent.')
  readonly approvalStageId?: string | null;
}

@InputType('UpdateApprovalStagesInput', { description: 'An addition to Graph. One decision on several stages.' })
class UpdateApprovalStagesInput {
  @Required(() => [ApprovalStageReference], 'The stages, 1 to 100, in the order in which they are decided.')
  readonly decisions!: readonly ApprovalStageReference[];

  @Required(() => VerdictEnum, 'The decision on each of them.')
  readonly reviewResult!: Verdict;

  @Nullable(
    () => String,
    'Why, at most 2,048 characters; one reason for all, needed by those whose policy asks approvers for it (E-8).',
  )
  readonly justification?: string | null;

  @Nullable(
    () => String,
    'A text of the caller, 1 to 128 characters, unique for 24 hours: a repeated call with the same key and the same input answers the first results again, and decides what was refused the first time.',
  )
  readonly idempotencyKey?: string | null;
}

@ObjectType('UpdateApprovalStagesResult', { description: 'An addition to Graph. What came of one of the decisions.' })
class UpdateApprovalStagesResult extends ChangePayload {
  @Required(() => ID, 'The approvalId that was sent.')
  readonly approvalId!: string;

  @Nullable(() => ApprovalStageType, 'The stage as decided; null when the decision was refused.')
  readonly approvalStage!: ApprovalStageType | null;

  @Nullable(() => ApprovalType, 'The approval it belongs to; null when the decision was refused.')
  readonly approval!: ApprovalType | null;
}

@ObjectType('UpdateApprovalStagesPayload', { description: 'An addition to Graph. What came of several decisions.' })
class UpdateApprovalStagesPayload {
  @Extensions({ listSize: mostDecisions })
  @Field(() => [UpdateApprovalStagesResult], {
    description: 'One for each of the decisions, in their order; none when the whole call was refused.',
  })
  readonly results!: readonly UpdateApprovalStagesResult[];

  @UserErrors()
  readonly userErrors!: readonly object[];
}

/** What the decisions have in common, once it is checked. */
interface Common {
  readonly verdict: Verdict;
  readonly justification: string | null;
  readonly key: string | null;
}

/** Refuses what is wrong with the call as a whole: then nothing is decided. */
function commonOf({ decisions, reviewResult, justification, idempotencyKey }: UpdateApprovalStagesInput): Common {
  if (decisions.length < 1 || decisions.length > mostDecisions) {
    const message = `Send 1 to ${mostDecisions} decisions; more go into further calls.`;
    throw new PimError('Request_BadRequest', message, { path: ['input', 'decisions'] });
  }
  return {
    verdict: reviewResult,
    justification: textOf(justification, 2048, ['input', 'justification']),
    key: checkedKey(idempotencyKey),
  };
}

/** The key of one decision: by its place, so that the same place with another stage is told from a repetition. */
const keyAt = (key: string | null, index: number): string | null =>
  key === null ? null : createHash('sha256').update(`${index}\n${key}`).digest('hex');

/** The parts of a decision's own input; what lies elsewhere is told at the decision as a whole. */
const ownParts: readonly string[] = ['approvalId', 'approvalStageId'];

const locatedAt = (index: number, { code, message, details, others }: PimError): PimError => {
  const path = ['input', 'decisions', String(index), ...(details.path ?? []).filter((part) => ownParts.includes(part))];
  return new PimError(
    code,
    message,
    { ...details, path },
    others.map((other) => locatedAt(index, other)),
  );
};

async function decideOne(context: Context, common: Common, reference: ApprovalStageReference, index: number) {
  const { approvalId, approvalStageId } = reference;
  const prepare = () => ({
    command: decideApproval,
    input: {
      approvalId: guidOf(approvalId, ['approvalId']),
      stageId: approvalStageId ? guidOf(approvalStageId, ['approvalStageId']) : null,
      verdict: common.verdict,
      justification: common.justification,
    },
    idempotencyKey: keyAt(common.key, index),
  });
  const decided = await payloadOf(
    context,
    prepare,
    async ({ result }) => ({ stageId: result.stageId }),
    (refusal) => locatedAt(index, refusal),
  );
  return { approvalId, ...decided };
}

/** All that was decided, read back in one statement for the stages and one for the approvals. */
async function readBack(
  { read }: Context,
  decided: readonly Awaited<ReturnType<typeof decideOne>>[],
  info: GraphQLResolveInfo,
) {
  const stageIds = decided.flatMap(({ stageId }) => stageId ?? []);
  const approvalIds = decided.flatMap(({ stageId, approvalId }) => (stageId ? [approvalId] : []));
  const [stages, approvals] = await Promise.all([
    read.byIds(findApprovalStage, stageIds, info, ['results', 'approvalStage']),
    read.byIds(listAnyApprovals, approvalIds, info, ['results', 'approval']),
  ]);
  return decided.map(({ stageId, ...result }) => {
    const place = stageId ? stageIds.indexOf(stageId) : -1;
    return { ...result, approvalStage: stages[place] ?? null, approval: approvals[place] ?? null };
  });
}

@Authorized()
@Resolver()
export class ApprovalBulkMutations {
  @Mutation(() => UpdateApprovalStagesPayload, {
    description:
      'An addition to Graph: approves or denies several stages with one reason. Each is decided by itself, in the order given, as updateApprovalStage does it (E-1 to E-11); what is refused stands with its result and stops none of the others. Fewer than 1 or more than 100 decisions are Request_BadRequest, and then nothing is decided.',
  })
  async updateApprovalStages(
    @Arg('input', () => UpdateApprovalStagesInput, { description: 'The decisions.' }) input: UpdateApprovalStagesInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    try {
      const common = commonOf(input);
      const decided = [];
      // One after the other: each is a transaction of its own, and a later one sees what an earlier one did.
      for (const [index, reference] of input.decisions.entries())
        decided.push(await decideOne(context, common, reference, index));
      return { results: await readBack(context, decided, info), userErrors: [] };
    } catch (error) {
      if (!(error instanceof PimError)) throw error;
      return { results: [], userErrors: userErrorsOf(error) };
    }
  }
}
