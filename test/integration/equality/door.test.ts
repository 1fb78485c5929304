import { connect } from '../../../src/storage/connection';
import { cast } from '../../support/cast';
import type { Answer } from '../http/a-server';
import { openServers, type Servers } from './servers';

let servers: Servers;
beforeAll(async () => {
  servers = await openServers();
});
afterAll(() => servers.close());

/** Hidden errors have an id each. */
const withoutIds = ({ text }: Answer): string => text.replace(/"id":"[0-9a-f-]{36}"/g, '');

const list = { query: '{ users(first: 2) { nodes { id displayName } } }' };

describe('security 4, 16: a planned read answers nobody whom its own statement does not find', () => {
  test.each([
    ['a disabled principal', 'dave'],
    ['a principal who is not in the directory', 'mallory'],
    ["an application's token that names a person", 'app alice'],
  ])('%s gets 401 whatever is sent', async (_who, token) => {
    const bodies = [
      list,
      { query: '{ user(id: "no-id") { id } }' },
      { query: '{ users(first: 2, after: "no cursor") { nodes { id } } }' },
      { query: '{ users(first: 2) { nodes { id } } me { id } }' },
      { query: '{ users @skip(if: true) { nodes { id } } }' },
      { query: '{ nothing }' },
      { query: 'not even a document' },
      'not even JSON',
      { query: '{ __schema { queryType { name } } }' },
    ];
    for (const body of bodies) {
      const { status, body: shown } = await servers.direct(token, body);
      expect([body, status]).toEqual([body, 401]);
      expect(shown).toEqual({ errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });

  test('whoever is disabled between two requests is refused the second', async () => {
    expect((await servers.direct('ben', list)).status).toBe(200);
    await servers.stage.pool.query(`update principal set account_enabled = false where id = '${cast.ben}'`);
    expect((await servers.direct('ben', list)).status).toBe(401);
    await servers.stage.pool.query(`update principal set account_enabled = true where id = '${cast.ben}'`);
    expect((await servers.direct('ben', list)).status).toBe(200);
  });

  test('an application is answered by its own statement', async () => {
    expect((await servers.direct('app robot', list)).status).toBe(200);
    expect(servers.sent()).toHaveLength(1);
  });
});

describe('issue 3: what bypasses the executor answers as the executor does', () => {
  test.each<readonly [string, Record<string, unknown>]>([
    ['a page', list],
    ['a bad cursor', { query: '{ users(after: "no cursor") { nodes { id } } }' }],
    [
      'a bad cursor under a field that may be null',
      { query: '{ a: user(id: "x") { memberOf(after: "?") { nodes { id } } } me { id } }' },
    ],
    [
      'a null beside an answer',
      {
        query: `{ a: user(id: "${cast.alice}") { id memberOf(first: 2, last: 2) { nodes { id } } } b: groups(first: 1) { nodes { id } } }`,
      },
    ],
    [
      'a variable that cannot be coerced',
      { query: 'query ($n: Int) { users(first: $n) { nodes { id } } }', variables: { n: 'two' } },
    ],
    ['a variable that is missing', { query: 'query ($id: ID!) { user(id: $id) { id } }' }],
    ['a variable with a default', { query: 'query ($n: Int = 1) { users(first: $n) { nodes { id } } }' }],
    [
      'a page that is too large',
      { query: 'query ($n: Int) { users(first: $n) { nodes { id } } }', variables: { n: 101 } },
    ],
    [
      'an operation by name',
      {
        query: 'query A { users(first: 1) { nodes { id } } } query B { groups(first: 1) { nodes { id } } }',
        operationName: 'B',
      },
    ],
    ['an operation that is not there', { query: 'query A { users(first: 1) { nodes { id } } }', operationName: 'C' }],
    [
      'several operations without a name',
      { query: 'query A { users { nodes { id } } } query B { groups { nodes { id } } }' },
    ],
    [
      'introspection beside a read',
      { query: '{ users(first: 1) { nodes { id } } __typename __type(name: "User") { name } }' },
    ],
    ['nothing at all', { query: '{ users @skip(if: true) { nodes { id } } }' }],
    [
      'fragments at the root',
      {
        query:
          'query ($y: Boolean!) { ...F @include(if: $y) ... on Query { groups(first: 1) { nodes { id } } } } fragment F on Query { users(first: 1) { nodes { id } } }',
        variables: { y: true },
      },
    ],
    [
      'a field named twice',
      {
        query: '{ users(first: 1) { nodes { id } } users(first: 1) { nodes { displayName } pageInfo { endCursor } } }',
      },
    ],
    [
      'names like those of JavaScript',
      { query: '{ constructor: users(first: 1) { toString: nodes { __proto__: id hasOwnProperty: displayName } } }' },
    ],
  ])('%s', async (_what, body) => {
    const [direct, executor] = [await servers.direct('adam', body), await servers.executor('adam', body)];
    expect(direct.text).toBe(executor.text);
    expect(direct.status).toBe(executor.status);
    expect([...direct.headers.keys()].sort()).toEqual([...executor.headers.keys()].sort());
  });

  test.each([
    ['a value that is none of its enum', '{0,target,operations}', '["no such operation"]'],
    ['null where there must be a value', '{0,id}', 'null'],
    ['a type that there is not', '{0,type}', '"no such type"'],
  ])('stored JSON with %s', async (_what, path, value) => {
    const owner = await connect(servers.stage.ownerUrl, {});
    const { rows } = await owner.query('select id, rules from policy order by id limit 1');
    await owner.query('update policy set rules = jsonb_set(rules, $2, $3) where id = $1', [rows[0].id, path, value]);
    const inner = '{ rules { id target { operations } } }';
    const byRole = `{ roleManagementPolicyAssignments(filter: { policyId: { eq: "${rows[0].id}" } }) { nodes { policy ${inner} } } }`;
    const answers: (readonly [Answer, Answer])[] = [];
    for (const query of [`{ roleManagementPolicy(id: "${rows[0].id}") ${inner} }`, byRole])
      answers.push([await servers.direct('adam', { query }), await servers.executor('adam', { query })]);
    await owner.query('update policy set rules = $2 where id = $1', [rows[0].id, JSON.stringify(rows[0].rules)]);
    await owner.end();
    for (const [direct, executor] of answers) {
      expect(direct.text).toContain('"errors":');
      expect(withoutIds(direct)).toBe(withoutIds(executor));
    }
  });

  test('an error of the database is hidden, with its place', async () => {
    const owner = await connect(servers.stage.ownerUrl, {});
    await owner.query('revoke select on administrative_unit from portcullis_gateway');
    const query = '{ x: administrativeUnits { nodes { id } } }';
    const answers = [await servers.direct('adam', { query }), await servers.executor('adam', { query })];
    await owner.query('grant select on administrative_unit to portcullis_gateway');
    await owner.end();
    const [direct, executor] = answers.map(withoutIds);
    expect(direct).toContain('INTERNAL_SERVER_ERROR');
    expect(direct).toContain('"path":["x"]');
    expect(direct).toBe(executor);
  });
});
