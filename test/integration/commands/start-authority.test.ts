import { announceStart } from '../../../src/commands/announce-schedule';
import { serviceActor } from '../../../src/domain/actor';
import { cast, groups } from '../../support/cast';
import { activate, assign, codeOf, demandApproval, holds, makeEligible, remove, role, statusOf } from './acts';
import { freshen, freshStage } from './fresh-stage';
import { decideStage, eventsOf } from './staged';

const stage = freshStage();

const begin = '2026-01-01T03:00:00Z';
const start = (scheduleId: string) => stage.run(announceStart, { scheduleId }, serviceActor);

/** An activation that is granted and waits for its start, made from Alice's own eligibility or from her group's. */
async function waiting(by: 'herself' | 'group' = 'herself', isApproved = false) {
  await makeEligible(stage, by === 'group' ? { principalId: groups.helpdesk } : {});
  if (isApproved) await demandApproval(stage);
  const { id } = await activate(stage, { startAt: begin });
  if (isApproved) await decideStage(stage, id, 0, 'ben');
  expect(await statusOf(stage, id)).toBe('Granted');
  return id;
}

const disable = () => stage.pool.query('update principal set account_enabled = false where id = $1', [cast.alice]);
const gone = () => stage.pool.query('update principal set deleted_at = now() where id = $1', [cast.alice]);
const switchOff = () => stage.pool.query('update role_definition set is_enabled = false where id = $1', [role]);
const leave = () => stage.pool.query('delete from group_member where member_id = $1', [cast.alice]);
const endEarly = () =>
  stage.pool.query(`update schedule set end_at = $1 where kind = 'eligibility' and role_definition_id = $2`, [
    begin,
    role,
  ]);

describe('item 5, E-19 the authority of an activation is judged again when its start comes', () => {
  test.each([
    { when: 'the requester is disabled', by: 'herself', happens: disable, reason: 'The requester has been disabled.' },
    { when: 'the role is switched off', by: 'herself', happens: switchOff, reason: 'The role has been disabled.' },
    {
      when: 'the requester has left the directory',
      by: 'herself',
      happens: gone,
      reason: 'The requester is no longer eligible for the role.',
    },
    {
      when: 'she has left the group that is eligible',
      by: 'group',
      happens: leave,
      reason: 'The requester is no longer eligible for the role.',
    },
    {
      when: 'the eligibility ends with the very start',
      by: 'herself',
      happens: endEarly,
      reason: 'The requester is no longer eligible for the role.',
    },
  ] as const)('$when: Failed, and never held', async ({ by, happens, reason }) => {
    for (const isApproved of [false, true]) {
      await freshen(stage);
      const id = await waiting(by, isApproved);
      await happens();
      stage.clock.set(begin);
      await start(id);
      expect(
        await stage.one(
          `select r.status, r.failure_reason, isempty(s.span) as is_empty from schedule_request as r join schedule as s on s.id = r.id where r.id = $1`,
          [id],
        ),
      ).toEqual({ status: 'Failed', failure_reason: reason, is_empty: true });
      expect(await holds(stage)).toBe(false);
      expect((await eventsOf(stage, id)).at(-1)).toBe('request.failed');
      expect(
        await stage.one(
          `select activity_display_name as activity, result, result_reason as reason, initiated_by -> 'app' ->> 'displayName' as by
            from directory_audit where correlation_id = $1 order by id desc limit 1`,
          [id],
        ),
      ).toEqual({ activity: 'Process request', result: 'failure', reason, by: 'Portcullis' });
      expect(await codeOf(start(id))).toBe('Conflict');
    }
  });

  test.each(['herself', 'group'] as const)('what still rests on its eligibility, held by %s, begins', async (by) => {
    const id = await waiting(by);
    stage.clock.set(begin);
    await start(id);
    expect(await statusOf(stage, id)).toBe('Provisioned');
    expect(await holds(stage)).toBe(true);
  });

  test('who was disabled and is enabled again by then begins', async () => {
    const id = await waiting();
    await disable();
    await stage.pool.query('update principal set account_enabled = true where id = $1', [cast.alice]);
    stage.clock.set(begin);
    await start(id);
    expect(await statusOf(stage, id)).toBe('Provisioned');
  });

  test('an assignment rests on nothing but itself, and begins for a disabled principal (M-7)', async () => {
    const { id } = await assign(stage, { startAt: begin });
    await disable();
    stage.clock.set(begin);
    await start(id);
    expect(await statusOf(stage, id)).toBe('Provisioned');
    expect(await holds(stage)).toBe(false);
  });

  test('W-1 what ended with its eligibility before its start is announced no more', async () => {
    const id = await waiting();
    stage.clock.advance('PT5M');
    await remove(stage);
    expect(await statusOf(stage, id)).toBe('Failed');
    stage.clock.set(begin);
    expect(await codeOf(start(id))).toBe('Conflict');
  });

  test('a failed one leaves room for the next', async () => {
    const id = await waiting();
    await disable();
    stage.clock.set(begin);
    await start(id);
    await stage.pool.query('update principal set account_enabled = true where id = $1', [cast.alice]);
    expect(await activate(stage)).toMatchObject({ status: 'Provisioned' });
  });

  test('W-1 the eligibility is removed while the start is announced: it began and ended, or failed', async () => {
    for (const isReversed of [false, true, false, true]) {
      await freshen(stage);
      const id = await waiting();
      stage.clock.set(begin);
      const acts = [() => start(id), () => remove(stage)];
      const settled = await Promise.allSettled((isReversed ? acts.reverse() : acts).map((act) => act()));
      const refused = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
      expect(await holds(stage)).toBe(false);
      expect(await statusOf(stage, id)).toBe(refused.length === 0 ? 'Provisioned' : 'Failed');
      expect(refused.every((code) => code === 'Conflict')).toBe(true);
    }
  });
});
