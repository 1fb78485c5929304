import { cast, roles } from '../../support/cast';
import { openServers, type Servers } from './servers';

let servers: Servers;
beforeAll(async () => {
  servers = await openServers();
});
afterAll(() => servers.close());

const scheduleInfo = { expiration: { type: 'afterDuration', duration: 'PT1H' } };
const assignment = {
  action: 'adminAssign',
  principalId: cast.ben,
  roleDefinitionId: roles.securityReader,
  directoryScopeId: '/',
  justification: 'a reason',
  scheduleInfo,
};
const create = `mutation ($input: CreateRoleAssignmentScheduleRequestInput!) { createRoleAssignmentScheduleRequest(input: $input) {
  roleAssignmentScheduleRequest { id } userErrors { code } } }`;

const stored = async () =>
  (
    await servers.stage.pool.query(`select (select count(*)::int from schedule_request) as requests,
      (select count(*)::int from directory_audit) as audits, (select count(*)::int from outbox) as events`)
  ).rows[0];

describe('security 4, 16: a mutation changes, records and tells nothing for somebody whom its transaction does not find', () => {
  test.each([
    ['a disabled principal', 'dave'],
    ['a principal who is not in the directory', 'mallory'],
    ["an application's token that names a person", 'app adam'],
  ])('%s gets 401 whatever is sent', async (_who, token) => {
    const before = await stored();
    const bodies = [
      { query: create, variables: { input: assignment } },
      { query: create, variables: { input: { ...assignment, isValidationOnly: true } } },
      // Refused before there is a transaction, or never in need of one.
      { query: create, variables: { input: { ...assignment, principalId: 'no id' } } },
      { query: create, variables: { input: { ...assignment, action: 'no action' } } },
      { query: 'mutation { __typename }' },
    ];
    for (const body of bodies) {
      const { status, body: shown } = await servers.direct(token, body);
      expect([body, status]).toEqual([body, 401]);
      expect(shown).toEqual({ errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }] });
    }
    expect(await stored()).toEqual(before);
  });

  test('whoever may call is answered all of these', async () => {
    const { body, status } = await servers.direct('adam', { query: 'mutation { __typename }' });
    expect([status, body]).toEqual([200, { data: { __typename: 'Mutation' } }]);
    const refused = await servers.direct('adam', {
      query: create,
      variables: { input: { ...assignment, principalId: 'no id' } },
    });
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([200, expect.stringContaining('userErrors')]);
  });
});
