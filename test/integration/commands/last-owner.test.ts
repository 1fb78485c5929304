import pino from 'pino';
import { announceEnd } from '../../../src/commands/announce-schedule';
import { releaseKept } from '../../../src/commands/release-kept';
import { serviceActor } from '../../../src/domain/actor';
import { announceDue } from '../../../src/jobs/due';
import { cast, groups } from '../../support/cast';
import { codeOf, refusal } from './acts';
import { endsOf } from './administrators';
import { freshStage } from './fresh-stage';
import { type AtGroup, atGroup, enter, expel, invite, join, leave, ownersOf, prepareGroups } from './hanging-acts';
import { leftSince, marks } from './left-behind';

const stage = freshStage(prepareGroups);
const log = pino({ level: 'silent' });
const announce = () => announceDue(stage.pool, stage.run, stage.clock.now(), log);

const owning = (differing: AtGroup = {}): AtGroup => ({ access: 'owner', ...differing });
const [twoHours, day, stays] = ['2026-01-01T02:00:00.000Z', '2026-01-02T00:00:00.000Z', '2026-01-31T02:00:00.000Z'].map(
  (instant) => new Date(instant),
) as [Date, Date, Date];

/** Alice's activation of the ownership, for two hours; nobody else owns the group. */
async function alone(): Promise<string> {
  await invite(stage, owning());
  return (await join(stage, owning())).id;
}

/** Names Ben an owner in the directory, past every import. */
const nameOwner = (ownerId: string = cast.ben) =>
  stage.pool.query('insert into object_owner (object_id, owner_id) values ($1, $2)', [groups.plain, ownerId]);

describe('G-13 the last active owner is not taken away', () => {
  test.each([
    { what: 'adminRemove', attempt: () => expel(stage, owning()) },
    { what: 'selfDeactivate', attempt: () => leave(stage, owning()) },
    { what: 'adminRemove of the eligibility', attempt: () => expel(stage, owning({ kind: 'eligibility' })) },
    {
      what: 'an update of the eligibility to later',
      attempt: () =>
        enter(stage, owning({ kind: 'eligibility', action: 'adminUpdate', startAt: '2026-02-01T00:00:00Z' })),
    },
  ])('an activation: $what', async ({ attempt }) => {
    await alone();
    stage.clock.advance('PT5M');
    expect(await refusal(attempt())).toMatchObject({
      code: 'LastAdministrator',
      message: 'The group would have no active owner any more; make somebody else its owner first.',
    });
    expect(await ownersOf(stage)).toEqual(['Alice']);
  });

  test('an assignment: neither removed nor moved to later', async () => {
    await enter(stage, owning());
    stage.clock.advance('PT5M');
    expect(await codeOf(expel(stage, owning()))).toBe('LastAdministrator');
    const later = owning({ action: 'adminUpdate', startAt: '2026-02-01T00:00:00Z' });
    expect(await codeOf(enter(stage, later))).toBe('LastAdministrator');
    expect(await codeOf(expel(stage, owning({ isValidationOnly: true })))).toBe('LastAdministrator');
  });

  test.each([
    { what: 'an owner whom the directory names', add: () => nameOwner(), comes: 'ok' },
    { what: 'an application', add: () => nameOwner(cast.robot), comes: 'ok' },
    { what: 'a disabled person', add: () => nameOwner(cast.dave), comes: 'LastAdministrator' },
    { what: 'another assignment', add: () => enter(stage, owning({ principalId: cast.ben })), comes: 'ok' },
    {
      what: 'an application’s assignment',
      add: () => enter(stage, owning({ principalId: cast.robot })),
      comes: 'ok',
    },
    {
      what: 'a disabled person’s assignment',
      add: () => enter(stage, owning({ principalId: cast.dave })),
      comes: 'LastAdministrator',
    },
    {
      what: 'one that begins later',
      add: () => enter(stage, owning({ principalId: cast.ben, startAt: '2026-01-02T00:00:00Z' })),
      comes: 'LastAdministrator',
    },
    {
      what: 'somebody eligible',
      add: () => invite(stage, owning({ principalId: cast.ben })),
      comes: 'LastAdministrator',
    },
    {
      what: 'the owner of another group',
      add: () => enter(stage, owning({ principalId: cast.ben, groupId: groups.approvers })),
      comes: 'LastAdministrator',
    },
    { what: 'a member', add: () => enter(stage, { principalId: cast.ben }), comes: 'LastAdministrator' },
  ])('$what beside her: $comes', async ({ add, comes }) => {
    await alone();
    await add();
    stage.clock.advance('PT5M');
    const attempt = leave(stage, owning());
    expect(
      await attempt.then(
        () => 'ok',
        () => codeOf(attempt),
      ),
    ).toBe(comes);
  });

  test('G-3 the last member may go', async () => {
    await enter(stage);
    stage.clock.advance('PT5M');
    expect((await expel(stage)).status).toBe('Revoked');
  });

  test('K-3 does not go for groups: the last eligible owner may go', async () => {
    await invite(stage, owning());
    stage.clock.advance('PT5M');
    expect((await expel(stage, owning({ kind: 'eligibility' }))).status).toBe('Revoked');
  });
});

describe('G-13 time alone takes no last owner away', () => {
  test('an activation is kept past its end', async () => {
    const id = await alone();
    expect(await endsOf(stage, id)).toEqual({ end: null, planned: twoHours });
    stage.clock.set(twoHours.toISOString());
    expect(await ownersOf(stage)).toEqual(['Alice']);
    expect(await codeOf(stage.run(announceEnd, { scheduleId: id }, serviceActor))).toBe('Conflict');
  });

  test('a time-bound assignment as well, also one that is to begin', async () => {
    const { id } = await enter(stage, owning({ startAt: '2026-01-01T01:00:00Z', end: { at: day.toISOString() } }));
    expect(await endsOf(stage, id)).toEqual({ end: null, planned: day });
  });

  test('beside an owner in the directory it ends as planned', async () => {
    await nameOwner();
    const id = await alone();
    expect(await endsOf(stage, id)).toEqual({ end: twoHours, planned: null });
  });

  test('another owner: it ends as planned, or at once when that is over', async () => {
    const id = await alone();
    await enter(stage, owning({ principalId: cast.ben, end: { duration: 'P90D' } }));
    expect(await endsOf(stage, id)).toEqual({ end: twoHours, planned: null });
    stage.clock.set(twoHours.toISOString());
    expect(await ownersOf(stage)).toEqual(['Ben']);
  });

  test('another owner after the planned end: it ends at that instant', async () => {
    const id = await alone();
    stage.clock.set(day.toISOString());
    await enter(stage, owning({ principalId: cast.ben }));
    expect(await endsOf(stage, id)).toEqual({ end: day, planned: null });
    expect(await ownersOf(stage)).toEqual(['Ben']);
  });

  test('another owner who begins later releases it when he begins', async () => {
    const id = await alone();
    await enter(stage, owning({ principalId: cast.ben, startAt: day.toISOString(), end: { duration: 'P90D' } }));
    stage.clock.set('2026-01-01T23:59:59.999Z');
    await announce();
    expect(await endsOf(stage, id)).toEqual({ end: null, planned: twoHours });
    stage.clock.set(day.toISOString());
    await announce();
    expect(await endsOf(stage, id)).toEqual({ end: day, planned: null });
    expect(await ownersOf(stage)).toEqual(['Ben']);
  });

  test('thirty days after its planned end it stays, and is told once', async () => {
    const id = await alone();
    stage.clock.set(new Date(stays.getTime() - 1).toISOString());
    await announce();
    expect(await codeOf(stage.run(releaseKept, { scheduleId: id }, serviceActor))).toBe('Conflict');
    expect(await endsOf(stage, id)).toEqual({ end: null, planned: twoHours });
    stage.clock.set(stays.toISOString());
    const before = await marks(stage);
    expect(await announce()).toBeGreaterThan(0);
    expect(await endsOf(stage, id)).toEqual({ end: null, planned: null });
    const { events, audits } = await leftSince(stage, before);
    expect(events.filter(({ type }) => type === 'schedule.endSuspended')).toHaveLength(1);
    expect(audits.filter(({ activity }) => activity === 'Process request')).toHaveLength(1);
    expect(await announce()).toBe(0);
  });

  test('what stays does so whoever comes, and is ended like any other', async () => {
    const id = await alone();
    stage.clock.set(stays.toISOString());
    await announce();
    await enter(stage, owning({ principalId: cast.ben }));
    expect(await endsOf(stage, id)).toEqual({ end: null, planned: null });
    expect(await ownersOf(stage)).toEqual(['Alice', 'Ben']);
    expect((await leave(stage, owning())).status).toBe('Revoked');
    expect(await ownersOf(stage)).toEqual(['Ben']);
  });

  test('who comes after thirty days comes too late, though nobody has told that yet', async () => {
    const id = await alone();
    stage.clock.set(stays.toISOString());
    await enter(stage, owning({ principalId: cast.ben }));
    expect(await endsOf(stage, id)).toEqual({ end: null, planned: null });
  });

  test('an ownership through a membership does not count, and ends with that', async () => {
    await enter(stage, { groupId: groups.approvers, end: { duration: 'PT1H' } });
    await invite(stage, owning({ principalId: groups.approvers }));
    const { id } = await join(stage, owning());
    expect(await endsOf(stage, id)).toEqual({ end: new Date('2026-01-01T01:00:00Z'), planned: null });
    stage.clock.advance('PT1H');
    expect(await ownersOf(stage)).toEqual([]);
  });

  test('an owner of the group may extend what is kept', async () => {
    const { id } = await enter(stage, owning({ end: { at: day.toISOString() } }));
    stage.clock.set(day.toISOString());
    const extended = await atGroup(stage, 'adam', {
      ...owning({ action: 'adminExtend', principalId: cast.alice, end: { at: '2026-01-10T00:00:00Z' } }),
    });
    expect(await endsOf(stage, id)).toEqual({ end: day, planned: null });
    expect(await endsOf(stage, extended.id)).toEqual({ end: null, planned: new Date('2026-01-10T00:00:00Z') });
    expect(await ownersOf(stage)).toEqual(['Alice']);
  });
});
