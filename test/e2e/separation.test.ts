import {
  CreateSeparationRuleDocument,
  type CreateSeparationRuleMutationVariables,
  DeleteSeparationRuleDocument,
  SeparationEventsDocument,
  SeparationRulesDocument,
  UpdateSeparationRuleDocument,
} from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast, type Person, roles } from '../support/cast';
import {
  activate,
  activation,
  assignOutsidePim,
  codesOf,
  decide,
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
  await makeEligible(app, { roleDefinitionId: roles.userAdministrator });
});
afterAll(() => app.stop());

type Input = CreateSeparationRuleMutationVariables['input'];

const both = {
  displayName: 'Groups or users',
  roleDefinitionIds: [roles.groupsAdministrator, roles.userAdministrator],
};

const create = async (differing: Partial<Input> = {}, person: Person = 'adam') =>
  (await app.as(person).ask(CreateSeparationRuleDocument, { input: { ...both, ...differing } }))
    .createSeparationOfDutiesRule;

const rulesSeenBy = async (person: Person) =>
  (await app.as(person).ask(SeparationRulesDocument, {})).separationOfDutiesRules.nodes;

const other = activation({ roleDefinitionId: roles.userAdministrator });

test('issue 4.9 the walk: a rule lists who breaks it, refuses who would, is changed, and removed', async () => {
  const { id } = await activate(app);
  await requestAssignment(app.as('alice'), other);
  const { separationOfDutiesRule: rule, userErrors, eventCursor } = await create({ description: 'Four eyes.' });
  expect(userErrors).toEqual([]);
  expect(eventCursor).not.toBeNull();
  expect(rule).toMatchObject({ ...both, description: 'Four eyes.', level: 'Assignment', modifiedDateTime: null });
  expect(rule?.violations.nodes).toMatchObject([
    { personId: cast.alice, person: { displayName: 'Alice' }, endDateTime: '2026-01-01T02:00:00Z' },
  ]);
  expect(rule?.violations.nodes[0]?.scheduleIds).toContain(id);

  app.clock.advance('PT2H');
  expect(await rulesSeenBy('sam')).toMatchObject([{ id: rule?.id, violations: { nodes: [] } }]);
  await activate(app);
  const refused = await requestAssignment(app.as('alice'), other);
  expect(refused).toMatchObject({
    roleAssignmentScheduleRequest: null,
    userErrors: [
      {
        __typename: 'GeneralUserError',
        code: 'SeparationOfDutiesViolation',
        message: expect.stringContaining('"Groups or users"'),
        path: ['input', 'roleDefinitionId'],
      },
    ],
  });

  const stricter = { id: rule?.id ?? '', level: 'Eligibility' as const, displayName: 'Never both' };
  const changed = (await app.as('carol').ask(UpdateSeparationRuleDocument, { input: stricter }))
    .updateSeparationOfDutiesRule;
  expect(changed).toMatchObject({
    separationOfDutiesRule: { displayName: 'Never both', description: 'Four eyes.', level: 'Eligibility' },
    userErrors: [],
  });
  expect(changed.separationOfDutiesRule?.violations.nodes).toHaveLength(2);

  const removed = await app.as('adam').ask(DeleteSeparationRuleDocument, { input: { id: rule?.id ?? '' } });
  expect(removed.deleteSeparationOfDutiesRule).toEqual({ deletedSeparationOfDutiesRuleId: rule?.id, userErrors: [] });
  expect(await rulesSeenBy('adam')).toEqual([]);
  expect((await requestAssignment(app.as('alice'), other)).userErrors).toEqual([]);
});

test('E-19 an approval that would break a rule fails, and the approver learns which', async () => {
  await demandApproval(app);
  const { id } = await activate(app);
  await requestAssignment(app.as('alice'), other);
  await create();
  const payload = await decide(app, 'ben', id);
  expect(payload.approval?.request?.status).toBe('Failed');
  expect(payload.userErrors).toMatchObject([
    { code: 'ApprovalNotPossible', message: expect.stringContaining('"Groups or users"') },
  ]);
});

test.each<{ what: string; input: Partial<Input>; code: string }>([
  { what: 'one role', input: { roleDefinitionIds: [roles.groupsAdministrator] }, code: 'Request_BadRequest' },
  { what: 'hundreds', input: { roleDefinitionIds: Array(300).fill('x'.repeat(300)) }, code: 'Request_BadRequest' },
  { what: 'no such role', input: { roleDefinitionIds: [roles.groupsAdministrator, 'x'] }, code: 'RoleNotFound' },
  { what: 'no name', input: { displayName: '' }, code: 'Request_BadRequest' },
  { what: 'a long name', input: { displayName: 'x'.repeat(257) }, code: 'Request_BadRequest' },
  { what: 'a long description', input: { description: 'x'.repeat(1025) }, code: 'Request_BadRequest' },
])('19 $what: $code', async ({ input, code }) => {
  expect(codesOf(await create(input))).toEqual([code]);
  expect(await rulesSeenBy('adam')).toEqual([]);
});

test('GUIDs count without regard to case, and a key stands for one rule', async () => {
  const shouted = { roleDefinitionIds: both.roleDefinitionIds.map((id) => id.toUpperCase()), idempotencyKey: 'k' };
  const first = await create(shouted);
  expect(first.separationOfDutiesRule?.roleDefinitionIds).toEqual(both.roleDefinitionIds);
  expect(await create(shouted)).toEqual(first);
  expect(codesOf(await create())).toEqual(['Conflict']);
});

test('L.1 who may not: neither make, nor see, nor change', async () => {
  const { separationOfDutiesRule: rule } = await create();
  const input = { id: rule?.id ?? '' };
  expect(codesOf(await create({}, 'alice'))).toEqual(['InsufficientPermissions']);
  expect(await rulesSeenBy('alice')).toEqual([]);
  for (const { person, code } of [
    { person: 'alice', code: 'Request_ResourceNotFound' },
    { person: 'sam', code: 'InsufficientPermissions' },
  ] as const) {
    const changed = await app.as(person).ask(UpdateSeparationRuleDocument, { input: { ...input, displayName: 'x' } });
    const removed = await app.as(person).ask(DeleteSeparationRuleDocument, { input });
    expect(codesOf(changed.updateSeparationOfDutiesRule)).toEqual([code]);
    expect(codesOf(removed.deleteSeparationOfDutiesRule)).toEqual([code]);
  }
  expect(await rulesSeenBy('sam')).toMatchObject([{ displayName: both.displayName }]);
});

test('events of rules go to those who may read policies, with the rule as it stands', async () => {
  await assignOutsidePim(app, cast.ann, roles.securityReader);
  await app.app.announceDue();
  const after = await app.head();
  const types = ['separationRuleCreated', 'separationRuleDeleted', 'requestCreated'] as const;
  const watches = (['ann', 'alice'] as const).map((person) =>
    app.as(person).watch(SeparationEventsDocument, { after, filter: { types } }),
  );
  const { separationOfDutiesRule: rule } = await create();
  await activate(app);
  const heard = await Promise.all(
    watches.map(async (watch) => {
      for (;;) {
        const { pimEvents } = await watch.next();
        if (pimEvents.__typename === 'ChangeEvent') return pimEvents;
      }
    }),
  );
  expect(heard).toEqual([
    {
      __typename: 'ChangeEvent',
      type: 'separationRuleCreated',
      separationOfDutiesRule: { id: rule?.id, displayName: both.displayName },
      roleManagementPolicy: null,
    },
    { __typename: 'ChangeEvent', type: 'requestCreated', separationOfDutiesRule: null, roleManagementPolicy: null },
  ]);
  await Promise.all(watches.map((watch) => watch.end()));
});
