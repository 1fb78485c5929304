import type { Client, Pool } from 'pg';
import { initialStatuses, type StoredStatus, transitions } from '../../../src/domain/request';
import { connect } from '../../../src/storage/connection';
import { driverErrorIn } from '../../../src/storage/sql-errors';
import { cast, groups, unit } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { activate, assign, decide, demandApproval, makeEligible, role } from './acts';

let stage: Stage;
let owner: Client;

beforeAll(async () => {
  stage = await openStage();
  owner = await connect(stage.ownerUrl, {});
});
afterAll(async () => {
  await owner.end();
  await stage.close();
});

/** SQLSTATE and constraint with which the database refuses a statement, all of which is undone. */
async function refused(statement: string, values: readonly unknown[] = [], as: Pick<Pool, 'query'> = owner) {
  try {
    await as.query(statement, [...values]);
  } catch (error) {
    const { code, constraint } = driverErrorIn(error) ?? {};
    return { code, constraint };
  }
  throw new Error(`The database took it: ${statement}`);
}

describe('item 11, security 8: the audit stays as it was written', () => {
  beforeAll(() => makeEligible(stage, { principalId: cast.sam }));

  test.each([
    `update directory_audit set result = 'failure'`,
    `update directory_audit set result = 'failure' where false`,
    'delete from directory_audit',
    'truncate directory_audit',
  ])('%s', async (statement) => {
    expect(await refused(statement, [], stage.pool)).toMatchObject({ code: '42501' });
    expect(await refused(statement)).toEqual({ code: '42501', constraint: 'directory_audit_is_append_only' });
    expect(await stage.one('select count(*)::int > 0 as kept from directory_audit')).toEqual({ kept: true });
  });

  test.each([
    'drop table directory_audit',
    'alter table directory_audit disable trigger directory_audit_is_append_only',
    'drop trigger directory_audit_is_append_only on directory_audit',
    `set session_replication_role = 'replica'`,
    'create table mine (id int)',
    'update organization set tenant_id = gen_random_uuid()',
  ])('the gateway’s role owns nothing: %s', async (statement) => {
    expect(await refused(statement, [], stage.pool)).toMatchObject({ code: '42501' });
  });
});

describe('resources 3.3: the status of a request moves as the table in the code says', () => {
  const statuses = Object.keys(transitions).filter((status): status is StoredStatus => status in transitions);
  const insertRequest = `insert into schedule_request (id, kind, provider, action, principal_id, role_definition_id, scope_id, status, has_schedule,
      start_at, expiration_type, approval_id, lapses_at, created_by_id, created_by_application, created_at)
    values ($1, 'assignment', 'directory', 'selfActivate', $2, 'some role', '/', $3, true, now(), 'noExpiration', $1, now(), $2, false, now())`;
  const id = '0e000000-0000-4000-8000-000000000001';

  afterEach(() => owner.query('rollback'));

  test.each(
    statuses.flatMap((from) =>
      statuses.map((to) => ({ from, to, isLegal: from === to || transitions[from].includes(to) })),
    ),
  )('$from to $to: $isLegal', async ({ from, to, isLegal }) => {
    await owner.query('begin');
    await owner.query(insertRequest, [id, cast.alice, from]);
    const move = ['update schedule_request set status = $2 where id = $1', [id, to]] as const;
    if (isLegal) expect((await owner.query(move[0], [...move[1]])).rowCount).toBe(1);
    else expect(await refused(...move)).toEqual({ code: '23514', constraint: 'request_status_moves' });
  });

  test.each(['PendingEvaluation', 'ScheduleCreated', 'pendingapproval', ''])('%j is no status', async (status) => {
    expect(await refused(insertRequest, [id, cast.alice, status])).toMatchObject({
      constraint: 'schedule_request_status_is_known',
    });
  });

  test('the table of the code begins where requests are born', () =>
    expect(initialStatuses.every((status) => statuses.includes(status))).toBe(true));
});

describe('schedules', () => {
  const insertSchedule = `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at,
      revoked_at, activated_using, created_at)
    values (gen_random_uuid(), $1, 'directory', $2, $3, $4, $5, $6, $7, $8, $9, now())`;
  interface Row {
    readonly kind: string;
    readonly principal: string;
    readonly role: string;
    readonly scope: string;
    readonly type: string | null;
    readonly start: string;
    readonly end: string | null;
    readonly revoked: string | null;
    readonly using: string | null;
  }
  const given: Row = {
    kind: 'assignment',
    principal: cast.carol,
    role,
    scope: '/',
    type: 'Assigned',
    start: '2026-01-02',
    end: '2026-01-03',
    revoked: null,
    using: null,
  };
  const row = (differing: Partial<Row>) => {
    const { kind, principal, role, scope, type, start, end, revoked, using } = { ...given, ...differing };
    return [kind, principal, role, scope, type, start, end, revoked, using];
  };

  beforeEach(() => owner.query('begin').then(() => owner.query(insertSchedule, row({}))));
  afterEach(() => owner.query('rollback'));

  test.each([
    { what: 'the same', differing: {} },
    { what: 'one within it', differing: { start: '2026-01-02T06:00Z', end: '2026-01-02T07:00Z' } },
    { what: 'one around it', differing: { start: '2026-01-01', end: null } },
    { what: 'one that reaches into it', differing: { start: '2026-01-01', end: '2026-01-02T00:00:00.001Z' } },
    { what: 'one revoked only later', differing: { revoked: '2026-01-02T00:00:00.001Z' } },
  ])('no two overlap: $what', async ({ differing }) => {
    expect(await refused(insertSchedule, row(differing))).toEqual({
      code: '23P01',
      constraint: 'schedule_does_not_overlap',
    });
  });

  test.each<{ what: string; differing: Partial<Row> }>([
    { what: 'the one right after it', differing: { start: '2026-01-03', end: null } },
    { what: 'the one right before it', differing: { start: '2026-01-01', end: '2026-01-02' } },
    { what: 'one revoked before it began', differing: { revoked: '2026-01-01' } },
    { what: 'another scope', differing: { scope: `/administrativeUnits/${unit}` } },
    { what: 'another role', differing: { role: 'another' } },
    { what: 'another principal', differing: { principal: groups.helpdesk } },
    { what: 'H-3 an eligibility beside the assignment', differing: { kind: 'eligibility', type: null } },
  ])('but: $what', async ({ differing }) => {
    expect((await owner.query(insertSchedule, row(differing))).rowCount).toBe(1);
  });

  test.each([
    {
      what: 'B-7 an activation without an end',
      differing: { type: 'Activated', using: groups.helpdesk, end: null },
      constraint: 'activation_has_an_end',
    },
    {
      what: 'A-5 an activation of no eligibility',
      differing: { type: 'Activated' },
      constraint: 'only_activations_use_an_eligibility',
    },
    {
      what: 'an assignment made from an eligibility',
      differing: { using: groups.helpdesk },
      constraint: 'only_activations_use_an_eligibility',
    },
    {
      what: 'an eligibility with a type',
      differing: { kind: 'eligibility' },
      constraint: 'only_assignments_have_a_type',
    },
    { what: 'an assignment without', differing: { type: null }, constraint: 'only_assignments_have_a_type' },
    {
      what: 'an end at the start',
      differing: { start: '2026-02-01', end: '2026-02-01' },
      constraint: 'schedule_ends_after_it_starts',
    },
    {
      what: 'a principal that does not exist',
      differing: { principal: unit },
      constraint: 'schedule_principal_exists',
    },
  ])('$what', async ({ differing, constraint }) => {
    expect(await refused(insertSchedule, row({ scope: 'elsewhere', ...differing }))).toMatchObject({ constraint });
  });
});

describe('approvals and policies', () => {
  test('E-6 a decided stage is decided once, whatever is written', async () => {
    await demandApproval(stage);
    await makeEligible(stage);
    const { id } = await activate(stage);
    await decide(stage, id, 'Deny');
    for (const change of [
      `review_result = 'Approved'`,
      `status = 'InProgress'`,
      `justification = 'other'`,
      `reviewed_by_id = '${cast.ann}'`,
    ])
      expect(await refused(`update approval_stage set ${change} where approval_id = $1`, [id])).toMatchObject({
        constraint: 'a_stage_is_decided_once',
      });
  });

  test('a review is whole: who and when go with the verdict', async () => {
    const { id } = await activate(stage);
    for (const change of [`review_result = 'Approved'`, `reviewed_by_id = '${cast.ann}'`, 'reviewed_at = now()'])
      expect(await refused(`update approval_stage set ${change} where approval_id = $1`, [id])).toMatchObject({
        constraint: 'review_is_whole',
      });
    expect(
      await refused(`update schedule_request set approval_id = gen_random_uuid() where id = $1`, [id]),
    ).toMatchObject({
      constraint: 'approval_has_the_id_of_its_request',
    });
    expect(await refused('update schedule_request set lapses_at = null where id = $1', [id])).toMatchObject({
      constraint: 'pending_approval_lapses',
    });
  });

  test('B-10 one pending request per target', async () => {
    const copy = `insert into schedule_request (id, kind, provider, action, principal_id, role_definition_id, scope_id, status, has_schedule,
        expiration_type, approval_id, lapses_at, created_by_id, created_by_application, created_at)
      select $1, kind, provider, action, principal_id, role_definition_id, scope_id, status, has_schedule, expiration_type, $1, lapses_at,
        created_by_id, created_by_application, created_at from schedule_request where status = 'PendingApproval'`;
    expect(await refused(copy, ['0e000000-0000-4000-8000-000000000002'])).toMatchObject({
      constraint: 'one_pending_request_per_target',
    });
  });

  test('6.6 a policy keeps its seventeen rules, and a target its one policy', async () => {
    expect(await refused(`update policy set rules = rules - 0 where role_definition_id = $1`, [role])).toMatchObject({
      constraint: 'policy_has_seventeen_rules',
    });
    const second = `insert into policy (id, provider, role_definition_id, scope_id, rules) select 'second', provider, role_definition_id, scope_id, rules
      from policy where role_definition_id = $1`;
    expect(await refused(second, [role])).toMatchObject({ constraint: 'one_policy_per_target' });
  });

  test('a principal who holds something cannot vanish', async () => {
    await assign(stage, { principalId: cast.ben });
    expect(await refused('delete from principal where id = $1', [cast.ben])).toMatchObject({ code: '23503' });
  });
});
