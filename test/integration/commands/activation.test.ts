import { announceEnd } from '../../../src/commands/announce-schedule';
import { decideApproval } from '../../../src/commands/decide-approval';
import { updatePolicy } from '../../../src/commands/update-policy';
import { serviceActor } from '../../../src/domain/actor';
import { caller, cast, groups, type Person, roles } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { freshen } from './fresh-stage';

const role = roles.groupsAdministrator;
let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => freshen(stage));
afterAll(() => stage.close());

const eligible = (principalId: string = cast.alice, scopeId = '/') =>
  stage.submit('adam', {
    action: 'adminAssign',
    kind: 'eligibility',
    principalId,
    roleDefinitionId: role,
    scopeId,
    end: 'never',
  });

const activate = (differing = {}) =>
  stage.submit('alice', { roleDefinitionId: role, end: { duration: 'PT2H' }, ...differing });

async function demandApproval(...userIds: readonly string[]): Promise<void> {
  const { id } = await stage.one<{ id: string }>('select id from policy where role_definition_id = $1', [role]);
  const primaryApprovers = userIds.map((userId) => ({ kind: 'singleUser' as const, userId, description: null }));
  const setting = {
    isApprovalRequired: true,
    isApprovalRequiredForExtension: false,
    isRequestorJustificationRequired: true,
    approvalMode: 'SingleStage' as const,
    isApproverAllowedInSeveralStages: false,
    approvalStages: [
      {
        approvalStageTimeOutInDays: 1,
        approvalStageTimeOutInHours: 0,
        isApproverJustificationRequired: true,
        escalationTimeInMinutes: 0,
        isEscalationEnabled: false,
        primaryApprovers: [
          ...primaryApprovers,
          { kind: 'groupMembers' as const, groupId: groups.approvers, description: null },
        ],
        escalationApprovers: [],
      },
    ],
  };
  await stage.run(
    updatePolicy,
    { policyId: id, rules: [{ id: 'Approval_EndUser_Assignment', setting }] },
    caller('adam'),
  );
}

async function decide(as: Person, requestId: string, verdict: 'Approve' | 'Deny' = 'Approve') {
  const { id } = await stage.one<{ id: string }>('select id from approval_stage where approval_id = $1', [requestId]);
  return stage.run(decideApproval, { approvalId: requestId, stageId: id, verdict, justification: 'fine' }, caller(as));
}

const holds = async (person: Person): Promise<boolean> =>
  (
    await stage.one<{ held: boolean }>(
      'select exists (select from roles_of($1, $2) where role_definition_id = $3) as held',
      [cast[person], stage.clock.now(), role],
    )
  ).held;

test('B-4 an activation without approval is provisioned at once and ends with its span', async () => {
  await eligible();
  const request = await activate();
  expect(request).toMatchObject({
    status: 'Provisioned',
    principalId: cast.alice,
    approvalId: null,
    targetScheduleId: request.id,
  });
  expect(await holds('alice')).toBe(true);
  stage.clock.advance('PT1H59M59S');
  expect(await holds('alice')).toBe(true);
  stage.clock.advance('PT1S');
  expect(await holds('alice')).toBe(false);
  await stage.run(announceEnd, { scheduleId: request.id }, serviceActor);
});

test('B-6 with approval: pending, then provisioned from the approval on, for as long as asked', async () => {
  await demandApproval();
  await eligible();
  const request = await activate();
  expect(request).toMatchObject({
    status: 'PendingApproval',
    approvalId: request.id,
    startAt: null,
    completedAt: null,
  });
  expect(await holds('alice')).toBe(false);
  stage.clock.advance('PT1H');
  const { result } = await decide('ben', request.id);
  expect(result.request).toMatchObject({ status: 'Provisioned', startAt: stage.clock.now() });
  stage.clock.advance('PT1H59M');
  expect(await holds('alice')).toBe(true);
  await expect(decide('ann', request.id, 'Deny')).rejects.toMatchObject({
    code: 'ApprovalAlreadyDecided',
    details: { winner: { decidedById: cast.ben } },
  });
});

test('B-9 a second activation while one runs is refused, also for a later start', async () => {
  await eligible();
  await activate();
  await expect(activate({ startAt: '2026-01-02T00:00:00Z' })).rejects.toMatchObject({ code: 'RoleAssignmentExists' });
});

test('B-10 a second activation while one is pending is refused; a lapsed one makes room', async () => {
  await demandApproval();
  await eligible();
  const first = await activate();
  await expect(activate()).rejects.toMatchObject({ code: 'PendingRoleAssignmentRequest' });
  stage.clock.advance('PT23H59M59S');
  await expect(activate()).rejects.toMatchObject({ code: 'PendingRoleAssignmentRequest' });
  stage.clock.advance('PT1S');
  await expect(activate()).resolves.toMatchObject({ status: 'PendingApproval' });
  expect(await stage.one('select status from schedule_request where id = $1', [first.id])).toEqual({
    status: 'TimedOut',
  });
});

test('E-6 two approvers at the same instant: exactly one wins, the other learns who', async () => {
  await demandApproval();
  await eligible();
  const request = await activate();
  const decisions = await Promise.allSettled([decide('ann', request.id), decide('ben', request.id)]);
  expect(decisions.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(decisions.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'ApprovalAlreadyDecided' },
  });
});

test('W-1 removing the eligibility ends the activation made from it, through the group as well', async () => {
  await eligible(groups.helpdesk);
  const request = await activate();
  expect(await holds('alice')).toBe(true);
  stage.clock.advance('PT5M');
  await stage.submit('adam', {
    action: 'adminRemove',
    kind: 'eligibility',
    principalId: groups.helpdesk,
    roleDefinitionId: role,
    withoutPeriod: true,
  });
  expect(await holds('alice')).toBe(false);
  expect(
    await stage.one('select type from outbox where schedule_id = $1 order by id desc limit 1', [request.id]),
  ).toEqual({ type: 'schedule.ended' });
});
