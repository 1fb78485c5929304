import { caller, cast } from '../../support/cast';
import { openStage, type RequestInput, type Stage } from '../../support/stage';
import {
  activate,
  assign,
  change,
  codeOf,
  deactivate,
  demandApproval,
  makeEligible,
  remove,
  rowCounts,
  rulesFailing,
} from './acts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  await makeEligible(stage);
  await assign(stage, { principalId: cast.ben });
  await makeEligible(stage, { principalId: cast.sam });
  await activate(stage, {}, 'sam');
  stage.clock.advance('PT5M');
});
afterAll(() => stage.close());

const dry: Partial<RequestInput> = { isValidationOnly: true };

/** Everything stored, as text: a validation leaves no trace in it. */
const everything = async () => ({
  counts: await rowCounts(stage),
  rows: await stage.one(`select
    (select jsonb_agg(r order by id) from schedule_request as r) as requests,
    (select jsonb_agg(s order by id) from schedule as s) as schedules`),
});

test.each<{ what: string; attempt: () => Promise<{ readonly status: string }>; status: string }>([
  { what: 'selfActivate', attempt: () => activate(stage, dry), status: 'Granted' },
  { what: 'adminAssign', attempt: () => assign(stage, dry), status: 'Granted' },
  {
    what: 'adminAssign of an eligibility',
    attempt: () => makeEligible(stage, { ...dry, principalId: cast.ann }),
    status: 'Granted',
  },
  {
    what: 'adminAssign from later on',
    attempt: () => assign(stage, { ...dry, startAt: '2026-02-01T00:00:00Z' }),
    status: 'Granted',
  },
  { what: 'adminUpdate', attempt: () => change(stage, { ...dry, end: { duration: 'P9D' } }), status: 'Granted' },
  { what: 'adminRemove', attempt: () => remove(stage, dry), status: 'Revoked' },
  { what: 'selfDeactivate', attempt: () => deactivate(stage, dry, 'sam'), status: 'Revoked' },
])('B-15 $what is judged and answered as $status, and nothing is stored', async ({ attempt, status }) => {
  const before = await everything();
  expect(await attempt()).toMatchObject({ status });
  expect(await everything()).toEqual(before);
});

test.each<{ what: string; attempt: () => Promise<unknown>; code: string }>([
  {
    what: 'a rule that fails',
    attempt: () => activate(stage, { ...dry, justification: null }),
    code: 'RoleAssignmentRequestPolicyValidationFailed',
  },
  { what: 'a twin', attempt: () => activate(stage, dry, 'sam'), code: 'RoleAssignmentExists' },
  {
    what: 'somebody else',
    attempt: () => activate(stage, { ...dry, principalId: cast.ben }),
    code: 'InsufficientPermissions',
  },
  { what: 'somebody without the right', attempt: () => assign(stage, dry, 'alice'), code: 'InsufficientPermissions' },
  { what: 'an unknown role', attempt: () => assign(stage, { ...dry, roleDefinitionId: 'x' }), code: 'RoleNotFound' },
])('B-15 $what is refused with $code, and leaves no audit entry either', async ({ attempt, code }) => {
  const before = await everything();
  expect(await codeOf(attempt())).toBe(code);
  expect(await everything()).toEqual(before);
});

test('B-15 all failing rules are named, as they would be in earnest', async () => {
  const attempt = { justification: null, end: 'never' } as const;
  const unproven = caller('alice', { satisfiesMfa: false });
  const names = await rulesFailing(activate(stage, { ...attempt, ...dry }, unproven));
  expect(names).toEqual(['ExpirationRule', 'JustificationRule', 'MfaRule']);
  expect(names).toEqual(await rulesFailing(activate(stage, attempt, unproven)));
});

test('B-15, 1.2 where approval would be needed the answer is PendingEvaluation', async () => {
  await demandApproval(stage);
  const before = await everything();
  expect(await activate(stage, dry)).toMatchObject({ status: 'PendingEvaluation' });
  expect(await everything()).toEqual(before);
});
