import pino from 'pino';
import { announceDue } from '../../../src/jobs/due';
import { purge } from '../../../src/jobs/retention';
import { cast, roles } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';

const role = roles.groupsAdministrator;
const log = pino({ level: 'silent' });
let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
  await announce();
});
afterEach(() => stage.close());

const announce = () => announceDue(stage.pool, stage.run, stage.clock.now(), log);

const eventsOf = async (type: string): Promise<number> =>
  (await stage.one<{ count: number }>('select count(*)::int from outbox where type = $1', [type])).count;

const assign = (differing = {}) =>
  stage.submit('adam', {
    action: 'adminAssign',
    principalId: cast.alice,
    roleDefinitionId: role,
    end: { duration: 'PT2H' },
    ...differing,
  });

test('F-8 an end is announced once it has come, and once only', async () => {
  await assign();
  stage.clock.advance('PT1H59M59S');
  expect(await announce()).toBe(0);
  stage.clock.advance('PT1S');
  expect(await announce()).toBe(1);
  expect(await announce()).toBe(0);
  expect(await eventsOf('schedule.ended')).toBe(1);
});

test('B-5 a scheduled start is announced and its request provisioned', async () => {
  const { id } = await assign({ startAt: '2026-01-01T01:00:00Z' });
  expect(await announce()).toBe(0);
  stage.clock.advance('PT1H');
  expect(await announce()).toBe(1);
  expect(await stage.one('select status from schedule_request where id = $1', [id])).toEqual({ status: 'Provisioned' });
});

test('a run that comes after start and end tells both', async () => {
  await assign({ startAt: '2026-01-01T01:00:00Z' });
  stage.clock.advance('PT48H');
  expect(await announce()).toBe(2);
});

test('several processes at once announce each thing once', async () => {
  for (const roleDefinitionId of Object.values(roles)) await assign({ roleDefinitionId });
  stage.clock.advance('PT2H');
  await Promise.all(Array.from({ length: 6 }, announce));
  await announce();
  expect(await eventsOf('schedule.ended')).toBe(Object.values(roles).length);
});

test('more than a batch is announced in one run', async () => {
  await stage.pool.query(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, created_at)
     select gen_random_uuid(), 'assignment', 'directory', $1, 'role-' || n, '/', 'Assigned', '2025-01-01', '2025-02-01', '2025-01-01'
       from generate_series(1, 130) as n`,
    [cast.alice],
  );
  expect(await announce()).toBe(260);
});

test('retention removes old events and spent keys, and keeps the audit', async () => {
  await assign();
  const audits = await stage.one('select count(*)::int from directory_audit');
  await stage.pool.query(
    `insert into idempotency_key values ($1, 'old', 'x', 'x', '{}', '2025-12-30'), ($1, 'young', 'x', 'x', '{}', '2025-12-31T12:00Z')`,
    [cast.alice],
  );
  await purge(stage.dataSource, 1, stage.clock.now());
  expect(await stage.one('select count(*)::int from idempotency_key')).toEqual({ count: 1 });
  expect(await eventsOf('request.created')).toBe(1);
  stage.clock.advance('PT24H');
  stage.clock.advance('PT1S');
  await purge(stage.dataSource, 1, stage.clock.now());
  expect(await stage.one('select count(*)::int from outbox')).toEqual({ count: 0 });
  expect(await stage.one('select count(*)::int from directory_audit')).toEqual(audits);
});
