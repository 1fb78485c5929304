import { announceDue } from '../../../src/jobs/due';
import { createReader } from '../../../src/queries/planner/reader';
import { shownBy } from '../../model/world';
import { cast, groups } from '../../support/cast';
import {
  activate,
  approvalBy,
  codeOf,
  decide,
  demandApproval,
  editPolicy,
  holds,
  makeEligible,
  members,
  remove,
  role,
  statusOf,
} from '../commands/acts';
import { freshStage } from '../commands/fresh-stage';
import { outcomes } from '../commands/racers';

const stage = freshStage(makeEligible);

const log = {
  warn: (told: unknown) => {
    throw new Error(JSON.stringify(told));
  },
};
const tellDue = () => announceDue(stage.pool, stage.run, stage.clock.now(), log);
const letNobodyApprove = () =>
  editPolicy(stage, [
    {
      id: 'Approval_EndUser_Assignment',
      setting: { ...approvalBy(members(groups.approvers)), isApprovalRequired: false },
    },
  ]);

describe('item 6: what peers got wrong', () => {
  test('E-6 two approvers clicking together: one grant, not two, and the second learns of the first', async () => {
    await demandApproval(stage);
    const { id } = await activate(stage);
    const came = await outcomes(
      [() => decide(stage, id, 'Approve', 'ann'), () => decide(stage, id, 'Approve', 'ben')],
      false,
    );
    expect([...came].sort()).toEqual(['ApprovalAlreadyDecided', 'ok']);
    const told = await stage.one(
      `select (select count(*)::int from schedule where principal_id = $1 and kind = 'assignment') as schedules,
        count(*) filter (where type = 'request.approved')::int as approved,
        count(*) filter (where type = 'request.provisioned')::int as provisioned from outbox where request_id = $2`,
      [cast.alice, id],
    );
    expect(told).toEqual({ schedules: 1, approved: 1, provisioned: 1 });
  });

  test('E-3 an approver removed from the group after the mail went out: what he was sent opens nothing any more', async () => {
    await demandApproval(stage);
    const { id } = await activate(stage);
    await stage.pool.query('delete from group_member where group_id = $1 and member_id = $2', [
      groups.approvers,
      cast.ann,
    ]);
    expect(await codeOf(decide(stage, id, 'Approve', 'ann'))).toBe('ApprovalNotFound');
    expect(await codeOf(decide(stage, id, 'Deny', 'ann'))).toBe('ApprovalNotFound');
    expect(await statusOf(stage, id)).toBe('PendingApproval');
    expect((await decide(stage, id, 'Approve', 'ben')).result.request.status).toBe('Provisioned');
  });

  test('W-1 eligibility removed while an activation waits to start: it fails, says why, and never begins', async () => {
    const { id } = await activate(stage, { startAt: '2026-01-01T03:00:00Z' });
    stage.clock.advance('PT5M');
    await remove(stage);
    expect(await statusOf(stage, id)).toBe('Failed');
    stage.clock.set('2026-01-01T03:00:00Z');
    expect(await holds(stage)).toBe(false);
    await tellDue();
    expect(await holds(stage)).toBe(false);
    expect(await stage.one('select failure_reason from schedule_request where id = $1', [id])).toEqual({
      failure_reason: 'The eligibility that it was made from has ended.',
    });
  });

  test('E-11 a denied request that becomes approvable again under a new policy: it stays denied, only a new one counts', async () => {
    await demandApproval(stage);
    const { id } = await activate(stage);
    await decide(stage, id, 'Deny', 'ann');
    await letNobodyApprove();
    expect(await codeOf(decide(stage, id, 'Approve', 'ben'))).toBe('ApprovalAlreadyDecided');
    await demandApproval(stage, { kind: 'singleUser', userId: cast.ben, description: null });
    expect(await codeOf(decide(stage, id, 'Approve', 'ben'))).toBe('ApprovalAlreadyDecided');
    await tellDue();
    expect(await statusOf(stage, id)).toBe('Denied');
    expect(await holds(stage)).toBe(false);
    await letNobodyApprove();
    expect((await activate(stage)).status).toBe('Provisioned');
  });

  test('E-9 an expired request still shown as pending: from the instant it lapses it is not, whether or not a job has said so', async () => {
    await demandApproval(stage);
    const { id } = await activate(stage);
    const shown = shownBy(stage, createReader({ database: stage.dataSource }));
    stage.clock.set('2026-01-01T23:59:59.999Z');
    expect((await shown(cast.adam))[id]).toBe('PendingApproval');
    stage.clock.set('2026-01-02T00:00:00.000Z');
    expect((await shown(cast.adam))[id]).toBe('TimedOut');
    expect(await codeOf(decide(stage, id, 'Approve', 'ben'))).toBe('ApprovalNotPossible');
    await tellDue();
    expect([await statusOf(stage, id), (await shown(cast.adam))[id]]).toEqual(['TimedOut', 'TimedOut']);
    expect((await activate(stage, { roleDefinitionId: role })).status).toBe('PendingApproval');
  });
});
