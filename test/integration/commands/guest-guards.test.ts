import { cast, groups, roles } from '../../support/cast';
import { assign, codeOf, refusal, rowCounts } from './acts';
import { freshStage } from './fresh-stage';
import { given, leftTo, makeGuest, membership, nothing, prepareGuests, withdraw } from './guest-acts';

const stage = freshStage(prepareGuests);

const directoryRole = { provider: 'directory', roleDefinitionId: roles.securityReader, scopeId: '/' } as const;
const account = () =>
  stage.one<{ account_enabled: boolean; withdrawn_at: Date | null }>(
    'select account_enabled, withdrawn_at from principal where id = $1',
    [cast.alice],
  );

describe('M-3 who may withdraw whom', () => {
  test('a User Administrator may, as may an application that is one (L.4)', async () => {
    // The helpdesk is role-assignable: who belongs to it is not for User Administrators (G-21).
    await stage.pool.query('delete from group_member where member_id = $1', [cast.alice]);
    await assign(stage, { principalId: cast.ben, roleDefinitionId: roles.userAdministrator });
    await assign(stage, { principalId: cast.robot, roleDefinitionId: roles.userAdministrator });
    await makeGuest(stage, 'dave');
    expect((await withdraw(stage, cast.alice, 'ben')).result.userId).toBe(cast.alice);
    expect((await withdraw(stage, cast.dave, 'robot')).result.userId).toBe(cast.dave);
  });

  test.each([
    ['sam', 'InsufficientPermissions'],
    ['alice', 'InsufficientPermissions'],
    ['ben', 'SubjectNotFound'],
    ['robot', 'SubjectNotFound'],
  ] as const)('%s: %s, and the attempt is audited', async (who, code) => {
    const before = await rowCounts(stage);
    expect(await codeOf(withdraw(stage, cast.alice, who))).toBe(code);
    expect(await rowCounts(stage)).toEqual({ ...before, audits: Number(before.audits) + 1 });
    expect(await account()).toEqual({ account_enabled: true, withdrawn_at: null });
  });

  test.each([
    ['nobody', '00000000-0000-4000-8000-000000000000', 'SubjectNotFound'],
    ['a group', groups.helpdesk, 'SubjectNotFound'],
    ['an application', cast.robot, 'SubjectNotFound'],
    ['a member', cast.ben, 'Request_BadRequest'],
  ])('%s: %s is %s, and nothing changes', async (_what, userId, code) => {
    const before = await rowCounts(stage);
    const { code: found, details } = await refusal(withdraw(stage, userId));
    expect([found, details.path]).toEqual([code, ['input', 'userId']]);
    expect(await rowCounts(stage)).toEqual({ ...before, audits: Number(before.audits) + 1 });
  });

  test('a second time is Conflict, and tells when it was', async () => {
    await withdraw(stage);
    stage.clock.advance('PT1H');
    const before = await rowCounts(stage);
    const { code, message } = await refusal(withdraw(stage));
    expect(code).toBe('Conflict');
    expect(message).toMatch(/2026-01-01T00:00:00/);
    expect(await rowCounts(stage)).toEqual({ ...before, audits: Number(before.audits) + 1 });
  });

  test('without a reason it is refused', async () => {
    const { code, details } = await refusal(withdraw(stage, cast.alice, 'adam', ' '));
    expect([code, details.path]).toEqual(['Request_BadRequest', ['input', 'justification']]);
  });
});

describe('K-1 a guest who administers', () => {
  const adamLeaves = () => stage.pool.query('delete from schedule where principal_id = $1', [cast.adam]);
  const globalAdministrator = { ...directoryRole, roleDefinitionId: roles.globalAdministrator };

  test('L.1 is not for a User Administrator to withdraw', async () => {
    await assign(stage, { principalId: cast.ben, roleDefinitionId: roles.userAdministrator });
    await given(stage, directoryRole);
    expect(await codeOf(withdraw(stage, cast.alice, 'ben'))).toBe('InsufficientPermissions');
  });

  test('the last Global Administrator is kept', async () => {
    await given(stage, globalAdministrator);
    await adamLeaves();
    const before = await rowCounts(stage);
    expect(await codeOf(withdraw(stage, cast.alice, 'carol'))).toBe('LastAdministrator');
    expect(await rowCounts(stage)).toEqual({ ...before, audits: Number(before.audits) + 1 });
    expect(await account()).toEqual({ account_enabled: true, withdrawn_at: null });
  });

  test('so is the last person behind a group that is Global Administrator', async () => {
    await given(stage, globalAdministrator, { principalId: groups.helpdesk });
    await adamLeaves();
    expect(await codeOf(withdraw(stage, cast.alice, 'carol'))).toBe('LastAdministrator');
  });

  test('K-3 where nobody holds the role, so is the last who is eligible', async () => {
    await given(stage, globalAdministrator, { kind: 'eligibility' });
    await adamLeaves();
    expect(await codeOf(withdraw(stage, cast.alice, 'carol'))).toBe('LastAdministrator');
  });

  test('one of two goes, and K-2 the other one is kept past his end from then on', async () => {
    await given(stage, globalAdministrator);
    await adamLeaves();
    const id = await given(stage, globalAdministrator, { principalId: cast.ann, endAt: '2026-06-01T00:00:00Z' });
    await withdraw(stage, cast.alice, 'carol');
    expect(await stage.one('select end_at, suspended_end_at from schedule where id = $1', [id])).toEqual({
      end_at: null,
      suspended_end_at: new Date('2026-06-01T00:00:00Z'),
    });
    expect(await leftTo(stage)).toEqual(nothing);
  });

  test('K-2 one who was kept past his end is kept no more, and his plan is on record again', async () => {
    const id = await given(stage, globalAdministrator);
    await stage.pool.query(`update schedule set suspended_end_at = '2026-06-01T00:00:00Z' where id = $1`, [id]);
    await withdraw(stage);
    expect(await stage.one('select end_at, suspended_end_at, revoked_at from schedule where id = $1', [id])).toEqual({
      end_at: new Date('2026-06-01T00:00:00Z'),
      suspended_end_at: null,
      revoked_at: stage.clock.now(),
    });
  });
});

describe('G-13 a guest who owns a group', () => {
  const ownership = { ...membership, roleDefinitionId: 'owner' };
  const endAt = '2026-06-01T00:00:00Z';
  const ownsByDirectory = (principalId: string) =>
    stage.pool.query('insert into object_owner (object_id, owner_id) values ($1, $2)', [groups.plain, principalId]);
  const endsOf = (id: string) => stage.one('select end_at, suspended_end_at from schedule where id = $1', [id]);
  const kept = { end_at: null, suspended_end_at: new Date(endAt) };
  const ending = { end_at: new Date(endAt), suspended_end_at: null };

  test('G-5 the last owner goes all the same', async () => {
    await given(stage, ownership);
    expect((await withdraw(stage)).result.endedCount).toBe(1);
    expect(await leftTo(stage)).toEqual(nothing);
  });

  test.each([
    ['through PIM', () => given(stage, ownership)],
    ['as the directory says', () => ownsByDirectory(cast.alice)],
  ])('%s: who is left as its last owner is kept past his end', async (_how, own) => {
    await own();
    const id = await given(stage, ownership, { principalId: cast.ann, endAt });
    await withdraw(stage);
    expect(await endsOf(id)).toEqual(kept);
  });

  test('where the directory names another owner, nobody is kept', async () => {
    await ownsByDirectory(cast.alice);
    await ownsByDirectory(cast.ben);
    const id = await given(stage, ownership, { principalId: cast.ann, endAt });
    await withdraw(stage);
    expect(await endsOf(id)).toEqual(ending);
  });

  test('in a group that he does not own nothing moves', async () => {
    const id = await given(stage, ownership, { principalId: cast.ann, endAt });
    await withdraw(stage);
    expect(await endsOf(id)).toEqual(ending);
  });
});
