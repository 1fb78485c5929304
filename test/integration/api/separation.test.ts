import { cast, type Person, roles } from '../../support/cast';
import { type Api, openApi } from './open-api';
import { fillRequests, ids } from './rows';

let api: Api;
beforeAll(async () => {
  api = await openApi();
  await fillRequests(api.pool);
});
afterAll(() => api.close());
beforeEach(() => api.clock.set('2026-01-01T00:00:00Z'));

const violations = `violations(first: 10) { totalCount nodes {
  personId person { displayName } roleDefinitionIds scheduleIds directoryScopeIds startDateTime endDateTime } }`;

test('item 9: a rule shows its roles and who breaks it, in one statement', async () => {
  const query = `query ($id: ID!) { rule: separationOfDutiesRule(id: $id) {
    id displayName description level roleDefinitionIds roleDefinitions { displayName } createdDateTime modifiedDateTime ${violations} } }`;
  const { rule } = await api.read('adam', query, { id: ids.rule });
  expect(api.statements()).toBe(1);
  expect(rule).toMatchObject({
    displayName: 'Groups or users',
    description: 'Four eyes.',
    level: 'Eligibility',
    roleDefinitionIds: [roles.groupsAdministrator, roles.userAdministrator],
    roleDefinitions: [{ displayName: 'Groups Administrator' }, { displayName: 'User Administrator' }],
    createdDateTime: '2025-12-05T00:00:00Z',
    modifiedDateTime: null,
  });
  const [eligible, activeToo] = [ids.eligibility, ids.active].map((one) =>
    [ids.groupEligibility, ids.inUnit, ids.future].map((other) => [one, other]),
  );
  expect(rule.violations.totalCount).toBe(5);
  const pairs = rule.violations.nodes.map((node: { scheduleIds: string[] }) => node.scheduleIds);
  // The one of January 2nd begins when the activation is over.
  expect(pairs.sort()).toEqual([...(eligible ?? []), ...(activeToo ?? []).slice(0, 2)].sort());
  expect(rule.violations.nodes).toContainEqual({
    personId: cast.alice,
    person: { displayName: 'Alice' },
    roleDefinitionIds: [roles.groupsAdministrator, roles.userAdministrator],
    scheduleIds: [ids.active, ids.groupEligibility],
    directoryScopeIds: ['/', '/'],
    startDateTime: '2026-01-01T00:00:00Z',
    endDateTime: '2026-01-01T02:00:00Z',
  });
});

test.each([
  { at: '2026-01-01T01:59:59.999Z', count: 5 },
  { at: '2026-01-01T02:00:00Z', count: 3 },
  { at: '2026-01-03T00:00:00Z', count: 2 },
])('a violation is listed until it ends: $count at $at', async ({ at, count }) => {
  api.clock.set(at);
  const { rules } = await api.read('adam', `{ rules: separationOfDutiesRules { nodes { ${violations} } } }`);
  expect(rules.nodes[0].violations.totalCount).toBe(count);
});

test('violations come in pages', async () => {
  const page = async (after: string | null) =>
    (
      await api.read(
        'adam',
        `query ($id: ID!, $after: String) { rule: separationOfDutiesRule(id: $id) {
          violations(first: 2, after: $after) { nodes { id startDateTime } pageInfo { hasNextPage endCursor } } } }`,
        { id: ids.rule, after },
      )
    ).rule.violations;
  const seen: { id: string; startDateTime: string }[] = [];
  for (let after: string | null = null; ; ) {
    const { nodes, pageInfo } = await page(after);
    seen.push(...nodes);
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  expect(new Set(seen.map(({ id }) => id)).size).toBe(5);
  const starts = seen.map(({ startDateTime }) => startDateTime);
  expect(starts).toEqual([...starts].sort());
});

test.each<{ person: Person; sees: boolean }>([
  { person: 'adam', sees: true },
  { person: 'carol', sees: true },
  { person: 'sam', sees: true },
  { person: 'alice', sees: false },
  { person: 'ann', sees: false },
  { person: 'dave', sees: false },
  { person: 'robot', sees: false },
])('L.1 $person sees rules: $sees', async ({ person, sees }) => {
  const query = `query ($id: ID!) { separationOfDutiesRules { totalCount } one: separationOfDutiesRule(id: $id) { id } }`;
  expect(await api.read(person, query, { id: ids.rule })).toEqual({
    separationOfDutiesRules: { totalCount: sees ? 1 : 0 },
    one: sees ? { id: ids.rule } : null,
  });
});

test.each([
  { filter: `level: { eq: Eligibility }`, count: 1 },
  { filter: `level: { eq: Assignment }`, count: 0 },
  { filter: `displayName: { startsWith: "Groups" }`, count: 1 },
  { filter: `createdDateTime: { lt: "2025-12-05T00:00:00Z" }`, count: 0 },
])('filtered by $filter: $count', async ({ filter, count }) => {
  const { list } = await api.read('sam', `{ list: separationOfDutiesRules(filter: { ${filter} }) { totalCount } }`);
  expect(list.totalCount).toBe(count);
});

test('a rule that was removed is absent, and so are its violations', async () => {
  await api.pool.query(`update separation_rule set deleted_at = '2026-01-01' where id = $1`, [ids.rule]);
  const query = `query ($id: ID!) { separationOfDutiesRules { totalCount } one: separationOfDutiesRule(id: $id) { id } }`;
  expect(await api.read('adam', query, { id: ids.rule })).toEqual({
    separationOfDutiesRules: { totalCount: 0 },
    one: null,
  });
  await api.pool.query('update separation_rule set deleted_at = null where id = $1', [ids.rule]);
});
