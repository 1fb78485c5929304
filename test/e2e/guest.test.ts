import {
  GuestEventsDocument,
  GuestsDocument,
  HeadDocument,
  WithdrawGuestDocument,
  WithdrawHomeOrganizationDocument,
} from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast, type Person, roles } from '../support/cast';
import { activate, assignOutsidePim, codesOf, decide, demandApproval, makeEligible } from './scenario';

const home = '40e00000-0000-4000-8000-000000000001';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  await app.reset();
  await app.sql(`update principal set user_type = 'Guest', home_organization_id = $2 where id = $1`, [
    cast.alice,
    home,
  ]);
});
afterAll(() => app.stop());

const withdraw = async (
  person: Person = 'adam',
  more: { userId?: string; justification?: string; idempotencyKey?: string } = {},
) =>
  (
    await app
      .as(person)
      .ask(WithdrawGuestDocument, { input: { userId: cast.alice, justification: 'the contract has ended', ...more } })
  ).withdrawGuest;

const guests = async (filter: object) =>
  (await app.as('adam').ask(GuestsDocument, { filter })).users.nodes.map(({ id }) => id);

test('M-3 the walk: a guest holds a role and asks for another; his home organisation withdraws him; all of it ends, and he is shut out', async () => {
  await makeEligible(app);
  await makeEligible(app, { roleDefinitionId: roles.securityReader });
  await demandApproval(app, roles.securityReader);
  const held = await activate(app);
  const asked = await activate(app, { roleDefinitionId: roles.securityReader });
  expect([held.status, asked.status]).toEqual(['Provisioned', 'PendingApproval']);
  app.clock.advance('PT10M');
  const after = await app.head();
  const filter = { types: ['guestWithdrawn', 'scheduleEnded', 'requestCanceled'] as const };
  const watch = app.as('adam').watch(GuestEventsDocument, { after, filter });
  const own = app.as('alice').watch(GuestEventsDocument, { after, filter });
  expect((await own.next()).pimEvents.__typename).toBe('Ready');

  expect(await withdraw()).toMatchObject({
    user: {
      id: cast.alice,
      userType: 'Guest',
      accountEnabled: false,
      homeOrganizationId: home,
      withdrawnDateTime: '2026-01-01T00:10:00Z',
    },
    endedScheduleCount: 3,
    canceledRequestCount: 1,
    userErrors: [],
    eventCursor: expect.any(String),
  });

  const told: string[] = [];
  while (told.length < 5) {
    const { pimEvents } = await watch.next();
    if (pimEvents.__typename !== 'ChangeEvent') continue;
    expect(pimEvents.principalId).toBe(cast.alice);
    told.push(pimEvents.type);
  }
  expect(told).toEqual(['guestWithdrawn', 'requestCanceled', 'scheduleEnded', 'scheduleEnded', 'scheduleEnded']);
  await watch.end();

  await expect(own.next()).rejects.toThrow(/UNAUTHENTICATED/);
  expect((await app.as('alice').send(HeadDocument, {})).status).toBe(401);
  expect(codesOf(await decide(app, 'ann', asked.id))).toEqual(['ApprovalNotPossible']);
  expect(await guests({ withdrawnDateTime: { ge: '2026-01-01T00:10:00Z' } })).toEqual([cast.alice]);
});

test('M-3 guests are found by their home organisation and by whether they were withdrawn', async () => {
  await app.sql(`update principal set user_type = 'Guest', home_organization_id = $2 where id = $1`, [cast.ann, home]);
  expect(await guests({ homeOrganizationId: { eq: home.toUpperCase() } })).toEqual([cast.alice, cast.ann]);
  await withdraw();
  expect(await guests({ homeOrganizationId: { eq: home }, withdrawnDateTime: { eq: null } })).toEqual([cast.ann]);
  expect(await guests({ userType: { eq: 'Member' } })).not.toContain(cast.alice);
});

test('M-3 the same key answers the first withdrawal again; without it a second one is Conflict', async () => {
  const first = await withdraw('adam', { idempotencyKey: 'once' });
  expect(await withdraw('adam', { idempotencyKey: 'once' })).toEqual(first);
  expect(await withdraw()).toMatchObject({
    user: null,
    endedScheduleCount: null,
    canceledRequestCount: null,
    userErrors: [{ code: 'Conflict', path: ['input', 'userId'] }],
    eventCursor: null,
  });
});

test('L.1 a User Administrator withdraws a guest and hears of it', async () => {
  await assignOutsidePim(app, cast.ben, roles.userAdministrator);
  // The helpdesk is role-assignable: who belongs to it is not for User Administrators (G-21).
  await app.sql('delete from group_member where member_id = $1', [cast.alice]);
  const after = await app.head();
  const watch = app.as('ben').watch(GuestEventsDocument, { after, filter: { types: ['guestWithdrawn'] } });
  expect((await watch.next()).pimEvents.__typename).toBe('Ready');
  expect(await withdraw('ben')).toMatchObject({
    user: { accountEnabled: false },
    endedScheduleCount: 0,
    userErrors: [],
  });
  expect((await watch.next()).pimEvents).toMatchObject({ type: 'guestWithdrawn', principalId: cast.alice });
  await watch.end();
});

describe('M-3 what the door refuses', () => {
  test.each([
    ['no GUID', { userId: 'x' }, 'Request_BadRequest', ['input', 'userId']],
    ['a blank reason', { justification: ' ' }, 'Request_BadRequest', ['input', 'justification']],
    [
      'a reason that is too long',
      { justification: 'x'.repeat(2_049) },
      'Request_BadRequest',
      ['input', 'justification'],
    ],
    ['a member', { userId: cast.ben }, 'Request_BadRequest', ['input', 'userId']],
    ['an application', { userId: cast.robot }, 'SubjectNotFound', ['input', 'userId']],
  ])('%s', async (_what, wrong, code, path) => {
    expect(await withdraw('adam', wrong)).toMatchObject({ user: null, userErrors: [{ code, path }] });
  });

  test('L.1 whoever is neither a Global, Privileged Role nor User Administrator', async () => {
    expect(codesOf(await withdraw('sam'))).toEqual(['InsufficientPermissions']);
    expect(codesOf(await withdraw('ben'))).toEqual(['SubjectNotFound']);
  });

  test('K-1 the last Global Administrator', async () => {
    await assignOutsidePim(app, cast.alice);
    await app.sql('delete from schedule where principal_id = $1', [cast.adam]);
    expect(codesOf(await withdraw('carol'))).toEqual(['LastAdministrator']);
  });

  test('L.1 a User Administrator, when the guest holds a directory role', async () => {
    await assignOutsidePim(app, cast.ben, roles.userAdministrator);
    await assignOutsidePim(app, cast.alice, roles.groupsAdministrator);
    expect(codesOf(await withdraw('ben'))).toEqual(['InsufficientPermissions']);
  });
});

describe('M-3 a home organisation withdraws all of its guests', () => {
  const withdrawAll = async (
    person: Person = 'adam',
    more: { homeOrganizationId?: string; justification?: string } = {},
  ) =>
    (
      await app.as(person).ask(WithdrawHomeOrganizationDocument, {
        input: { homeOrganizationId: home, justification: 'the partnership has ended', ...more },
      })
    ).withdrawHomeOrganization;
  const isGuest = (principalId: string, homeOrganizationId: string = home) =>
    app.sql(`update principal set user_type = 'Guest', home_organization_id = $2 where id = $1`, [
      principalId,
      homeOrganizationId,
    ]);

  test('each by himself: who is refused stands with his result, and stops none of the others', async () => {
    await isGuest(cast.ann);
    await isGuest(cast.ben, '40e00000-0000-4000-8000-000000000002');
    await assignOutsidePim(app, cast.ann);
    await assignOutsidePim(app, cast.ben, roles.userAdministrator);
    await makeEligible(app);
    await app.sql('delete from schedule where principal_id = $1', [cast.adam]);
    const { results, remainingCount, userErrors } = await withdrawAll('carol', {
      homeOrganizationId: home.toUpperCase(),
    });
    expect([remainingCount, userErrors]).toEqual([1, []]);
    expect(results).toMatchObject([
      { userId: cast.ann, endedScheduleCount: null, userErrors: [{ code: 'LastAdministrator' }], eventCursor: null },
      { userId: cast.alice, endedScheduleCount: 1, userErrors: [], eventCursor: expect.any(String) },
    ]);
  });

  test('a hundred at a time, until nothing remains', async () => {
    await app.sql(
      `insert into principal (id, type, display_name, user_principal_name, account_enabled, user_type, home_organization_id)
        select gen_random_uuid(), 'user', 'Guest', n || '@contoso.example', true, 'Guest', $1 from generate_series(1, 104) as n`,
      [home],
    );
    const first = await withdrawAll();
    expect([first.results.length, first.remainingCount]).toEqual([100, 5]);
    expect(first.results.every(({ user }) => user?.withdrawnDateTime === '2026-01-01T00:00:00Z')).toBe(true);
    const second = await withdrawAll();
    expect([second.results.length, second.remainingCount]).toEqual([5, 0]);
    expect(await withdrawAll()).toEqual({ results: [], remainingCount: 0, userErrors: [] });
  });

  test.each([
    ['sam', {}, 'InsufficientPermissions'],
    ['ben', {}, 'InsufficientPermissions'],
    ['adam', { homeOrganizationId: 'x' }, 'Request_BadRequest'],
    ['adam', { justification: ' ' }, 'Request_BadRequest'],
  ] as const)('%s with %j is refused whole: %s', async (person, more, code) => {
    const refused = await withdrawAll(person, more);
    expect([refused.results, codesOf(refused)]).toEqual([[], [code]]);
    expect(await guests({ withdrawnDateTime: { ge: '2020-01-01T00:00:00Z' } })).toEqual([]);
  });
});
