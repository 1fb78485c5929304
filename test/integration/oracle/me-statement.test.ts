import { openServers, type Servers } from '../equality/servers';

let servers: Servers;
beforeAll(async () => {
  servers = await openServers();
});
afterAll(() => servers.close());

const reached = 'id provider roleName scopeName endDateTime memberType throughGroup { id displayName }';
const page = `{ me { id isApplication satisfiesMfa authenticationContexts principal { __typename ... on User { displayName } }
  eligibleAccess(first: 5) { totalCount pageInfo { endCursor hasNextPage } nodes { ${reached} isActive hasPendingRequest
    roleEligibilitySchedule { id memberType } privilegedAccessGroupEligibilitySchedule { id } } }
  activeAccess(first: 5, filter: { provider: { in: [directory, group] } }, orderBy: [endDateTime_ASC]) { totalCount edges { cursor node { ${reached}
    assignmentType isFromDirectory roleAssignmentSchedule { id principal { id } } } } }
  pendingRequests(first: 5) { totalCount nodes { id provider roleName action status createdDateTime lapsesDateTime
    request { id approvalId ... on UnifiedRoleAssignmentScheduleRequest { approval { id stages { id status currentApprovers { id } } } } } } } } }`;

describe('issue 5.7: what a first page of a portal shows is one statement, which finds the caller as well', () => {
  test.each(['alice', 'adam', 'ann', 'robot'])('for %s, and the executor says the same', async (person) => {
    const first = await servers.direct(person, { query: page });
    expect(first.body.errors).toBeUndefined();
    expect(servers.sent()).toHaveLength(1);
    expect((await servers.executor(person, { query: page })).text).toBe(first.text);
    // Who he is, and the same statement.
    expect(servers.sent()).toHaveLength(2);
  });

  test('what is not asked for is not looked for', async () => {
    await servers.direct('alice', { query: '{ me { id principal { id } } }' });
    const [statement = ''] = servers.sent();
    expect(statement).toMatch(/^with session as/);
    for (const rows of ['access_ways', 'eligible_access', 'active_access', 'pending_access'])
      expect(statement).not.toContain(rows);
  });

  test('a caller who is disabled is let in by neither door (M-7)', async () => {
    expect((await servers.direct('dave', { query: page })).status).toBe(401);
  });
});
