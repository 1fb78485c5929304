import { announceEnd } from '../../../src/commands/announce-schedule';
import { serviceActor } from '../../../src/domain/actor';
import { cast, groups } from '../../support/cast';
import { activate, decide, demandApproval, holds, makeEligible, remove } from './acts';
import { freshStage } from './fresh-stage';

const stage = freshStage();

test('B-4 an activation without approval is provisioned at once and ends with its span', async () => {
  await makeEligible(stage);
  const request = await activate(stage);
  expect(request).toMatchObject({
    status: 'Provisioned',
    principalId: cast.alice,
    approvalId: null,
    targetScheduleId: request.id,
  });
  expect(await holds(stage)).toBe(true);
  stage.clock.advance('PT1H59M59S');
  expect(await holds(stage)).toBe(true);
  stage.clock.advance('PT1S');
  expect(await holds(stage)).toBe(false);
  await stage.run(announceEnd, { scheduleId: request.id }, serviceActor);
});

test('B-6 with approval: pending, then provisioned from the approval on, for as long as asked', async () => {
  await demandApproval(stage);
  await makeEligible(stage);
  const request = await activate(stage);
  expect(request).toMatchObject({
    status: 'PendingApproval',
    approvalId: request.id,
    startAt: null,
    completedAt: null,
  });
  expect(await holds(stage)).toBe(false);
  stage.clock.advance('PT1H');
  const { result } = await decide(stage, request.id);
  expect(result.request).toMatchObject({ status: 'Provisioned', startAt: stage.clock.now() });
  stage.clock.advance('PT1H59M');
  expect(await holds(stage)).toBe(true);
  await expect(decide(stage, request.id, 'Deny', 'ann')).rejects.toMatchObject({
    code: 'ApprovalAlreadyDecided',
    details: { winner: { decidedById: cast.ben } },
  });
});

test('B-9 a second activation while one runs is refused, also for a later start', async () => {
  await makeEligible(stage);
  await activate(stage);
  await expect(activate(stage, { startAt: '2026-01-02T00:00:00Z' })).rejects.toMatchObject({
    code: 'RoleAssignmentExists',
  });
});

test('B-10 a second activation while one is pending is refused; a lapsed one makes room', async () => {
  await demandApproval(stage);
  await makeEligible(stage);
  const first = await activate(stage);
  await expect(activate(stage)).rejects.toMatchObject({ code: 'PendingRoleAssignmentRequest' });
  stage.clock.advance('PT23H59M59S');
  await expect(activate(stage)).rejects.toMatchObject({ code: 'PendingRoleAssignmentRequest' });
  stage.clock.advance('PT1S');
  await expect(activate(stage)).resolves.toMatchObject({ status: 'PendingApproval' });
  expect(await stage.one('select status from schedule_request where id = $1', [first.id])).toEqual({
    status: 'TimedOut',
  });
});

test('E-6 two approvers at the same instant: exactly one wins, the other learns who', async () => {
  await demandApproval(stage);
  await makeEligible(stage);
  const request = await activate(stage);
  const decisions = await Promise.allSettled([decide(stage, request.id, 'Approve', 'ann'), decide(stage, request.id)]);
  expect(decisions.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(decisions.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'ApprovalAlreadyDecided' },
  });
});

test('W-1 removing the eligibility ends the activation made from it, through the group as well', async () => {
  await makeEligible(stage, { principalId: groups.helpdesk });
  const request = await activate(stage);
  expect(await holds(stage)).toBe(true);
  stage.clock.advance('PT5M');
  await remove(stage, { principalId: groups.helpdesk });
  expect(await holds(stage)).toBe(false);
  expect(
    await stage.one('select type from outbox where schedule_id = $1 order by id desc limit 1', [request.id]),
  ).toEqual({ type: 'schedule.ended' });
});
