import { builtInRoles } from '../../src/domain/built-in-roles';
import {
  AssignmentInstancesDocument,
  AssignmentRequestDocument,
  AssignmentRequestsDocument,
  AuditsDocument,
  EventsDocument,
  MeDocument,
  PoliciesDocument,
  RoleAssignmentsDocument,
  UserByIdDocument,
} from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast, roles } from '../support/cast';
import { createTestClient, post } from '../support/client';
import { activate, assignOutsidePim, codesOf, eligibility, makeEligible, requestEligibility } from './scenario';

let app: TestApp;
let requestId: string;
beforeAll(async () => {
  app = await startTestApp();
  await makeEligible(app);
  requestId = (await activate(app)).id;
});
afterAll(() => app.stop());

const everything = async (client: ReturnType<TestApp['as']>) => {
  const [users, requests, instances, assignments, policies, audits] = await Promise.all([
    client.ask(MeDocument, {}),
    client.ask(AssignmentRequestsDocument, {}),
    client.ask(AssignmentInstancesDocument, {}),
    client.ask(RoleAssignmentsDocument, {}),
    client.ask(PoliciesDocument, {}),
    client.ask(AuditsDocument, {}),
  ]);
  return {
    users: users.users.nodes.map(({ displayName }) => displayName),
    requests: requests.roleAssignmentScheduleRequests.nodes.map(({ id }) => id),
    instances: instances.roleAssignmentScheduleInstances.nodes.map(({ principalId }) => principalId),
    assignments: assignments.roleAssignments.nodes.map(({ principalId }) => principalId),
    policies: policies.roleManagementPolicies.nodes.length,
    audits: audits.directoryAudits.nodes.length,
  };
};

test('security 25: whoever has no role sees himself and nothing else', async () => {
  const { me } = await app.as('ben').ask(MeDocument, {});
  expect(me).toEqual({
    id: cast.ben,
    isApplication: false,
    satisfiesMfa: true,
    authenticationContexts: [],
    principal: { id: cast.ben },
  });
  expect(await everything(app.as('ben'))).toEqual({
    users: ['Ben'],
    requests: [],
    instances: [],
    assignments: [],
    policies: 0,
    audits: 0,
  });
});

test('design 2: what one may not see is null by id, as what does not exist is', async () => {
  for (const id of [requestId, cast.ben]) {
    const { roleAssignmentScheduleRequest } = await app.as('ben').ask(AssignmentRequestDocument, { id });
    expect(roleAssignmentScheduleRequest).toBeNull();
  }
  expect(await app.as('ben').ask(UserByIdDocument, { id: cast.alice })).toEqual({ user: null });
  expect(await app.as('sam').ask(UserByIdDocument, { id: cast.alice })).toEqual({ user: { id: cast.alice } });
});

test('L.1 a reader sees everything and changes nothing', async () => {
  const seen = await everything(app.as('sam'));
  expect(seen.users).toEqual(['Adam', 'Alice', 'Ann', 'Ben', 'Carol', 'Dave', 'Sam']);
  expect(seen.requests).toEqual([requestId]);
  expect([...seen.instances].sort()).toEqual([cast.alice, cast.adam, cast.carol, cast.sam].sort());
  expect([...seen.assignments].sort()).toEqual([...seen.instances].sort());
  expect(seen.policies).toBe(builtInRoles.length);
  expect(seen.audits).toBeGreaterThan(0);
  expect(codesOf(await requestEligibility(app.as('sam'), eligibility({ principalId: cast.ben })))).toEqual([
    'InsufficientPermissions',
  ]);
});

test('L.1 the principal sees what is his', async () => {
  const seen = await everything(app.as('alice'));
  // The role that she has activated administers groups, and so reads the directory.
  expect(seen.users).toContain('Sam');
  expect(seen).toMatchObject({ requests: [requestId], instances: [cast.alice], policies: 1 });
  expect(seen.assignments).toEqual([cast.alice]);
  expect(seen.audits).toBeGreaterThan(0);
});

test('L-4 an application sees by its roles', async () => {
  expect(await everything(app.as('robot'))).toMatchObject({ users: [], requests: [], instances: [], policies: 0 });
  await assignOutsidePim(app, cast.robot, roles.globalAdministrator);
  const { me } = await app.as('robot').ask(MeDocument, {});
  expect(me).toMatchObject({ id: cast.robot, isApplication: true });
  expect((await everything(app.as('robot'))).requests).toEqual([requestId]);
  const made = await requestEligibility(app.as('robot'), eligibility({ principalId: cast.ben }));
  expect(made.roleEligibilityScheduleRequest?.createdBy).toEqual({
    application: { id: cast.robot, displayName: null },
    device: null,
    user: null,
  });
});

describe('design 4: nobody', () => {
  const nobody = '00000000-0000-4000-8000-00000000dead';
  const unauthenticated = {
    status: 401,
    data: undefined,
    errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }],
  };
  const token = (claims: object) => app.issuer.token({ amr: ['mfa'], ...claims });

  test.each<{ who: string; bearer: () => Promise<string> }>([
    { who: 'a disabled principal', bearer: () => token({ oid: cast.dave }) },
    { who: 'an unknown principal', bearer: () => token({ oid: nobody }) },
    { who: 'a token of another issuer', bearer: () => token({ oid: cast.alice, iss: 'https://login.example' }) },
    { who: 'a token for another audience', bearer: () => token({ oid: cast.alice, aud: 'another' }) },
    { who: 'an expired token', bearer: () => token({ oid: cast.alice, exp: 1_767_225_000 }) },
    { who: 'a token that is not yet valid', bearer: () => token({ oid: cast.alice, nbf: 1_767_229_200 }) },
    { who: "a stranger's key", bearer: () => app.issuer.token({ oid: cast.alice }, { key: 'stranger' }) },
    { who: 'no signature', bearer: async () => app.issuer.unsignedToken({ oid: cast.alice }) },
    { who: 'the public key as a secret', bearer: () => app.issuer.confusedToken({ oid: cast.alice }) },
    { who: 'a person with an application token', bearer: () => token({ oid: cast.alice, idtyp: 'app' }) },
  ])('$who is refused with 401 at both doors, and learns nothing more', async ({ bearer }) => {
    const client = createTestClient(app.url, bearer);
    const answer = await client.send(MeDocument, {});
    expect(answer).toMatchObject(unauthenticated);
    const reference = await createTestClient(app.url, () => token({ oid: nobody })).send(MeDocument, {});
    expect(answer.errors).toEqual(reference.errors);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    await expect(client.watch(EventsDocument, {}).next()).rejects.toMatchObject({ code: 4403 });
  });

  test('without a token the door says how to come in', async () => {
    const answer = await post(app.url, { query: '{ me { id } }' }, {});
    expect(answer).toMatchObject(unauthenticated);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="portcullis"');
  });

  test('an account disabled a moment ago is refused with the token it has', async () => {
    const carol = app.as('carol');
    expect((await carol.ask(MeDocument, {})).me.id).toBe(cast.carol);
    await app.sql('update principal set account_enabled = false where id = $1', [cast.carol]);
    expect(await carol.send(MeDocument, {})).toMatchObject(unauthenticated);
  });
});

describe('security 12: errors', () => {
  const ask = async (query: string) =>
    post(app.url, { query }, { authorization: `Bearer ${await app.issuer.token({ oid: cast.alice })}` });

  test('what the database refuses is answered with an id and no word of it', async () => {
    await app.owner('alter table administrative_unit rename to administrative_unit_gone');
    const { status, errors } = await ask('{ administrativeUnits { nodes { id } } }');
    await app.owner('alter table administrative_unit_gone rename to administrative_unit');
    expect(status).toBe(200);
    expect(errors).toEqual([
      {
        message: 'Something went wrong on our side. Try again, and quote the id when you report it.',
        locations: [expect.any(Object)],
        path: ['administrativeUnits'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    ]);
  });

  test.each([
    { query: '{ me { name } }', says: /Cannot query field "name"/ },
    { query: '{ me { id }', says: /Syntax Error/ },
    { query: '{ user(id: 1.5) { id } }', says: /ID cannot represent/ },
  ])('$query is the caller’s fault, and says so without a stack', async ({ query, says }) => {
    const { errors } = await ask(query);
    expect(errors?.[0]?.message).toMatch(says);
    expect(JSON.stringify(errors)).not.toMatch(/stack|node_modules|\.ts/);
  });
});
