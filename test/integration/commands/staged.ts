import { decideApproval } from '../../../src/commands/decide-approval';
import { escalateApproval } from '../../../src/commands/escalate-approval';
import { lapseApproval } from '../../../src/commands/lapse-approval';
import { type Caller, serviceActor } from '../../../src/domain/actor';
import type { Verdict } from '../../../src/domain/approval';
import type { ApprovalSettings, SubjectSet, UnifiedApprovalStage } from '../../../src/domain/policy/policy';
import { caller, cast, type Person } from '../../support/cast';
import type { Stage } from '../../support/stage';
import { editPolicy, user } from './acts';

/** A stage of the policy that one of these decides within a day. */
export const by = (...primaryApprovers: readonly SubjectSet[]): UnifiedApprovalStage => ({
  approvalStageTimeOutInDays: 1,
  approvalStageTimeOutInHours: 0,
  isApproverJustificationRequired: true,
  escalationTimeInMinutes: 0,
  isEscalationEnabled: false,
  primaryApprovers,
  escalationApprovers: [],
});

/** The same, decided by these as well after so many minutes. */
export const escalatingTo = (
  minutes: number,
  escalationApprovers: readonly SubjectSet[],
  ...primaryApprovers: readonly SubjectSet[]
): UnifiedApprovalStage => ({
  ...by(...primaryApprovers),
  isEscalationEnabled: true,
  escalationTimeInMinutes: minutes,
  escalationApprovers,
});

export const manager = (managerLevel: number): SubjectSet => ({ kind: 'requestorManager', managerLevel });
export const person = (who: Person): SubjectSet => user(cast[who]);

/** From now on activations of the role need the approval of these stages. */
export const demandStages = (
  stage: Stage,
  approvalMode: ApprovalSettings['approvalMode'],
  approvalStages: readonly UnifiedApprovalStage[],
  differing: Partial<ApprovalSettings> = {},
) =>
  editPolicy(stage, [
    {
      id: 'Approval_EndUser_Assignment',
      setting: {
        isApprovalRequired: true,
        isApprovalRequiredForExtension: false,
        isRequestorJustificationRequired: true,
        approvalMode,
        isApproverAllowedInSeveralStages: false,
        approvalStages,
        ...differing,
      },
    },
  ]);

/** A stage of an approval as it is stored. */
interface Stored {
  readonly id: string;
  readonly status: string;
  readonly review_result: string;
  readonly reviewed_by_id: string | null;
  readonly expires_at: Date | null;
  readonly escalates_at: Date | null;
  readonly is_decided_by_administrators: boolean;
  readonly fallback_reason: string | null;
}

/** The stages of a request, in order. */
export const stagesOf = async (stage: Stage, requestId: string): Promise<readonly Stored[]> =>
  (await stage.pool.query<Stored>('select * from approval_stage where approval_id = $1 order by position', [requestId]))
    .rows;

/** Where the stages stand, in order, such as `Completed Approved`. */
export const standing = async (stage: Stage, requestId: string): Promise<readonly string[]> =>
  (await stagesOf(stage, requestId)).map(({ status, review_result }) => `${status} ${review_result}`);

/** When the request lapses, as it is stored. */
export const lapsesAt = async (stage: Stage, requestId: string): Promise<Date | null> =>
  (await stage.one<{ lapses_at: Date | null }>('select lapses_at from schedule_request where id = $1', [requestId]))
    .lapses_at;

/** Somebody decides the stage at that place, counted from 0; null leaves the choice to the service. */
export async function decideStage(
  stage: Stage,
  approvalId: string,
  position: number | null,
  who: Person | Caller,
  verdict: Verdict = 'Approve',
) {
  const stages = await stagesOf(stage, approvalId);
  const stageId = position === null ? null : (stages[position]?.id ?? 'none');
  const as = typeof who === 'string' ? caller(who) : who;
  return stage.run(decideApproval, { approvalId, stageId, verdict, justification: 'fine' }, as);
}

/** The service tells the escalation of a stage. */
export async function escalate(stage: Stage, requestId: string, position = 0) {
  const stageId = (await stagesOf(stage, requestId))[position]?.id ?? 'none';
  return stage.run(escalateApproval, { requestId, stageId }, serviceActor);
}

/** The service writes a lapse down. */
export const lapse = (stage: Stage, requestId: string) => stage.run(lapseApproval, { requestId }, serviceActor);

/** Makes somebody the manager of another one; null takes the manager away. */
export const giveManager = (stage: Stage, who: Person, managedBy: Person | null) =>
  stage.pool.query('update principal set manager_id = $2 where id = $1', [cast[who], managedBy && cast[managedBy]]);

/** The events of a request, in order. */
export const eventsOf = async (stage: Stage, requestId: string): Promise<readonly string[]> =>
  (
    await stage.pool.query<{ type: string }>('select type from outbox where request_id = $1 order by id', [requestId])
  ).rows.map(({ type }) => type);
