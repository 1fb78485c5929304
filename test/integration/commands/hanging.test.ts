import { cast, groups, roles } from '../../support/cast';
import { activate, assign, codeOf, deactivate, holds, makeEligible, remove, role, statusOf } from './acts';
import { freshStage } from './fresh-stage';
import { endOf, enter, expel, groupsOf, invite, join, leave, prepareGroups, sets } from './hanging-acts';
import { leftSince, marks } from './left-behind';
import { broken } from './racers';

/** Held by the operators actively: whoever becomes one of them has it. */
const otherRole = roles.userAdministrator;
const stage = freshStage(async (fresh) => {
  await prepareGroups(fresh);
  await invite(fresh, { groupId: sets.admins });
  await makeEligible(fresh, { principalId: sets.admins });
  await invite(fresh, { groupId: sets.operators, principalId: sets.admins });
  await assign(fresh, { principalId: sets.operators, roleDefinitionId: otherRole });
});

afterEach(async () => expect(await broken(stage)).toEqual([]));

const now = () => stage.clock.now().toISOString();
const has = async (roleDefinitionId: string): Promise<boolean> =>
  (
    await stage.one<{ held: boolean }>(
      'select exists (select from roles_of($1, $2) where role_definition_id = $3) as held',
      [cast.alice, stage.clock.now(), roleDefinitionId],
    )
  ).held;

/** Alice becomes an admin, and through that holds the role and is an operator. */
async function everything() {
  const membership = await join(stage, { groupId: sets.admins, end: { duration: 'PT4H' } });
  const own = await activate(stage);
  const further = await join(stage, { groupId: sets.operators });
  return { membership: membership.id, role: own.id, further: further.id };
}

describe('G-9, G-10 what is activated through a membership', () => {
  test('nothing is to be had without it', async () => {
    expect(await codeOf(activate(stage))).toBe('RoleAssignmentRequestPolicyValidationFailed');
    expect(await codeOf(join(stage, { groupId: sets.operators }))).toBe('RoleAssignmentRequestPolicyValidationFailed');
  });

  test('two steps: the membership, then what the group is eligible for, for herself alone', async () => {
    await everything();
    expect(await groupsOf(stage, cast.alice)).toEqual(['IT Helpdesk', 'admins', 'operators']);
    expect([await has(role), await has(otherRole)]).toEqual([true, true]);
    expect(await groupsOf(stage, sets.admins)).toEqual([]);
  });

  test('W-1 it ends no later than the membership', async () => {
    await join(stage, { groupId: sets.admins, end: { duration: 'PT1H' } });
    const [own, further] = [await activate(stage), await join(stage, { groupId: sets.operators })];
    expect(await endOf(stage, own.id)).toBe('2026-01-01T01:00:00.000Z');
    expect(await endOf(stage, further.id)).toBe('2026-01-01T01:00:00.000Z');
    stage.clock.advance('PT1H');
    expect([await has(role), await has(otherRole)]).toEqual([false, false]);
  });

  test('it does not begin after the membership has ended', async () => {
    await join(stage, { groupId: sets.admins, end: { duration: 'PT1H' } });
    expect(await codeOf(activate(stage, { startAt: '2026-01-01T01:00:00Z' }))).toBe(
      'RoleAssignmentRequestPolicyValidationFailed',
    );
    expect((await activate(stage, { startAt: '2026-01-01T00:30:00Z' })).status).toBe('Granted');
  });
});

describe('W-1 what hangs on a membership ends with it, at that instant', () => {
  test.each([
    { what: 'she deactivates it', end: () => leave(stage, { groupId: sets.admins }) },
    { what: 'an administrator takes it away', end: () => expel(stage, { groupId: sets.admins }) },
    {
      what: 'her eligibility for it is taken away',
      end: () => expel(stage, { groupId: sets.admins, kind: 'eligibility' }),
    },
  ])('$what', async ({ end }) => {
    const ids = await everything();
    stage.clock.advance('PT5M');
    const before = await marks(stage);
    await end();
    for (const id of Object.values(ids)) expect(await endOf(stage, id)).toBe(now());
    expect([await has(role), await has(otherRole)]).toEqual([false, false]);
    expect(await groupsOf(stage, cast.alice)).toEqual(['IT Helpdesk']);
    const { events, audits } = await leftSince(stage, before);
    expect(events.filter(({ type }) => type === 'schedule.ended').length).toBeGreaterThanOrEqual(2);
    expect(audits).toHaveLength(events.length);
  });

  test('only what comes through it: her own eligibility for the same stays active', async () => {
    await makeEligible(stage, { end: { duration: 'P300D' } });
    await join(stage, { groupId: sets.admins });
    const { id } = await activate(stage);
    stage.clock.advance('PT5M');
    await leave(stage, { groupId: sets.admins });
    const { through } = await stage.one<{ through: readonly string[] }>(
      'select activated_through as through from schedule where id = $1',
      [id],
    );
    expect(await has(role)).toBe(through.length === 0);
  });

  test('what is to begin fails', async () => {
    await join(stage, { groupId: sets.admins });
    const { id } = await activate(stage, { startAt: '2026-01-01T01:00:00Z', end: { duration: 'PT30M' } });
    stage.clock.advance('PT5M');
    await leave(stage, { groupId: sets.admins });
    expect(await statusOf(stage, id)).toBe('Failed');
  });

  test('the membership in the middle takes what is above it, and leaves what is below', async () => {
    await invite(stage, { groupId: sets.partners, principalId: sets.operators });
    const ids = await everything();
    const last = await join(stage, { groupId: sets.partners });
    stage.clock.advance('PT5M');
    await leave(stage, { groupId: sets.operators });
    expect(await endOf(stage, ids.further)).toBe(now());
    expect(await endOf(stage, last.id)).toBe(now());
    expect(await has(role)).toBe(true);
  });

  test('the group’s eligibility: what was activated from it ends, and what hangs on that', async () => {
    await invite(stage, { groupId: sets.partners, principalId: sets.operators });
    const ids = await everything();
    const last = await join(stage, { groupId: sets.partners });
    stage.clock.advance('PT5M');
    await expel(stage, { groupId: sets.operators, principalId: sets.admins, kind: 'eligibility' });
    expect(await endOf(stage, ids.further)).toBe(now());
    expect(await endOf(stage, last.id)).toBe(now());
    expect(await has(role)).toBe(true);
  });

  test('a group that is a member of the group: whoever is in it loses it with the group', async () => {
    await invite(stage, { groupId: groups.plain, principalId: sets.staff });
    await enter(stage, { groupId: sets.staff, principalId: sets.partners });
    await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [sets.partners, cast.ben]);
    const { id } = await join(stage, {}, 'ben');
    expect(await groupsOf(stage, cast.ben)).toContain('Plain');
    stage.clock.advance('PT5M');
    await expel(stage, { groupId: sets.staff, principalId: sets.partners });
    expect(await endOf(stage, id)).toBe(now());
    expect(await groupsOf(stage, cast.ben)).not.toContain('Plain');
  });
});

describe('H-4 an assigned membership that is updated hands over what hangs on it', () => {
  const move = (end: string) => enter(stage, { action: 'adminUpdate', groupId: sets.staff, end: { at: end } });

  beforeEach(async () => {
    await invite(stage, { principalId: sets.staff });
    await enter(stage, { groupId: sets.staff });
    stage.clock.advance('PT5M');
  });

  test('to the new one, through which it ends as well', async () => {
    const { id } = await join(stage);
    const { id: moved } = await move('2026-02-01T00:00:00Z');
    expect(await stage.one('select activated_through as through from schedule where id = $1', [id])).toEqual({
      through: [moved],
    });
    expect(await endOf(stage, id)).toBe('2026-01-01T02:05:00.000Z');
    stage.clock.advance('PT5M');
    await expel(stage, { groupId: sets.staff });
    expect(await endOf(stage, id)).toBe(now());
  });

  test('a shorter one cuts it', async () => {
    const { id } = await join(stage);
    await move('2026-01-01T01:00:00.000Z');
    expect(await endOf(stage, id)).toBe('2026-01-01T01:00:00.000Z');
  });

  test('one that begins later ends it', async () => {
    const { id } = await join(stage);
    stage.clock.advance('PT5M');
    await enter(stage, { action: 'adminUpdate', groupId: sets.staff, startAt: '2026-01-03T00:00:00Z' });
    expect(await endOf(stage, id)).toBe(now());
  });
});

test('what ended before its time is not ended again', async () => {
  const ids = await everything();
  stage.clock.advance('PT5M');
  await deactivate(stage);
  const ended = await endOf(stage, ids.role);
  stage.clock.advance('PT5M');
  await leave(stage, { groupId: sets.admins });
  expect(await endOf(stage, ids.role)).toBe(ended);
  await remove(stage, { principalId: sets.admins });
  expect(await holds(stage)).toBe(false);
});
