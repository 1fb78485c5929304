import type { Caller } from '../../../src/domain/actor';
import { roles } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { activate, role } from './acts';
import { settle, uses } from './emergency-acts';
import { freshen } from './fresh-stage';
import { broken, outcomes, type Racer, racers } from './racers';

const rounds = 200;
const otherRole = roles.userAdministrator;
let stage: Stage;
let field: readonly Racer[];

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  await freshen(stage);
  field = await racers(stage, rounds, 'himself');
  const ids = field.map(({ id }) => id);
  await stage.pool.query('update principal set is_emergency_account = true where id = any ($1)', [ids]);
  await stage.pool.query(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, start_at, created_at)
      select gen_random_uuid(), 'eligibility', 'directory', id, $2, '/', '2025-01-01', '2025-01-01' from unnest($1::uuid[]) as id`,
    [ids, otherRole],
  );
});
afterEach(async () => {
  expect(await broken(stage)).toEqual([]);
});
afterAll(() => stage.close());

/** How the rounds came out, each way once. */
async function race(contestants: (racer: Racer) => Promise<readonly (() => Promise<unknown>)[]>, times = rounds) {
  const ways = new Set<string>();
  for (const [round, racer] of field.slice(0, times).entries())
    ways.add((await outcomes(await contestants(racer), round % 2 === 1)).join(' | '));
  return [...ways].sort();
}

const activating = (caller: Caller, roleDefinitionId: string) => () => activate(stage, { roleDefinitionId }, caller);

test('issue 4.8 one account activates two roles at the same instant: exactly one is a use', async () => {
  const came = await race(async ({ caller }) => [activating(caller, role), activating(caller, otherRole)]);
  expect(['EmergencyUseUnsettled | ok', 'ok | EmergencyUseUnsettled']).toEqual(expect.arrayContaining(came));
  const stored = await uses(stage);
  expect(new Set(stored.map(({ principal_id: id }) => id)).size).toBe(rounds);
  expect(stored).toHaveLength(rounds);
}, 120_000);

test('issue 4.8 two administrators settle at the same instant: exactly one finding stands', async () => {
  const came = await race(async ({ caller }) => {
    const { id } = await activate(stage, {}, caller);
    return [() => settle(stage, id, 'adam', 'by adam'), () => settle(stage, id, 'carol', 'by carol')];
  });
  expect(['Conflict | ok', 'ok | Conflict']).toEqual(expect.arrayContaining(came));
  const told = await stage.one<{ settled: number; alike: number }>(
    `select count(*)::int as settled, count(*) filter (where u.finding = 'by ' || lower(u.settled_by_name)
        and exists (select from directory_audit as a where a.correlation_id = u.id and a.activity_display_name = 'Resolve PIM alert'
          and a.result = 'success' and a.result_reason = u.finding))::int as alike
      from emergency_use as u where u.settled_at is not null`,
  );
  expect(told).toEqual({ settled: rounds, alike: rounds });
}, 120_000);

test('issue 4.8 the account activates again while its use is settled: before, or after, never beside', async () => {
  const came = await race(async ({ caller }) => {
    const { id } = await activate(stage, {}, caller);
    return [() => settle(stage, id), activating(caller, otherRole)];
  }, 50);
  expect(['ok | EmergencyUseUnsettled', 'ok | ok']).toEqual(expect.arrayContaining(came));
  const { accounts } = await stage.one<{ accounts: number }>(
    `select count(*)::int as accounts from (select from emergency_use where settled_at is null group by principal_id having count(*) > 1) as twice`,
  );
  expect(accounts).toBe(0);
}, 120_000);
