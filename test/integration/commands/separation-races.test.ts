import type { Client } from 'pg';
import { decideApproval } from '../../../src/commands/decide-approval';
import { connect } from '../../../src/storage/connection';
import { caller, cast } from '../../support/cast';
import { activate, assign, codeOf, decisionOn, demandApproval, makeEligible, role } from './acts';
import { freshStage } from './fresh-stage';
import { broken, outcomes, type Racer, racers } from './racers';
import { alter, otherRole, part, unpart, violationsOf } from './separation-acts';

const rounds = 200;
const code = 'SeparationOfDutiesViolation';
const stage = freshStage();

type Contestant = () => Promise<unknown>;

async function asOwner(statement: string): Promise<void> {
  const owner = await connect(stage.ownerUrl, {});
  await owner.query(statement).finally(() => owner.end());
}

/** Racers who are eligible for both roles; the statistics know of them, as they would of people who have long been there. */
async function torn(count: number): Promise<readonly Racer[]> {
  const fresh = await racers(stage, count, 'himself');
  await stage.pool.query(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, start_at, created_at)
      select gen_random_uuid(), 'eligibility', 'directory', id, $2, '/', '2025-01-01', '2025-01-01' from unnest($1::uuid[]) as id`,
    [fresh.map(({ id }) => id), otherRole],
  );
  await asOwner('analyze');
  return fresh;
}

/** Runs a round for each racer, every other one in the reverse order; yields how they came out, each way once. */
async function race(contestants: (racer: Racer) => Promise<readonly Contestant[]>): Promise<readonly string[]> {
  const came = new Set<string>();
  for (const [round, racer] of (await torn(rounds)).entries())
    came.add((await outcomes(await contestants(racer), round % 2 === 1)).join(' | '));
  return [...came];
}

const activating =
  ({ caller: who }: Racer, roleDefinitionId: string = role): Contestant =>
  () =>
    activate(stage, { roleDefinitionId }, who);

const oneWins = [`ok | ${code}`, `${code} | ok`];

/** How many people hold each number of the two roles now. */
const holders = async (count: number): Promise<number> =>
  (
    await stage.one<{ count: number }>(
      `select count(*)::int as count from (
        select coalesce(m.member_id, s.principal_id) as person
          from schedule as s left join group_member as m on m.group_id = s.principal_id
         where s.kind = 'assignment' and s.role_definition_id in ($1, $2) and s.span @> $3::timestamptz
         group by 1 having count(distinct s.role_definition_id) = $4) as holder`,
      [role, otherRole, stage.clock.now(), count],
    )
  ).count;

describe('item 9: of two that one person may not hold at once, exactly one is given', () => {
  beforeEach(() => part(stage));
  afterEach(async () => {
    expect(await violationsOf(stage)).toEqual([]);
    expect(await holders(2)).toBe(0);
    expect(await holders(1)).toBe(rounds);
    expect(await broken(stage)).toEqual([]);
  });

  test('two activations', async () => {
    expect(oneWins).toEqual(
      expect.arrayContaining([...(await race(async (racer) => [activating(racer), activating(racer, otherRole)]))]),
    );
  });

  test('an activation, and an assignment to the group of the same person', async () => {
    const came = await race(async (racer) => [
      activating(racer),
      () => assign(stage, { principalId: racer.groupId, roleDefinitionId: otherRole }),
    ]);
    expect(oneWins).toEqual(expect.arrayContaining([...came]));
  });

  test('an assignment to the person, and one to the group', async () => {
    const came = await race(async (racer) => [
      () => assign(stage, { principalId: racer.id }),
      () => assign(stage, { principalId: racer.groupId, roleDefinitionId: otherRole }),
    ]);
    expect(oneWins).toEqual(expect.arrayContaining([...came]));
  });

  test('an activation, and the approval of another one', async () => {
    await demandApproval(stage);
    const came = await race(async (racer) => {
      const { id } = await activate(stage, {}, racer.caller);
      const decision = await decisionOn(stage, id, 'Approve');
      const approving = async () => {
        const { notice } = await stage.run(decideApproval, decision, caller('ben'));
        if (notice) throw notice;
      };
      return [approving, activating(racer, otherRole)];
    });
    expect([`ok | ${code}`, 'ApprovalNotPossible | ok']).toEqual(expect.arrayContaining([...came]));
  });

  test('the approvals of two activations', async () => {
    await demandApproval(stage);
    await stage.pool.query(
      'update policy set rules = (select rules from policy where role_definition_id = $1) where role_definition_id = $2',
      [role, otherRole],
    );
    const came = await race(async (racer) => {
      const asked = [
        await activate(stage, {}, racer.caller),
        await activate(stage, { roleDefinitionId: otherRole }, racer.caller),
      ];
      const decisions = await Promise.all(asked.map(({ id }) => decisionOn(stage, id, 'Approve')));
      return decisions.map((decision, index) => async () => {
        const { notice } = await stage.run(decideApproval, decision, caller(index === 0 ? 'ben' : 'ann'));
        if (notice) throw notice;
      });
    });
    expect(['ok | ApprovalNotPossible', 'ApprovalNotPossible | ok']).toEqual(expect.arrayContaining([...came]));
  });
});

describe('item 9: two rules over the same roles', () => {
  test('one is made, the other learns of it', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const came = await outcomes([() => part(stage), () => part(stage, 'Eligibility', 'carol')], round % 2 === 1);
      expect(['ok | Conflict', 'Conflict | ok']).toContain(came.join(' | '));
      const { id } = await stage.one<{ id: string }>('select id from separation_rule where deleted_at is null');
      await unpart(stage, id);
    }
  });
});

describe('item 9: a request and the rule that is being made or changed', () => {
  let other: Client;
  let watcher: Client;

  beforeEach(async () => {
    other = await connect(stage.ownerUrl, {});
    watcher = await connect(stage.ownerUrl, {});
    await makeEligible(stage);
    await assign(stage, { roleDefinitionId: otherRole });
  });
  afterEach(() => Promise.all([other.end(), watcher.end()]));

  /** Resolves once so many wait for a lock on the rules, on their table or on a row. */
  async function untilWaiting(count: number): Promise<void> {
    for (;;) {
      const { rows } = await watcher.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ~ 'separation_rule'`,
      );
      if (rows.length >= count) return;
    }
  }

  const newRule = `insert into separation_rule (id, display_name, provider, role_definition_ids, level, created_at)
    values (gen_random_uuid(), 'new', 'directory', $1, 'Assignment', '2026-01-01')`;

  test('the request waits for a rule that is being made, and is refused by it', async () => {
    await other.query('begin');
    await other.query(newRule, [[role, otherRole]]);
    const attempt = codeOf(activate(stage));
    await untilWaiting(1);
    await other.query('commit');
    expect(await attempt).toBe(code);
  });

  test('the rule waits for a request under way, and lists it', async () => {
    await other.query('begin');
    await other.query('select from separation_rule for no key update');
    const making = part(stage);
    await untilWaiting(1);
    await other.query(
      `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, created_at)
        values (gen_random_uuid(), 'assignment', 'directory', $1, $2, '/', 'Assigned', '2026-01-01', '2026-01-01')`,
      [cast.alice, role],
    );
    await other.query('commit');
    await making;
    expect(await violationsOf(stage)).toMatchObject([{ person_id: cast.alice }]);
  });

  test('a change of a rule waits as well: whoever comes second sees the first', async () => {
    const id = await part(stage);
    await other.query('begin');
    await other.query('select from separation_rule where id = $1 for no key update', [id]);
    const removing = unpart(stage, id);
    await untilWaiting(1);
    const activating = activate(stage);
    await untilWaiting(2);
    await other.query('commit');
    await removing;
    expect((await activating).status).toBe('Provisioned');
  });

  test('an activation against a rule that is made: refused, or listed; and neither waits for a deadlock', async () => {
    for (const [round, racer] of (await torn(50)).entries()) {
      await assign(stage, { principalId: racer.id, roleDefinitionId: otherRole });
      const [made, activated] = await outcomes([() => part(stage), activating(racer)], round % 2 === 1);
      expect(made).toBe('ok');
      expect(['ok', code]).toContain(activated);
      const listed = (await violationsOf(stage)).filter(({ person_id }) => person_id === racer.id);
      expect(listed).toHaveLength(activated === 'ok' ? 1 : 0);
      const { id } = await stage.one<{ id: string }>('select id from separation_rule where deleted_at is null');
      await alter(stage, id, { level: 'Eligibility' });
      await unpart(stage, id);
    }
    const { deadlocks } = await stage.one<{ deadlocks: number }>(
      'select deadlocks::int from pg_stat_database where datname = current_database()',
    );
    expect(deadlocks).toBe(0);
  });
});
