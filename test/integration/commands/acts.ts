import { cancelRequest } from '../../../src/commands/cancel-request';
import { decideApproval } from '../../../src/commands/decide-approval';
import { updatePolicy } from '../../../src/commands/update-policy';
import type { Caller } from '../../../src/domain/actor';
import type { Verdict } from '../../../src/domain/approval';
import { type ErrorCode, PimError } from '../../../src/domain/errors';
import type { ApprovalSettings, SubjectSet } from '../../../src/domain/policy/policy';
import type { RuleEdit } from '../../../src/domain/policy/rule-edit';
import type { Kind } from '../../../src/domain/target';
import { caller, cast, groups, type Person, roles } from '../../support/cast';
import type { RequestInput, Stage } from '../../support/stage';

/** The role that these tests give, activate and take away. */
export const role = roles.groupsAdministrator;

type Differing = Partial<RequestInput>;
type Who = Person | Caller;

const as = (who: Who): Caller => (typeof who === 'string' ? caller(who) : who);

/** Adam makes somebody eligible for the role, Alice for ever unless told otherwise. */
export const makeEligible = (stage: Stage, differing: Differing = {}, who: Who = 'adam') =>
  stage.submit(who, {
    action: 'adminAssign',
    kind: 'eligibility',
    principalId: cast.alice,
    roleDefinitionId: role,
    end: 'never',
    ...differing,
  });

/** Adam gives somebody the role, Alice for ever unless told otherwise. */
export const assign = (stage: Stage, differing: Differing = {}, who: Who = 'adam') =>
  makeEligible(stage, { kind: 'assignment', ...differing }, who);

/** Adam takes away Alice's eligibility, or with `kind` her assignment. */
export const remove = (stage: Stage, differing: Differing = {}, who: Who = 'adam') =>
  makeEligible(stage, { action: 'adminRemove', withoutPeriod: true, ...differing }, who);

/** Adam moves start and end of Alice's eligibility, or with `kind` of her assignment. */
export const change = (stage: Stage, differing: Differing = {}, who: Who = 'adam') =>
  makeEligible(stage, { action: 'adminUpdate', ...differing }, who);

/** Alice activates the role for two hours. */
export const activate = (stage: Stage, differing: Differing = {}, who: Who = 'alice') =>
  stage.submit(who, { roleDefinitionId: role, end: { duration: 'PT2H' }, ...differing });

/** Alice ends her activation of the role. */
export const deactivate = (stage: Stage, differing: Differing = {}, who: Who = 'alice') =>
  stage.submit(who, { action: 'selfDeactivate', roleDefinitionId: role, withoutPeriod: true, ...differing });

/** Alice withdraws a request. */
export const cancel = (stage: Stage, requestId: string, who: Who = 'alice', kind: Kind = 'assignment') =>
  stage.run(cancelRequest, { requestId, kind, provider: 'directory' }, as(who));

/** Ben, or somebody else, decides on the stage of a request. */
export async function decide(
  stage: Stage,
  requestId: string,
  verdict: Verdict = 'Approve',
  who: Who = 'ben',
  justification: string | null = 'fine',
) {
  return stage.run(decideApproval, await decisionOn(stage, requestId, verdict, justification), as(who));
}

/** What an approver sends to decide on the one stage of a request. */
export async function decisionOn(
  stage: Stage,
  approvalId: string,
  verdict: Verdict,
  justification: string | null = 'fine',
) {
  const { id: stageId } = await stage.one<{ id: string }>('select id from approval_stage where approval_id = $1', [
    approvalId,
  ]);
  return { approvalId, stageId, verdict, justification };
}

/** The id of the role's policy. */
export const policyId = async (stage: Stage): Promise<string> =>
  (await stage.one<{ id: string }>('select id from policy where role_definition_id = $1', [role])).id;

/** Adam changes rules of the role's policy. */
export const editPolicy = async (stage: Stage, rules: readonly RuleEdit[], who: Who = 'adam') =>
  stage.run(updatePolicy, { policyId: await policyId(stage), rules }, as(who));

export const user = (userId: string): SubjectSet => ({ kind: 'singleUser', userId, description: null });
export const members = (groupId: string): SubjectSet => ({ kind: 'groupMembers', groupId, description: null });

/** Settings that ask for the approval of one of these. */
export const approvalBy = (...primaryApprovers: readonly SubjectSet[]): ApprovalSettings => ({
  isApprovalRequired: true,
  isApprovalRequiredForExtension: false,
  isRequestorJustificationRequired: true,
  approvalMode: 'SingleStage',
  isApproverAllowedInSeveralStages: false,
  approvalStages: [
    {
      approvalStageTimeOutInDays: 1,
      approvalStageTimeOutInHours: 0,
      isApproverJustificationRequired: true,
      escalationTimeInMinutes: 0,
      isEscalationEnabled: false,
      primaryApprovers,
      escalationApprovers: [],
    },
  ],
});

/** From now on activations of the role need approval; by the approvers' group unless others are named. */
export const demandApproval = (stage: Stage, ...approvers: readonly SubjectSet[]) =>
  editPolicy(stage, [
    {
      id: 'Approval_EndUser_Assignment',
      setting: approvalBy(...(approvers.length > 0 ? approvers : [members(groups.approvers)])),
    },
  ]);

/** Whether somebody holds the role now, at the tenant or at any other scope. */
export const holds = async (stage: Stage, person: Person = 'alice'): Promise<boolean> =>
  (
    await stage.one<{ held: boolean }>(
      'select exists (select from roles_of($1, $2) where role_definition_id = $3) as held',
      [cast[person], stage.clock.now(), role],
    )
  ).held;

/** The status of a request as it is stored. */
export const statusOf = async (stage: Stage, requestId: string): Promise<string> =>
  (await stage.one<{ status: string }>('select status from schedule_request where id = $1', [requestId])).status;

/** The refusal that an attempt meets; an attempt that is not refused fails the test. */
export async function refusal(attempt: Promise<unknown>): Promise<PimError> {
  const outcome = await attempt.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof PimError) return outcome;
  throw outcome ?? new Error('The attempt was not refused.');
}

/** The code of the refusal that an attempt meets. */
export const codeOf = async (attempt: Promise<unknown>): Promise<ErrorCode> => (await refusal(attempt)).code;

/** The names of the policy rules that an attempt does not meet. */
export const rulesFailing = async (attempt: Promise<unknown>): Promise<readonly string[]> =>
  (await refusal(attempt)).details.violations?.map(({ rule }) => rule) ?? [];

/** Number of rows in every table that commands write. */
export const rowCounts = (stage: Stage): Promise<Readonly<Record<string, number>>> =>
  stage.one(`select
    (select count(*)::int from schedule_request) as requests, (select count(*)::int from schedule) as schedules,
    (select count(*)::int from approval) as approvals, (select count(*)::int from approval_stage) as stages,
    (select count(*)::int from directory_audit) as audits, (select count(*)::int from outbox) as events,
    (select count(*)::int from idempotency_key) as keys, (select count(*)::int from principal) as principals,
    (select count(*)::int from emergency_use) as uses,
    (select count(*)::int from policy) as policies`);
