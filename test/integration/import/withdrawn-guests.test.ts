import { Readable } from 'node:stream';
import { v7 } from 'uuid';
import { type ImportOptions, importDirectory } from '../../../src/storage/import/import-directory';
import { describeReport } from '../../../src/storage/import/import-report';
import { cast, groups, roles } from '../../support/cast';
import { activate, assign, codeOf, demandApproval, makeEligible, refusal, role, statusOf } from '../commands/acts';
import { freshStage } from '../commands/fresh-stage';
import { given, home, leftTo, makeGuest, membership, nothing, prepareGuests, withdraw } from '../commands/guest-acts';
import { leftSince, marks } from '../commands/left-behind';
import { eventsOf, standing } from '../commands/staged';

const stage = freshStage(prepareGuests);
jest.setTimeout(60_000);

const importing = (file: object, more: Partial<ImportOptions> = {}) =>
  importDirectory({
    url: stage.ownerUrl,
    source: Readable.from([Buffer.from(JSON.stringify(file))]),
    fileName: 'directory.json',
    now: stage.clock.now(),
    newId: () => v7(),
    ...more,
  });

const alice = (more: object = {}) => ({
  id: cast.alice,
  displayName: 'Alice',
  userPrincipalName: 'alice@contoso.example',
  userType: 'Guest',
  ...more,
});
const withdrawnAlice = { users: [alice({ withdrawn: true })] };

const account = () =>
  stage.one<{ enabled: boolean; withdrawn_at: Date | null; home: string | null; type: string }>(
    `select account_enabled as enabled, withdrawn_at, home_organization_id as home, user_type as type from principal where id = $1`,
    [cast.alice],
  );

describe('M-3 an import that marks a guest as withdrawn', () => {
  test('ends all that he has, at the instant of the import and by the service, each with its entry and its event', async () => {
    await makeEligible(stage);
    const { id } = await activate(stage);
    const member = await given(stage, membership);
    stage.clock.advance('PT10M');
    const before = await marks(stage);
    const report = await importing(withdrawnAlice);
    expect(report).toMatchObject({ guestsWithdrawn: 1, users: { changed: 1 } });
    expect(describeReport(report)).toContainEqual(['guests', '1 withdrawn']);
    expect(await account()).toEqual({ enabled: false, withdrawn_at: stage.clock.now(), home, type: 'Guest' });
    expect(await leftTo(stage)).toEqual(nothing);
    for (const ended of [id, member]) {
      expect(await stage.one('select revoked_at from schedule where id = $1', [ended])).toEqual({
        revoked_at: stage.clock.now(),
      });
    }
    expect((await eventsOf(stage, id)).slice(-1)).toEqual(['schedule.ended']);
    const { audits, events } = await leftSince(stage, before);
    expect(events.map(({ type }) => type).sort()).toEqual([
      'guest.withdrawn',
      'schedule.ended',
      'schedule.ended',
      'schedule.ended',
    ]);
    expect(audits.map(({ activity, subject }) => [activity, subject]).sort()).toEqual([
      ['Import directory', null],
      ['Remove eligible member from role in PIM completed (permanent)', cast.alice],
      ['Remove member from role in PIM completed (permanent)', cast.alice],
      ['Remove member from role in PIM completed (timebound)', cast.alice],
      ['Update user', cast.alice],
    ]);
    const [withdrawal] = audits.filter(({ activity }) => activity === 'Update user');
    expect(withdrawal).toMatchObject({ reason: 'The imported directory marks the guest as withdrawn.' });
    const entry = await stage.one<{ touched: readonly { modifiedProperties: readonly object[] }[]; by: string }>(
      `select target_resources as touched, initiated_by -> 'app' ->> 'displayName' as by from directory_audit where activity_display_name = 'Update user'`,
    );
    expect(entry.by).toBe('Portcullis');
    expect(entry.touched[0]?.modifiedProperties[0]).toMatchObject({ displayName: 'accountEnabled', oldValue: 'true' });
  });

  test('closes what waits for a decision', async () => {
    await makeEligible(stage);
    await demandApproval(stage);
    const { id } = await activate(stage);
    await importing(withdrawnAlice);
    expect(await statusOf(stage, id)).toBe('Canceled');
    expect(await standing(stage, id)).toEqual(['Completed NotReviewed']);
  });

  test('disables him whatever else the file says, and passes over what it would give him', async () => {
    const roleAssignments = [
      { principalId: cast.alice, roleDefinitionId: role, directoryScopeId: '/' },
      { principalId: cast.ben, roleDefinitionId: role, directoryScopeId: '/' },
    ];
    const report = await importing({ users: [alice({ withdrawn: true, accountEnabled: true })], roleAssignments });
    expect(report.roleAssignments).toEqual({ added: 1, changed: 0, unchanged: 0 });
    expect(await account()).toMatchObject({ enabled: false });
    expect(await leftTo(stage)).toEqual(nothing);
  });

  test('a second time changes nothing', async () => {
    await importing(withdrawnAlice);
    const first = await account();
    stage.clock.advance('PT1H');
    const report = await importing(withdrawnAlice);
    expect(report).toMatchObject({ guestsWithdrawn: 0, users: { added: 0, changed: 0, unchanged: 1 } });
    expect(await account()).toEqual(first);
  });

  test('who was withdrawn by an administrator stays so', async () => {
    await withdraw(stage);
    const first = await account();
    stage.clock.advance('PT1H');
    expect(await importing(withdrawnAlice)).toMatchObject({ guestsWithdrawn: 0 });
    expect(await importing({ users: [alice({ jobTitle: 'Baker' })] })).toMatchObject({ users: { changed: 1 } });
    expect(await account()).toEqual(first);
  });

  test('a dry run counts, and ends nothing', async () => {
    await assign(stage);
    expect(await importing(withdrawnAlice, { isDryRun: true })).toMatchObject({ guestsWithdrawn: 1 });
    expect(await account()).toMatchObject({ enabled: true, withdrawn_at: null });
    expect(await leftTo(stage)).toMatchObject({ schedules: 1 });
  });

  test('K-1 is refused whole where he is the last Global Administrator', async () => {
    await given(stage, { provider: 'directory', roleDefinitionId: roles.globalAdministrator, scopeId: '/' });
    await stage.pool.query('delete from schedule where principal_id = $1', [cast.adam]);
    expect(await codeOf(importing(withdrawnAlice))).toBe('LastAdministrator');
    expect(await account()).toMatchObject({ enabled: true, withdrawn_at: null });
    expect(await leftTo(stage)).toMatchObject({ schedules: 1 });
  });

  test('a guest who is new and withdrawn already has nothing to lose', async () => {
    const guest = {
      ...alice({ withdrawn: true, homeOrganizationId: home }),
      id: v7(),
      userPrincipalName: 'new@contoso.example',
    };
    expect(await importing({ users: [guest] })).toMatchObject({ guestsWithdrawn: 0, users: { added: 1 } });
    expect(
      await stage.one('select account_enabled as enabled, withdrawn_at from principal where id = $1', [guest.id]),
    ).toEqual({ enabled: false, withdrawn_at: stage.clock.now() });
  });

  test('who is taken out of his groups and withdrawn in one file loses each thing once', async () => {
    await makeEligible(stage, { principalId: groups.helpdesk });
    await activate(stage);
    stage.clock.advance('PT10M');
    const before = await marks(stage);
    const helpdesk = { id: groups.helpdesk, displayName: 'IT Helpdesk', members: [] };
    expect(await importing({ ...withdrawnAlice, groups: [helpdesk] })).toMatchObject({
      guestsWithdrawn: 1,
      activationsEnded: 0,
    });
    expect((await leftSince(stage, before)).events.map(({ type }) => type)).toEqual([
      'guest.withdrawn',
      'schedule.ended',
    ]);
  });
});

describe('M-3 an import that takes a guest back', () => {
  test.each([
    ['enabled, and the mark left out', { accountEnabled: true }, true],
    ['with the mark false, and enabled', { accountEnabled: true, withdrawn: false }, true],
    ['with the mark false, and still disabled', { withdrawn: false }, false],
  ])('%s', async (_what, more, enabled) => {
    await assign(stage);
    await importing(withdrawnAlice);
    stage.clock.advance('PT1H');
    await importing({ users: [alice(more)] });
    expect(await account()).toEqual({ enabled, withdrawn_at: null, home, type: 'Guest' });
    expect(await leftTo(stage)).toEqual(nothing);
    expect((await assign(stage)).status).toBe('Provisioned');
  });

  test('as a member: without a home organisation, and as disabled as the file leaves him', async () => {
    await importing(withdrawnAlice);
    await importing({ users: [alice({ userType: 'Member' })] });
    expect(await account()).toEqual({ enabled: false, withdrawn_at: null, home: null, type: 'Member' });
  });
});

describe('M-3 the home organisation in a file', () => {
  test('is kept for a guest, in small letters, and goes with null', async () => {
    const other = 'ABCDEF00-0000-4000-8000-000000000002';
    await importing({ users: [alice({ homeOrganizationId: other })] });
    expect(await account()).toMatchObject({ home: other.toLowerCase() });
    await importing({ users: [alice()] });
    expect(await account()).toMatchObject({ home: other.toLowerCase() });
    await importing({ users: [alice({ homeOrganizationId: null })] });
    expect(await account()).toMatchObject({ home: null });
  });

  test.each([
    ['a home organisation', { homeOrganizationId: home }, 'users[0].homeOrganizationId: only a guest has a home'],
    ['the mark', { withdrawn: true }, 'users[0].withdrawn: only a guest can be withdrawn'],
    ['no GUID', { userType: 'Guest', homeOrganizationId: 'x' }, 'users[0].homeOrganizationId: expected a GUID'],
    ['no flag', { userType: 'Guest', withdrawn: 'yes' }, 'users[0].withdrawn: expected true or false'],
  ])('a member with %s is refused with the line', async (_what, more, message) => {
    const ben = { id: cast.ben, displayName: 'Ben', userPrincipalName: 'ben@contoso.example', ...more };
    const refused = await refusal(importing({ users: [ben] }));
    expect([refused.code, refused.message]).toEqual(['Request_BadRequest', expect.stringContaining(message)]);
  });

  test('a new user is a member unless the file says otherwise', async () => {
    const stranger = {
      id: v7(),
      displayName: 'New',
      userPrincipalName: 'new@contoso.example',
      homeOrganizationId: home,
    };
    expect(await codeOf(importing({ users: [stranger] }))).toBe('Request_BadRequest');
  });
});

test('M-3 a thousand guests with three things each are withdrawn by one file', async () => {
  const ids = Array.from({ length: 1_000 }, () => v7());
  await stage.pool.query(
    `insert into principal (id, type, display_name, user_principal_name, account_enabled, user_type, home_organization_id)
      select id, 'user', 'Guest', id || '@contoso.example', true, 'Guest', $2 from unnest($1::uuid[]) as id`,
    [ids, home],
  );
  await stage.pool.query(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, created_at)
      select gen_random_uuid(), kind, 'directory', id, r, '/', case kind when 'assignment' then 'Assigned' end, '2025-01-01', '2025-01-01'
        from unnest($1::uuid[]) as id, (values ('assignment', $2), ('eligibility', $2), ('eligibility', $3)) as t (kind, r)`,
    [ids, role, roles.securityReader],
  );
  await makeGuest(stage, 'ben');
  const users = ids.map((id) => ({
    id,
    displayName: 'Guest',
    userPrincipalName: `${id}@contoso.example`,
    userType: 'Guest',
    withdrawn: true,
  }));
  expect(await importing({ users })).toMatchObject({ guestsWithdrawn: 1_000 });
  expect(
    await stage.one(
      `select (select count(*)::int from schedule where revoked_at = $1) as ended,
        (select count(*)::int from outbox where type = 'guest.withdrawn') as withdrawn,
        (select count(*)::int from outbox where type = 'schedule.ended') as told,
        (select count(*)::int from directory_audit where activity_display_name like 'Remove%') as entries,
        (select count(*)::int from principal where withdrawn_at = $1 and not account_enabled) as marked`,
      [stage.clock.now()],
    ),
  ).toEqual({ ended: 3_000, withdrawn: 1_000, told: 3_000, entries: 3_000, marked: 1_000 });
});
