import { randomUUID } from 'node:crypto';
import { poolOf } from '../../src/storage/transact';
import { DecideSeveralDocument, type DecideSeveralMutationVariables, TypedDocumentString } from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast, groups, type Person, roles } from '../support/cast';
import { watchStatements } from '../support/sent-statements';
import { activate, decide, demandApproval, makeEligible } from './scenario';

type Input = DecideSeveralMutationVariables['input'];

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.reset());
afterAll(() => app.stop());

const send = async (person: Person, input: Partial<Input> & Pick<Input, 'decisions'>) => {
  const whole = { reviewResult: 'Approve', justification: 'fine', ...input } as const;
  return (await app.as(person).ask(DecideSeveralDocument, { input: whole })).updateApprovalStages;
};

const approvalsOf = (ids: readonly string[]) => ids.map((approvalId) => ({ approvalId }));

/** Requests of Alice for so many roles, each waiting for the approvers' group. */
async function pendingRequests(count: number): Promise<readonly string[]> {
  const found = await app.sql(
    'select id from role_definition where provider = $3 and is_built_in and is_enabled and not (id = any ($1)) order by id limit $2',
    [[roles.globalAdministrator, roles.privilegedRoleAdministrator], count, 'directory'],
  );
  const ids = [];
  for (const { id } of found) {
    const roleDefinitionId = String(id);
    await makeEligible(app, { roleDefinitionId });
    await demandApproval(app, roleDefinitionId);
    ids.push((await activate(app, { roleDefinitionId })).id);
  }
  return ids;
}

/** Counts how often a session of the pool is asked for, from now on. */
const statusOf = async (id: string) =>
  (await app.sql('select status from schedule_request where id = $1', [id]))[0]?.status;

test('issue 4.2 several are decided with one reason, and told in the order given', async () => {
  const ids = await pendingRequests(3);
  const { results, userErrors } = await send('ann', { decisions: approvalsOf(ids), justification: 'change window' });
  expect(userErrors).toEqual([]);
  expect(results).toMatchObject(
    ids.map((id) => ({
      approvalId: id,
      approvalStage: { status: 'Completed', reviewResult: 'Approved', reviewedBy: { id: cast.ann } },
      approval: { id, request: { id, status: 'Provisioned' } },
      userErrors: [],
    })),
  );
  // An older change under way elsewhere in the cluster makes them the same.
  expect(results.map(({ eventCursor }) => typeof eventCursor)).toEqual(['string', 'string', 'string']);
  const reasons = await app.sql('select distinct justification from approval_stage');
  expect(reasons).toEqual([{ justification: 'change window' }]);
});

test('issue 4.2 what is refused stands with its result, says where, and stops none of the others', async () => {
  const [first = '', second = '', third = ''] = await pendingRequests(3);
  await decide(app, 'ben', second, 'Deny');
  const unknown = randomUUID();
  const decisions = [...approvalsOf([first, second, 'no-guid', unknown]), { approvalId: third, approvalStageId: 'x' }];
  const { results } = await send('ann', { decisions: [...decisions, { approvalId: third }] });
  expect(results.map(({ approvalId }) => approvalId)).toEqual([first, second, 'no-guid', unknown, third, third]);
  expect(results.map(({ userErrors: [error] }) => error && { code: error.code, path: error.path })).toEqual([
    undefined,
    { code: 'ApprovalAlreadyDecided', path: ['input', 'decisions', '1'] },
    { code: 'Request_BadRequest', path: ['input', 'decisions', '2', 'approvalId'] },
    { code: 'ApprovalNotFound', path: ['input', 'decisions', '3'] },
    { code: 'Request_BadRequest', path: ['input', 'decisions', '4', 'approvalStageId'] },
    undefined,
  ]);
  expect(results[1]).toMatchObject({ approvalStage: null, approval: null, eventCursor: null });
  expect(results[1]?.userErrors).toMatchObject([{ winner: { status: 'Denied' } }]);
  expect([await statusOf(first), await statusOf(second), await statusOf(third)]).toEqual([
    'Provisioned',
    'Denied',
    'Provisioned',
  ]);
});

test('E-6 the same one twice: the second learns that it is decided', async () => {
  const [id = ''] = await pendingRequests(1);
  const { results } = await send('ann', { decisions: approvalsOf([id, id]), reviewResult: 'Deny' });
  expect(results[0]).toMatchObject({ approval: { request: { status: 'Denied' } }, userErrors: [] });
  expect(results[1]?.userErrors).toMatchObject([{ code: 'ApprovalAlreadyDecided', winner: { status: 'Denied' } }]);
});

test('E-8 a missing reason is refused where the policy asks for it', async () => {
  const ids = await pendingRequests(1);
  const { results } = await send('ann', { decisions: approvalsOf(ids), justification: null });
  expect(results[0]?.userErrors).toMatchObject([{ code: 'Request_BadRequest', path: ['input', 'decisions', '0'] }]);
});

test('E-2, E-5, E-17 who may not: the requestor, applications, and who is no approver', async () => {
  const ids = await pendingRequests(2);
  const codes = async (person: Person) =>
    (await send(person, { decisions: approvalsOf(ids) })).results.map(({ userErrors }) => userErrors[0]?.code);
  for (const person of ['alice', 'robot', 'sam', 'adam'] as const)
    expect(await codes(person)).toEqual(['InsufficientPermissions', 'InsufficientPermissions']);
  await app.sql(`delete from group_member where group_id = $1`, [groups.approvers]);
  expect(await codes('ann')).toEqual(['ApprovalNotFound', 'ApprovalNotFound']);
  for (const id of ids) expect(await statusOf(id)).toBe('PendingApproval');
});

test('each is a transaction, with an audit entry and events of its own', async () => {
  const ids = await pendingRequests(2);
  await send('ann', { decisions: approvalsOf(ids) });
  const audits = await app.sql(
    `select correlation_id::text as id from directory_audit
      where correlation_id = any ($1) and initiated_by_id = $2 and activity_display_name like '%approved%' order by id`,
    [ids, cast.ann],
  );
  expect(audits.map(({ id }) => id)).toEqual([...ids].sort());
  const transactions = await app.sql(
    `select count(distinct tx_id)::integer as count from outbox where request_id = any ($1) and type = 'request.approved'`,
    [ids],
  );
  expect(transactions).toEqual([{ count: 2 }]);
});

describe('idempotency', () => {
  test('a repeated call answers the same, and decides what was refused the first time', async () => {
    const ids = await pendingRequests(2);
    const input = { decisions: approvalsOf(ids), idempotencyKey: 'once' };
    const first = await send('ann', { ...input, decisions: approvalsOf([ids[0] ?? '', randomUUID()]) });
    expect(first.results[1]?.userErrors).toMatchObject([{ code: 'ApprovalNotFound' }]);
    const again = await send('ann', input);
    expect(again.results[0]).toEqual(first.results[0]);
    expect(again.results[1]).toMatchObject({ approvalId: ids[1], approvalStage: { reviewResult: 'Approved' } });
    expect(await send('ann', input)).toEqual(again);
  });

  test('the same key with another stage, reason or verdict in the same place is refused', async () => {
    const ids = await pendingRequests(2);
    const input = { decisions: approvalsOf(ids.slice(0, 1)), idempotencyKey: 'once' };
    await send('ann', input);
    for (const other of [
      { decisions: approvalsOf(ids.slice(1)) },
      { justification: 'else' },
      { reviewResult: 'Deny' as const },
    ])
      expect((await send('ann', { ...input, ...other })).results[0]?.userErrors).toMatchObject([
        { code: 'IdempotencyKeyReused' },
      ]);
    expect(await statusOf(ids[1] ?? '')).toBe('PendingApproval');
  });
});

describe('refused as a whole', () => {
  const none = { approvalId: randomUUID() };

  test.each([
    { what: 'no decision', input: { decisions: [] }, path: ['input', 'decisions'] },
    {
      what: '101 decisions',
      input: { decisions: Array.from({ length: 101 }, () => none) },
      path: ['input', 'decisions'],
    },
    {
      what: 'a reason that is too long',
      input: { decisions: [none], justification: 'x'.repeat(2049) },
      path: ['input', 'justification'],
    },
    {
      what: 'a blank key',
      input: { decisions: [none], idempotencyKey: ' ' },
      path: ['input', 'idempotencyKey'],
    },
  ])('$what', async ({ input, path }) => {
    expect(await send('ann', input)).toMatchObject({ results: [], userErrors: [{ code: 'Request_BadRequest', path }] });
  });
});

test('the largest that passes: 100 in one call', async () => {
  const ids = await pendingRequests(1);
  const decisions = [...approvalsOf(ids), ...Array.from({ length: 99 }, () => ({ approvalId: randomUUID() }))];
  const { results } = await send('ann', { decisions });
  expect(results).toHaveLength(100);
  expect(results.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
});

test('security 11 each of the 100 counts, so that what is asked of them stays within the limit of cost', async () => {
  const stages = '{ primaryApprovers { __typename } currentApprovers { id } }';
  const deep = new TypedDocumentString<unknown, { readonly input: Input }>(
    `mutation ($input: UpdateApprovalStagesInput!) { updateApprovalStages(input: $input) { results {
      approval { stages ${stages} steps ${stages} pendingSteps ${stages} }
    } } }`,
  );
  const { errors } = await app.as('ann').send(deep, { input: { decisions: [], reviewResult: 'Approve' } });
  expect(errors).toMatchObject([{ extensions: { code: 'TOO_COSTLY' } }]);
});

test('what was decided is read back at once: by two statements, however many they are', async () => {
  const bare = new TypedDocumentString<unknown, { readonly input: Input }>(
    'mutation ($input: UpdateApprovalStagesInput!) { updateApprovalStages(input: $input) { results { approvalId } } }',
  );
  const ids = await pendingRequests(6);
  // The first call also looks for who calls, and for the roles; as it gives no reason, it decides nothing.
  const { results } = await send('ann', { decisions: approvalsOf(ids), justification: null });
  expect(results.every(({ userErrors }) => userErrors.length > 0)).toBe(true);
  const sent = watchStatements(poolOf(app.app.database));
  const input = (part: readonly string[]) =>
    ({ decisions: approvalsOf(part), reviewResult: 'Approve', justification: 'fine' }) as const;
  await app.as('ann').ask(bare, { input: input(ids.slice(0, 3)) });
  const without = sent.statements.length;
  await app.as('ann').ask(DecideSeveralDocument, { input: input(ids.slice(3)) });
  expect(sent.statements.length - without).toBe(without + 2);
});
