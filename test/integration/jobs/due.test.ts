import pino from 'pino';
import { announceDue } from '../../../src/jobs/due';
import { purge } from '../../../src/jobs/retention';
import { connect } from '../../../src/storage/connection';
import { cast, groups, roles } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { activate, assign, demandApproval, makeEligible, members } from '../commands/acts';
import { administrators, appoint, dismiss } from '../commands/administrators';
import { demandStages, escalatingTo, person } from '../commands/staged';
import { settled } from '../feed/feed-stage';

const log = pino({ level: 'silent' });
let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
  await announce();
});
afterEach(() => stage.close());

const announce = () => announceDue(stage.pool, stage.run, stage.clock.now(), log);

/** How often events of that type have been told. */
const toldOf = async (type: string): Promise<number> =>
  (await stage.one<{ count: number }>('select count(*)::int from outbox where type = $1', [type])).count;

/** The first instant at which a run tells an event of that type, and no run before it does; then it is told once. */
async function expectToldAt(instant: string, type: string): Promise<void> {
  stage.clock.set(new Date(Date.parse(instant) - 1).toISOString());
  await announce();
  expect(await toldOf(type)).toBe(0);
  stage.clock.set(instant);
  await announce();
  expect(await toldOf(type)).toBe(1);
  expect(await announce()).toBe(0);
  expect(await toldOf(type)).toBe(1);
}

describe('each thing is told at its instant, and once', () => {
  test('B-5 a start, and its request is provisioned', async () => {
    const { id } = await assign(stage, { startAt: '2026-01-01T01:00:00Z' });
    await expectToldAt('2026-01-01T01:00:00.000Z', 'request.provisioned');
    expect(await stage.one('select status from schedule_request where id = $1', [id])).toEqual({
      status: 'Provisioned',
    });
  });

  test('F-8 the end of an assignment', async () => {
    await assign(stage, { end: { duration: 'PT2H' } });
    await expectToldAt('2026-01-01T02:00:00.000Z', 'schedule.ended');
  });

  test('B-16 the end of an activation, and no window to extend or renew it (I-1)', async () => {
    await makeEligible(stage);
    await activate(stage);
    await expectToldAt('2026-01-01T02:00:00.000Z', 'schedule.ended');
    stage.clock.advance('P60D');
    expect(await announce()).toBe(0);
  });

  test('E-9 a lapse', async () => {
    await demandApproval(stage);
    await makeEligible(stage);
    await activate(stage);
    await expectToldAt('2026-01-02T00:00:00.000Z', 'request.timedOut');
  });

  test('an escalation of a stage', async () => {
    await demandStages(stage, 'SingleStage', [escalatingTo(60, [person('sam')], members(groups.approvers))]);
    await makeEligible(stage);
    await activate(stage);
    await expectToldAt('2026-01-01T01:00:00.000Z', 'request.escalated');
  });

  test('I-2 the window to extend, fourteen days before the end', async () => {
    await assign(stage, { end: { duration: 'P30D' } });
    await expectToldAt('2026-01-17T00:00:00.000Z', 'schedule.extensionOpened');
  });

  test('I-2 the window to extend what lasts for less is open from the beginning', async () => {
    await assign(stage, { end: { duration: 'P3D' } });
    expect(await announce()).toBe(1);
    expect(await toldOf('schedule.extensionOpened')).toBe(1);
  });

  test('I-2 no window opens once it has ended', async () => {
    await assign(stage, { end: { duration: 'P30D' } });
    stage.clock.advance('P30D');
    await announce();
    expect(await toldOf('schedule.ended')).toBe(1);
    expect(await toldOf('schedule.extensionOpened')).toBe(0);
  });

  test('I-3 the window to renew closes thirty days after the end', async () => {
    await assign(stage, { end: { duration: 'P30D' } });
    await expectToldAt('2026-03-02T00:00:00.000Z', 'schedule.renewalClosed');
  });

  test('K-2 a kept end holds again when a successor begins', async () => {
    await appoint(stage, 'ben', { end: { duration: 'P1D' } });
    await appoint(stage, 'ann', { startAt: '2026-01-05T00:00:00Z' });
    await dismiss(stage, 'adam');
    await announce();
    expect(await administrators(stage)).toEqual(['Ben']);
    await expectToldAt('2026-01-05T00:00:00.000Z', 'schedule.endRestored');
    expect(await administrators(stage)).toEqual(['Ann']);
    expect(await toldOf('schedule.ended')).toBe(1);
  });
});

test('K-2 an end that is still needed is left alone, whoever begins to hold the role for less', async () => {
  await appoint(stage, 'ben', { end: { duration: 'P3D' } });
  await appoint(stage, 'ann', { startAt: '2026-01-02T00:00:00Z', end: { duration: 'P1D' } });
  await dismiss(stage, 'adam');
  stage.clock.advance('P1D');
  await announce();
  expect(await toldOf('schedule.endRestored')).toBe(0);
  expect(await announce()).toBe(0);
});

test('what was taken back before it began neither starts nor ends', async () => {
  await assign(stage, { startAt: '2026-01-01T01:00:00Z', end: { duration: 'P30D' } });
  await stage.pool.query('update schedule set revoked_at = start_at where start_at = $1', ['2026-01-01T01:00:00Z']);
  stage.clock.advance('P90D');
  expect(await announce()).toBe(0);
});

test('a run that comes after everything tells start and end, in that order', async () => {
  const { id } = await assign(stage, { startAt: '2026-01-01T01:00:00Z', end: { duration: 'PT2H' } });
  stage.clock.advance('P2D');
  expect(await announce()).toBe(2);
  const { types } = await stage.one<{ types: readonly string[] }>(
    'select array_agg(type order by id) as types from outbox where schedule_id = $1',
    [id],
  );
  expect(types.slice(-2)).toEqual(['request.provisioned', 'schedule.ended']);
});

test('several processes at once announce each thing once', async () => {
  for (const roleDefinitionId of Object.values(roles))
    await assign(stage, { roleDefinitionId, end: { duration: 'PT2H' } });
  stage.clock.advance('PT2H');
  await Promise.all(Array.from({ length: 6 }, announce));
  await announce();
  expect(await toldOf('schedule.ended')).toBe(Object.values(roles).length);
});

test('more than a batch is announced in one run, and what cannot be told now holds up nothing', async () => {
  await stage.pool.query(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, created_at)
     select gen_random_uuid(), 'assignment', 'directory', $1, 'role-' || n, '/', 'Assigned', '2025-01-01', '2025-02-01', '2025-01-01'
       from generate_series(1, 130) as n`,
    [cast.alice],
  );
  const holder = await connect(stage.ownerUrl, {});
  try {
    const held = await holder.query(`begin; select from schedule where role_definition_id like 'role-1%' for update`);
    expect([held].flat().at(-1)?.rowCount).toBe(42);
    // Start, end, and the window to renew: three of each.
    expect(await announce()).toBe((130 - 42) * 3);
  } finally {
    await holder.end();
  }
  await announce();
  expect(await toldOf('schedule.ended')).toBe(130);
});

test('retention removes old events and spent keys, and keeps the audit', async () => {
  await assign(stage, { end: { duration: 'PT2H' } });
  const audits = await stage.one('select count(*)::int from directory_audit');
  await stage.pool.query(
    `insert into idempotency_key values ($1, 'old', 'x', 'x', '{}', '2025-12-30'), ($1, 'young', 'x', 'x', '{}', '2025-12-31T12:00Z')`,
    [cast.alice],
  );
  await purge(stage.dataSource, 1, stage.clock.now());
  expect(await stage.one('select count(*)::int from idempotency_key')).toEqual({ count: 1 });
  expect(await toldOf('request.created')).toBe(1);
  stage.clock.advance('PT24H');
  stage.clock.advance('PT1S');
  await settled(stage.pool);
  await purge(stage.dataSource, 1, stage.clock.now());
  expect(await stage.one('select count(*)::int from outbox')).toEqual({ count: 0 });
  expect(await stage.one('select count(*)::int from directory_audit')).toEqual(audits);
});
