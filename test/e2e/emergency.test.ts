import {
  EmergencyAccessUsedDocument,
  EmergencyEventsDocument,
  EmergencyUseByIdDocument,
  EmergencyUsesDocument,
  SettleEmergencyAccessDocument,
  UpdateEmergencyAccountDocument,
} from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast, type Person, roles } from '../support/cast';
import {
  activate,
  activation,
  assignOutsidePim,
  codesOf,
  demandApproval,
  makeEligible,
  requestAssignment,
} from './scenario';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  await app.reset();
  await makeEligible(app);
  await demandApproval(app);
});
afterAll(() => app.stop());

const mark = async (isEmergencyAccount = true, person: Person = 'adam', userId: string = cast.alice) =>
  (await app.as(person).ask(UpdateEmergencyAccountDocument, { input: { userId, isEmergencyAccount } }))
    .updateEmergencyAccount;

const settle = async (person: Person, id: string, more: { finding?: string; idempotencyKey?: string } = {}) =>
  (await app.as(person).ask(SettleEmergencyAccessDocument, { input: { id, finding: 'a burst pipe', ...more } }))
    .settleEmergencyAccess;

const usesSeenBy = async (person: Person, filter = {}) =>
  (await app.as(person).ask(EmergencyUsesDocument, { filter })).emergencyAccessUses.nodes.map(({ id }) => id);

const head = () => app.head();

test('issue 4.8 the walk: marked, used without the approval that the policy wants, told, settled, used again', async () => {
  await assignOutsidePim(app, cast.ann);
  expect(await mark()).toMatchObject({
    user: { id: cast.alice, displayName: 'Alice', isEmergencyAccount: true },
    userErrors: [],
  });
  const after = await head();
  const [adam, ann] = (['adam', 'ann'] as const).map((person) =>
    app.as(person).watch(EmergencyAccessUsedDocument, { after }),
  );
  const { id, status } = await activate(app, { justification: 'the data centre is on fire' });
  expect(status).toBe('Provisioned');
  for (const watch of [adam, ann]) {
    expect((await watch?.next())?.emergencyAccessUsed).toMatchObject({
      type: 'emergencyUsed',
      principalId: cast.alice,
      roleDefinitionId: roles.groupsAdministrator,
      directoryScopeId: '/',
      emergencyAccessUse: {
        id,
        principal: { displayName: 'Alice' },
        roleDefinition: { displayName: 'Groups Administrator' },
        request: { id, status: 'Provisioned' },
        justification: 'the data centre is on fire',
        settledDateTime: null,
      },
    });
    await watch?.end();
  }

  await makeEligible(app, { roleDefinitionId: roles.userAdministrator });
  const other = activation({ roleDefinitionId: roles.userAdministrator });
  expect(codesOf(await requestAssignment(app.as('alice'), other))).toEqual(['EmergencyUseUnsettled']);
  expect(codesOf(await settle('alice', id))).toEqual(['InsufficientPermissions']);

  app.clock.advance('PT30M');
  const { emergencyAccessUse, userErrors, eventCursor } = await settle('carol', id);
  expect([userErrors, typeof eventCursor]).toEqual([[], 'string']);
  expect(emergencyAccessUse).toMatchObject({
    id,
    usedDateTime: '2026-01-01T00:00:00Z',
    notifiedPrincipalIds: expect.arrayContaining([cast.adam, cast.ann]),
    settledDateTime: '2026-01-01T00:30:00Z',
    settledBy: { id: cast.carol, displayName: 'Carol' },
    finding: 'a burst pipe',
  });
  expect(await requestAssignment(app.as('alice'), other)).toMatchObject({
    roleAssignmentScheduleRequest: { status: 'Provisioned' },
    userErrors: [],
  });
});

test('issue 4.8 pimEvents tells the whole story to a reader of alerts, and somebody without a role can ask for nothing of it', async () => {
  const after = await head();
  await mark();
  const { id } = await activate(app);
  await settle('adam', id);
  const watch = app.as('sam').watch(EmergencyEventsDocument, { after });
  const told: unknown[] = [];
  while (told.length < 3) {
    const { pimEvents } = await watch.next();
    if (pimEvents.__typename === 'ChangeEvent') told.push(pimEvents);
  }
  expect(told).toMatchObject([
    { type: 'emergencyAccountChanged', principalId: cast.alice, roleDefinitionId: null, emergencyAccessUse: null },
    { type: 'emergencyUsed', emergencyAccessUse: { id, finding: 'a burst pipe' } },
    { type: 'emergencySettled', emergencyAccessUse: { id, finding: 'a burst pipe' } },
  ]);
  await watch.end();
  expect(await usesSeenBy('ben')).toEqual([]);
  expect((await app.as('ben').ask(EmergencyUseByIdDocument, { id })).emergencyAccessUse).toBeNull();
  for (const person of ['alice', 'adam', 'carol', 'sam'] as const) expect(await usesSeenBy(person)).toEqual([id]);
});

test('issue 4.8 the list is filtered by account and by what is still to be settled', async () => {
  await mark();
  await mark(true, 'adam', cast.ben);
  await makeEligible(app, { principalId: cast.ben });
  const { id } = await activate(app);
  app.clock.advance('PT1M');
  const own = await requestAssignment(app.as('ben'), activation({ principalId: cast.ben }));
  const bens = own.roleAssignmentScheduleRequest?.id;
  await settle('adam', id);
  expect(await usesSeenBy('adam')).toEqual([bens, id]);
  expect(await usesSeenBy('adam', { settledDateTime: { eq: null } })).toEqual([bens]);
  expect(await usesSeenBy('adam', { principalId: { eq: cast.alice.toUpperCase() } })).toEqual([id]);
  expect(await usesSeenBy('adam', { usedDateTime: { ge: '2026-01-01T00:01:00Z' } })).toEqual([bens]);
  expect(await usesSeenBy('ben')).toEqual([bens]);
});

test('issue 4.8 whoever settles second learns who came first; the same key answers the first settlement again', async () => {
  await mark();
  const { id } = await activate(app);
  const first = await settle('adam', id, { idempotencyKey: 'once' });
  expect(await settle('adam', id, { idempotencyKey: 'once' })).toEqual(first);
  expect(await settle('carol', id)).toMatchObject({
    emergencyAccessUse: null,
    userErrors: [
      {
        __typename: 'DecisionConflictError',
        code: 'Conflict',
        winner: { status: 'Settled', decidedBy: { id: cast.adam }, decidedDateTime: '2026-01-01T00:00:00Z' },
      },
    ],
    eventCursor: null,
  });
});

describe('issue 4.8 what the door refuses', () => {
  test.each([
    ['no GUID', { id: 'x' }, ['input', 'id']],
    ['a blank finding', { finding: ' ' }, ['input', 'finding']],
    ['a finding that is too long', { finding: 'x'.repeat(2_049) }, ['input', 'finding']],
  ])('%s', async (_what, wrong, path) => {
    await mark();
    const { id } = await activate(app);
    const { settleEmergencyAccess } = await app
      .as('adam')
      .ask(SettleEmergencyAccessDocument, { input: { id, finding: 'x', ...wrong } });
    expect(settleEmergencyAccess).toMatchObject({
      emergencyAccessUse: null,
      userErrors: [{ code: 'Request_BadRequest', path }],
    });
  });

  test('the longest finding is kept whole', async () => {
    await mark();
    const finding = 'x'.repeat(2_048);
    expect((await settle('adam', (await activate(app)).id, { finding })).emergencyAccessUse?.finding).toBe(finding);
  });

  test('L.1 a mark by a Privileged Role Administrator, and one on something that is no user', async () => {
    expect(codesOf(await mark(true, 'carol'))).toEqual(['InsufficientPermissions']);
    expect(codesOf(await mark(true, 'adam', cast.robot))).toEqual(['SubjectNotFound']);
    expect(codesOf(await mark(true, 'adam', 'x'))).toEqual(['Request_BadRequest']);
  });
});
