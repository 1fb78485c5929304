import type { Client } from 'pg';
import { connect } from '../../../src/storage/connection';
import { lookAhead } from '../../../src/storage/due';
import { cast } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';

/** A step of a plan, as `explain (format json)` tells it. */
interface Step {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Step[];
}

let stage: Stage;
let owner: Client;
let plan: Step;
beforeAll(async () => {
  stage = await openStage();
  owner = await connect(stage.ownerUrl, {});
  await owner.query(grown);
  plan = await planOfLook();
});
afterAll(async () => {
  await owner.end();
  await stage.close();
});

/** Thousands of everything, of which next to nothing is to come. */
const grown = `
  insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, created_at,
      start_announced_at, end_announced_at, extension_announced_at, renewal_closed_at)
    select gen_random_uuid(), 'assignment', 'directory', '${cast.alice}', 'role ' || n, '/', 'Assigned', day, day + interval '1 h', day, day,
        day, day, day from generate_series(1, 10000) as n cross join lateral (select '2020-01-01Z'::timestamptz + n * interval '1 min' as day) as a;
  insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, created_at)
    select gen_random_uuid(), 'assignment', 'directory', '${cast.alice}', 'later ' || n, '/', 'Assigned', day, day + interval '100 days', day
      from generate_series(1, 2000) as n cross join lateral (select '2027-01-01Z'::timestamptz + n * interval '1 min' as day) as a;
  insert into schedule_request (id, kind, provider, action, principal_id, role_definition_id, scope_id, status, has_schedule, start_at,
      requested_start_at, expiration_type, approval_id, lapses_at, created_by_id, created_by_application, created_at)
    select id, 'assignment', 'directory', 'selfActivate', '${cast.alice}', 'role ' || n, '/',
        case when n % 5 = 0 then 'PendingApproval' else 'Denied' end, true, day, day, 'noExpiration', id, day + interval '1 day',
        '${cast.alice}', false, day
      from generate_series(1, 10000) as n
        cross join lateral (select gen_random_uuid() as id, '2027-01-01Z'::timestamptz + n * interval '1 min' as day) as a;
  insert into approval (id, created_at) select id, created_at from schedule_request;
  insert into approval_stage (id, approval_id, requestor_id, position, status, review_result, is_approver_justification_required, expires_at,
      primary_approvers, approver_user_ids, approver_group_ids, is_decided_by_administrators, escalates_at)
    select gen_random_uuid(), id, principal_id, 0, case status when 'PendingApproval' then 'InProgress' else 'Completed' end, 'NotReviewed',
        true, lapses_at, '[]', '{}', '{}', true, created_at + interval '1 h' from schedule_request;
  analyze`;

const stepsIn = (step: Step): readonly Step[] => [step, ...(step.Plans ?? []).flatMap(stepsIn)];

/** The plan that serves every look, whatever its parameters. */
async function planOfLook(): Promise<Step> {
  const spy = jest.spyOn(stage.pool, 'query');
  await lookAhead(stage.pool, null, []);
  const [query]: readonly unknown[] = spy.mock.lastCall ?? [];
  spy.mockRestore();
  const text = typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : '';
  await owner.query(`set plan_cache_mode = force_generic_plan; set timezone = 'UTC'`);
  await owner.query(`prepare look (timestamptz, text[]) as ${text}`);
  const { rows } = await owner.query<{ 'QUERY PLAN': readonly { Plan: Step }[] }>(
    `explain (format json) execute look (null, '{}')`,
  );
  const [found] = rows[0]?.['QUERY PLAN'] ?? [];
  if (!found) throw new Error('there is no plan');
  return found.Plan;
}

test('what is due, and what comes next, is read from the front of an index for each kind, whatever has grown', () => {
  const steps = stepsIn(plan);
  const large = ['schedule', 'schedule_request', 'approval_stage'];
  expect(
    steps.filter((step) => step['Node Type'] === 'Seq Scan' && large.includes(step['Relation Name'] ?? '')),
  ).toEqual([]);
  expect(steps.flatMap((step) => step['Index Name'] ?? []).sort()).toEqual([
    'approval_stage_escalating',
    'schedule_by_role',
    'schedule_ending',
    'schedule_extendable',
    'schedule_kept',
    'schedule_kept_owner',
    'schedule_renewable',
    'schedule_request_lapsing',
    'schedule_starting',
  ]);
});

test('no kind is sorted before its front is taken, but for the few ends that are kept: of thousands to come a batch is read', () => {
  const sorted = stepsIn(plan).filter((step) => step['Node Type'] === 'Sort');
  expect(sorted.length).toBeGreaterThan(0);
  const scanned = sorted.flatMap(({ Plans = [] }) => Plans.flatMap((step) => step['Index Name'] ?? []));
  expect(scanned.filter((index) => index !== 'schedule_kept')).toEqual([]);
  expect(stepsIn(plan).filter((step) => step['Node Type'].startsWith('Bitmap'))).toEqual([]);
});
