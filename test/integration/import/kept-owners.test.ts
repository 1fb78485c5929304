import { v7 } from 'uuid';
import { importDirectory } from '../../../src/storage/import/import-directory';
import { cast, groups } from '../../support/cast';
import { activate, makeEligible, role } from '../commands/acts';
import { endsOf } from '../commands/administrators';
import { freshStage } from '../commands/fresh-stage';
import { endOf, enter, groupsOf, invite, join, ownersOf, prepareGroups, sets } from '../commands/hanging-acts';
import { broken } from '../commands/racers';

const stage = freshStage(prepareGroups);

/** What the directory's file says of one group. */
async function importGroup(
  id: string,
  lists: { readonly owners?: readonly string[]; readonly members?: readonly string[] },
) {
  await importing({ groups: [{ id, displayName: 'A group', securityEnabled: true, ...lists }] });
}

const importing = (content: object) =>
  importDirectory({
    url: stage.ownerUrl,
    source: fileOf(content),
    fileName: 'owners.json',
    now: stage.clock.now(),
    newId: () => v7(),
  });

async function* fileOf(content: object) {
  yield Buffer.from(JSON.stringify(content));
}

describe('G-13 owners whom a file names or takes away', () => {
  const planned = new Date('2026-01-31T00:00:00Z');
  let id: string;

  beforeEach(async () => {
    await stage.pool.query('insert into object_owner (object_id, owner_id) values ($1, $2)', [groups.plain, cast.ben]);
    ({ id } = await enter(stage, { access: 'owner' }));
  });

  test('the last one whom the directory names goes: who owns the group through PIM is kept', async () => {
    expect(await endsOf(stage, id)).toEqual({ end: planned, planned: null });
    await importGroup(groups.plain, { owners: [] });
    expect(await endsOf(stage, id)).toEqual({ end: null, planned });
    stage.clock.set(planned.toISOString());
    expect(await ownersOf(stage)).toEqual(['Alice']);
  });

  test('he is disabled: as if he had gone', async () => {
    await importing({
      users: [{ id: cast.ben, displayName: 'Ben', userPrincipalName: 'ben@contoso.example', accountEnabled: false }],
    });
    expect(await endsOf(stage, id)).toEqual({ end: null, planned });
  });

  test('another one comes: the end holds again', async () => {
    await importGroup(groups.plain, { owners: [] });
    await importGroup(groups.plain, { owners: [cast.carol] });
    expect(await endsOf(stage, id)).toEqual({ end: planned, planned: null });
  });

  test('one who is disabled is none', async () => {
    await importGroup(groups.plain, { owners: [cast.dave] });
    expect(await endsOf(stage, id)).toEqual({ end: null, planned });
  });

  test('G-5 what the file says of others touches nothing', async () => {
    await importGroup(groups.approvers, { owners: [] });
    expect(await endsOf(stage, id)).toEqual({ end: planned, planned: null });
  });
});

test('W-1 who is taken out of a group loses what hangs on it, however far', async () => {
  await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [sets.staff, cast.alice]);
  await invite(stage, { groupId: sets.admins, principalId: sets.staff });
  await makeEligible(stage, { principalId: sets.admins });
  const membership = await join(stage, { groupId: sets.admins });
  const further = await activate(stage);
  stage.clock.advance('PT10M');
  await importGroup(sets.staff, { members: [] });
  expect(await groupsOf(stage, cast.alice)).toEqual(['IT Helpdesk']);
  expect(await endOf(stage, membership.id)).toBe('2026-01-01T00:10:00.000Z');
  expect(await endOf(stage, further.id)).toBe('2026-01-01T00:10:00.000Z');
  expect(
    await stage.one('select exists (select from roles_of($1, $2) where role_definition_id = $3) as held', [
      cast.alice,
      stage.clock.now(),
      role,
    ]),
  ).toEqual({ held: false });
  expect((await broken(stage)).filter((what) => !/events and \d+ entries/.test(what))).toEqual([]);
});
