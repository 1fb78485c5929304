import { announceEnd } from '../../../src/commands/announce-schedule';
import { releaseKept } from '../../../src/commands/release-kept';
import { updatePolicy } from '../../../src/commands/update-policy';
import { serviceActor } from '../../../src/domain/actor';
import { caller, cast, groups } from '../../support/cast';
import { activate, approvalBy, cancel, change, codeOf, decide, user } from './acts';
import {
  administrators,
  appoint,
  dismiss,
  endsOf,
  globalAdministrator,
  nominate,
  privilegedRoleAdministrator,
} from './administrators';
import { freshStage } from './fresh-stage';
import { leftSince, marks } from './left-behind';

const stage = freshStage();

const [hour, day, week] = ['2026-01-01T01:00:00Z', '2026-01-02T00:00:00Z', '2026-01-08T00:00:00Z'].map(
  (instant) => new Date(instant),
) as [Date, Date, Date];
const endingAt = (end: Date) => ({ end: { at: end.toISOString() } });
const release = (scheduleId: string) => stage.run(releaseKept, { scheduleId }, serviceActor);

describe('K-2 nobody is left to expire', () => {
  test('one with an end stays past it once the one without an end is gone', async () => {
    const { id } = await appoint(stage, 'ben', endingAt(day));
    expect(await endsOf(stage, id)).toEqual({ end: day, planned: null });
    await dismiss(stage, 'adam');
    expect(await endsOf(stage, id)).toEqual({ end: null, planned: day });
    for (const instant of ['2026-01-01T23:59:59.999Z', '2026-01-02T00:00:00.000Z', '2027-01-01T00:00:00Z']) {
      stage.clock.set(instant);
      expect(await administrators(stage)).toEqual(['Ben']);
    }
    expect(await codeOf(stage.run(announceEnd, { scheduleId: id }, serviceActor))).toBe('Conflict');
  });

  test('of two with an end it is the one that ends last, and the other one ends as planned', async () => {
    const bens = await appoint(stage, 'ben', endingAt(day));
    const anns = await appoint(stage, 'ann', endingAt(week));
    await dismiss(stage, 'adam');
    expect(await endsOf(stage, bens.id)).toEqual({ end: day, planned: null });
    expect(await endsOf(stage, anns.id)).toEqual({ end: null, planned: week });
    stage.clock.set(week.toISOString());
    expect(await administrators(stage)).toEqual(['Ann']);
  });

  test('a group’s counts while an enabled person is in it, and is kept like any other', async () => {
    const { id } = await appoint(stage, groups.helpdesk, endingAt(day));
    await appoint(stage, 'dave', endingAt(week));
    await dismiss(stage, 'adam');
    expect(await endsOf(stage, id)).toEqual({ end: null, planned: day });
    stage.clock.set(week.toISOString());
    expect(await administrators(stage)).toEqual(['Alice']);
  });

  test('the first holder there ever is, at once or to come, whoever gives it him', async () => {
    const role = { roleDefinitionId: privilegedRoleAdministrator };
    await stage.pool.query('delete from schedule where role_definition_id = $1', [privilegedRoleAdministrator]);
    const give = (principalId: string, more: object) =>
      stage.submit('adam', { action: 'adminAssign', principalId, ...role, ...more });
    const bens = await give(cast.ben, { startAt: hour.toISOString(), ...endingAt(day) });
    expect(await endsOf(stage, bens.id)).toEqual({ end: null, planned: day });
    const anns = await give(cast.ann, endingAt(week));
    expect(await endsOf(stage, anns.id)).toEqual({ end: null, planned: week });
    expect(await endsOf(stage, bens.id)).toEqual({ end: day, planned: null });
    expect(await cancel(stage, bens.id, 'adam')).toMatchObject({ result: { request: { status: 'Canceled' } } });
  });

  test('an activation of Privileged Role Administrator ends all the same: Global Administrators are always there', async () => {
    const role = { roleDefinitionId: privilegedRoleAdministrator };
    await stage.pool.query('delete from schedule where role_definition_id = $1', [privilegedRoleAdministrator]);
    const { id: policyId } = await stage.one<{ id: string }>('select id from policy where role_definition_id = $1', [
      privilegedRoleAdministrator,
    ]);
    const rules = [{ id: 'Approval_EndUser_Assignment', setting: approvalBy(user(cast.ann)) }] as const;
    await stage.run(updatePolicy, { policyId, rules }, caller('adam'));
    await stage.submit('adam', {
      action: 'adminAssign',
      kind: 'eligibility',
      principalId: cast.ben,
      end: 'never',
      ...role,
    });
    const { id } = await activate(stage, { ...role, end: { duration: 'PT1H' } }, 'ben');
    await decide(stage, id, 'Approve', 'ann');
    expect(await endsOf(stage, id)).toEqual({ end: hour, planned: null });
    expect(await administrators(stage, privilegedRoleAdministrator)).toEqual(['Ben']);
    stage.clock.set(hour.toISOString());
    expect(await administrators(stage, privilegedRoleAdministrator)).toEqual([]);
  });

  test('H-4, I-8 a kept one is still one with an end: it can be extended and updated', async () => {
    await appoint(stage, 'ben', endingAt(day));
    await dismiss(stage, 'adam');
    stage.clock.set(day.toISOString());
    const bens = { kind: 'assignment', principalId: cast.ben, roleDefinitionId: globalAdministrator } as const;
    const extended = await change(stage, { ...bens, action: 'adminExtend', ...endingAt(week) }, 'carol');
    expect(await endsOf(stage, extended.id)).toEqual({ end: null, planned: week });
    const permanent = await change(stage, { ...bens, end: 'never' }, 'carol');
    expect(await endsOf(stage, permanent.id)).toEqual({ end: null, planned: null });
    expect(await administrators(stage)).toEqual(['Ben']);
  });

  test('the eligibility behind a kept activation may end by itself', async () => {
    await nominate(stage, 'ben', endingAt(day));
    stage.clock.set('2026-01-01T23:00:00Z');
    await activate(stage, { roleDefinitionId: globalAdministrator, end: { duration: 'PT8H' } }, 'ben');
    await dismiss(stage, 'adam');
    stage.clock.set(week.toISOString());
    expect(await administrators(stage)).toEqual(['Ben']);
  });

  test('security 8: it is told and on record, under the request that began it', async () => {
    const { id } = await appoint(stage, 'ben', endingAt(day));
    const before = await marks(stage);
    await dismiss(stage, 'adam');
    const { events, audits } = await leftSince(stage, before);
    expect(events.map(({ type }) => type)).toEqual(['request.created', 'request.revoked', 'schedule.endSuspended']);
    expect(audits).toHaveLength(3);
    expect(audits.filter(({ initiator }) => initiator === serviceActor.principalId)).toEqual([
      expect.objectContaining({ activity: 'Process request', correlation: id }),
    ]);
  });
});

describe('K-2 the end holds again once somebody else holds the role', () => {
  let id: string;
  beforeEach(async () => {
    ({ id } = await appoint(stage, 'ben', endingAt(day)));
    await dismiss(stage, 'adam');
  });

  test('as planned, while it is to come', async () => {
    await appoint(stage, 'ann');
    expect(await endsOf(stage, id)).toEqual({ end: day, planned: null });
    stage.clock.set(day.toISOString());
    expect(await administrators(stage)).toEqual(['Ann']);
  });

  test('at once, when it is over; its end is then told like any other', async () => {
    stage.clock.set(week.toISOString());
    await appoint(stage, 'ann');
    expect(await endsOf(stage, id)).toEqual({ end: week, planned: null });
    expect(await administrators(stage)).toEqual(['Ann']);
    await stage.run(announceEnd, { scheduleId: id }, serviceActor);
    const types = await stage.one(`select array_agg(type order by id) as types from outbox where schedule_id = $1`, [
      id,
    ]);
    expect(types).toEqual({
      types: [
        'request.created',
        'request.provisioned',
        'schedule.endSuspended',
        'schedule.endRestored',
        'schedule.ended',
      ],
    });
  });

  test('by whoever ends later, who is kept in turn', async () => {
    const { id: anns } = await appoint(stage, 'ann', endingAt(week));
    expect([await endsOf(stage, id), await endsOf(stage, anns)]).toEqual([
      { end: day, planned: null },
      { end: null, planned: week },
    ]);
  });

  test('not by somebody who does not count', async () => {
    for (const whom of ['dave', 'robot']) await appoint(stage, whom);
    expect(await endsOf(stage, id)).toEqual({ end: null, planned: day });
  });

  test('by one whose start was to come: from that instant on it can be released, and once', async () => {
    await appoint(stage, 'ann', { startAt: hour.toISOString() });
    expect(await endsOf(stage, id)).toEqual({ end: null, planned: day });
    stage.clock.set('2026-01-01T00:59:59.999Z');
    expect(await codeOf(release(id))).toBe('Conflict');
    stage.clock.set(hour.toISOString());
    await release(id);
    expect(await endsOf(stage, id)).toEqual({ end: day, planned: null });
    expect(await codeOf(release(id))).toBe('Conflict');
  });

  test('a late release ends it at once, never in the past', async () => {
    await appoint(stage, 'ann', { startAt: hour.toISOString() });
    stage.clock.set(week.toISOString());
    await release(id);
    expect(await endsOf(stage, id)).toEqual({ end: week, planned: null });
    expect(await administrators(stage)).toEqual(['Ann']);
  });

  test('nothing that is not kept, and nothing unknown, is released', async () => {
    const { id: ordinary } = await stage.submit('carol', {
      action: 'adminAssign',
      principalId: cast.alice,
      roleDefinitionId: '5d6b6bb7-de71-4623-b4af-96380a352509',
      end: 'never',
    });
    const { id: anns } = await appoint(stage, 'ann');
    for (const one of [ordinary, anns, '00000000-0000-4000-8000-00000000dead'])
      expect(await codeOf(release(one))).toBe('Conflict');
  });
});
