import { cast, groups, roles, unit } from '../../support/cast';
import { activate, assign, codeOf, decide, demandApproval, holds, makeEligible, refusal, role, statusOf } from './acts';
import { freshStage } from './fresh-stage';
import {
  given,
  home,
  leftTo,
  membership,
  nothing,
  prepareGuests,
  storeResource,
  submitFor,
  subscription,
  withdraw,
} from './guest-acts';
import { leftSince, marks } from './left-behind';
import { broken } from './racers';
import { eventsOf, standing } from './staged';

const stage = freshStage(prepareGuests);

const reason = 'The home organisation has withdrawn the guest.';
const later = '2026-01-01T03:00:00Z';
const directoryRole = { provider: 'directory', roleDefinitionId: roles.securityReader, scopeId: '/' } as const;

const scheduleOf = (id: string) =>
  stage.one<{ revoked_at: Date | null; is_empty: boolean; end_announced_at: Date | null }>(
    'select revoked_at, isempty(span) as is_empty, end_announced_at from schedule where id = $1',
    [id],
  );
const requestOf = (id: string) =>
  stage.one<{ status: string; completed_at: Date; failure_reason: string }>(
    'select status, completed_at, failure_reason from schedule_request where id = $1',
    [id],
  );
const account = () =>
  stage.one<{ account_enabled: boolean; withdrawn_at: Date | null }>(
    'select account_enabled, withdrawn_at from principal where id = $1',
    [cast.alice],
  );
const ended = async (ids: readonly string[]) => {
  for (const id of ids) {
    expect(await scheduleOf(id)).toEqual({
      revoked_at: stage.clock.now(),
      is_empty: false,
      end_announced_at: stage.clock.now(),
    });
  }
};

describe('M-3 the home organisation withdraws a guest', () => {
  test('he is disabled and marked, with an event, and an entry that tells what changed and why', async () => {
    stage.clock.advance('PT1H');
    const before = await marks(stage);
    expect((await withdraw(stage)).result).toEqual({ userId: cast.alice, endedCount: 0, canceledCount: 0 });
    expect(await account()).toEqual({ account_enabled: false, withdrawn_at: stage.clock.now() });
    const { audits, events } = await leftSince(stage, before);
    expect(events).toEqual([{ type: 'guest.withdrawn', request_id: null }]);
    expect(audits).toMatchObject([
      {
        activity: 'Update user',
        result: 'success',
        reason: 'the contract has ended',
        initiator: cast.adam,
        subject: cast.alice,
      },
    ]);
    expect(
      await stage.one('select category, target_resources as touched from directory_audit order by id desc limit 1'),
    ).toMatchObject({
      category: 'UserManagement',
      touched: [
        {
          id: cast.alice,
          type: 'User',
          modifiedProperties: [
            { displayName: 'accountEnabled', oldValue: 'true', newValue: 'false' },
            { displayName: 'withdrawnDateTime', oldValue: null, newValue: '"2026-01-01T01:00:00.000Z"' },
          ],
        },
      ],
    });
  });

  test('what he holds and is eligible for ends at that instant, of every provider and either kind', async () => {
    const resource = await storeResource(stage);
    const targets = [
      [directoryRole, 'RoleManagement'],
      [
        { ...directoryRole, roleDefinitionId: roles.userAdministrator, scopeId: `/administrativeUnits/${unit}` },
        'RoleManagement',
      ],
      [membership, 'GroupManagement'],
      [{ ...membership, roleDefinitionId: 'owner' }, 'GroupManagement'],
      [resource, 'ResourceManagement'],
    ] as const;
    const ids: string[] = [];
    for (const [target] of targets) {
      ids.push(await given(stage, target));
      ids.push(await given(stage, target, { kind: 'eligibility', endAt: '2027-01-01T00:00:00Z' }));
    }
    const before = await marks(stage);
    const { result } = await withdraw(stage);
    expect(result).toEqual({ userId: cast.alice, endedCount: ids.length, canceledCount: 0 });
    await ended(ids);
    expect(await leftTo(stage)).toEqual(nothing);
    const { audits, events } = await leftSince(stage, before);
    expect(events.slice(1).map(({ type }) => type)).toEqual(ids.map(() => 'schedule.ended'));
    expect(
      audits
        .filter(({ activity }) => activity !== 'Update user')
        .map(({ activity, reason: why, subject }) => [activity, why, subject])
        .sort(),
    ).toEqual(
      targets
        .flatMap(() => [
          ['Remove eligible member from role in PIM completed (timebound)', reason, cast.alice],
          ['Remove member from role in PIM completed (permanent)', reason, cast.alice],
        ])
        .sort(),
    );
    const { categories } = await stage.one<{ categories: readonly string[] }>(
      `select array_agg(category order by category) as categories from directory_audit where not id = any ($1) and category <> 'UserManagement'`,
      [before.audits],
    );
    expect(categories).toEqual(targets.flatMap(([, category]) => [category, category]).sort());
  });

  test('M-3, W-1 his activations end with it: from his own eligibility, from a group, and through a membership of PIM', async () => {
    await stage.pool.query('delete from group_member where member_id = $1', [cast.alice]);
    await makeEligible(stage);
    await makeEligible(stage, { principalId: groups.helpdesk, roleDefinitionId: roles.securityReader });
    const given = { action: 'adminAssign', principalId: cast.alice, end: { duration: 'P30D' } } as const;
    const helpdesk = { ...membership, scopeId: groups.helpdesk };
    const ids = [
      (await submitFor(stage, 'adam', helpdesk, given)).id,
      (await activate(stage)).id,
      (await activate(stage, { roleDefinitionId: roles.securityReader })).id,
    ];
    expect(await stage.one('select activated_through as through from schedule where id = $1', [ids[2]])).toEqual({
      through: [ids[0]],
    });
    stage.clock.advance('PT10M');
    expect(await holds(stage)).toBe(true);
    const { result } = await withdraw(stage);
    expect(result.endedCount).toBe(4);
    await ended(ids);
    expect(await holds(stage)).toBe(false);
    expect(await leftTo(stage)).toEqual(nothing);
    for (const id of ids) {
      expect((await eventsOf(stage, id)).slice(-1)).toEqual(['schedule.ended']);
      expect(await statusOf(stage, id)).toBe('Provisioned');
    }
    // The eligibility of the group is not his.
    expect(await leftTo(stage, groups.helpdesk)).toMatchObject({ schedules: 1 });
    expect(await broken(stage)).toEqual([]);
  });

  test('what was granted for later never begins, and its request is Canceled and says why', async () => {
    const { id } = await assign(stage, { startAt: later });
    await withdraw(stage);
    expect(await requestOf(id)).toEqual({
      status: 'Canceled',
      completed_at: stage.clock.now(),
      failure_reason: reason,
    });
    expect((await scheduleOf(id)).is_empty).toBe(true);
    expect((await eventsOf(stage, id)).slice(-1)).toEqual(['request.canceled']);
    stage.clock.set(later);
    expect(await leftTo(stage)).toEqual(nothing);
    expect(await broken(stage)).toEqual([]);
  });

  test('what begins at that very instant has not held: Canceled as well', async () => {
    const { id } = await assign(stage, { startAt: later });
    stage.clock.set(later);
    expect((await withdraw(stage)).result).toMatchObject({ endedCount: 0, canceledCount: 1 });
    expect(await statusOf(stage, id)).toBe('Canceled');
    expect(await leftTo(stage)).toEqual(nothing);
  });

  test('what waits for approval is Canceled, its stages are closed, and nobody can decide it any more (E-6)', async () => {
    await makeEligible(stage);
    await demandApproval(stage);
    const { id } = await activate(stage);
    const before = await marks(stage);
    await withdraw(stage);
    expect(await requestOf(id)).toEqual({
      status: 'Canceled',
      completed_at: stage.clock.now(),
      failure_reason: reason,
    });
    expect(await standing(stage, id)).toEqual(['Completed NotReviewed']);
    expect((await leftSince(stage, before)).audits).toContainEqual(
      expect.objectContaining({ activity: 'Add member to role canceled (PIM activation)', reason, correlation: id }),
    );
    expect(await codeOf(decide(stage, id))).toBe('ApprovalNotPossible');
    expect(await leftTo(stage)).toEqual(nothing);
    expect(await broken(stage)).toEqual([]);
  });

  test('I-2 what waits for an administrator is Canceled', async () => {
    await makeEligible(stage, { end: { duration: 'P7D' } });
    const { id } = await stage.submit('alice', {
      action: 'selfExtend',
      kind: 'eligibility',
      roleDefinitionId: role,
      end: { duration: 'P30D' },
    });
    expect(await statusOf(stage, id)).toBe('PendingAdminDecision');
    await withdraw(stage);
    expect(await requestOf(id)).toMatchObject({ status: 'Canceled', failure_reason: reason });
    expect(await leftTo(stage)).toEqual(nothing);
  });

  test('E-9 what nobody decided in time stays TimedOut, to be told as such', async () => {
    await makeEligible(stage);
    await demandApproval(stage);
    const { id } = await activate(stage);
    stage.clock.advance('P1D');
    expect((await withdraw(stage)).result.canceledCount).toBe(0);
    expect(await statusOf(stage, id)).toBe('PendingApproval');
  });

  test('E-2 what he was to decide waits for the other approvers', async () => {
    await stage.pool.query(`update principal set user_type = 'Guest' where id = $1`, [cast.ann]);
    await makeEligible(stage);
    await demandApproval(stage);
    const { id } = await activate(stage);
    await withdraw(stage, cast.ann);
    expect(await standing(stage, id)).toEqual(['InProgress NotReviewed']);
    await decide(stage, id, 'Approve', 'ben');
    expect(await statusOf(stage, id)).toBe('Provisioned');
  });

  test('others keep what they have: members of the same groups, and what they asked for', async () => {
    await makeEligible(stage);
    await makeEligible(stage, { principalId: cast.ben });
    const { id } = await stage.submit('ben', { roleDefinitionId: role, end: { duration: 'PT2H' } });
    await withdraw(stage);
    expect(await leftTo(stage, cast.ben)).toMatchObject({ schedules: 2 });
    expect(await statusOf(stage, id)).toBe('Provisioned');
  });

  test('M-7 memberships of the directory stay on record, and none of them counts', async () => {
    await assign(stage, { principalId: groups.helpdesk });
    expect(await holds(stage)).toBe(true);
    await withdraw(stage);
    expect(await holds(stage)).toBe(false);
    expect(
      await stage.one('select count(*)::int as links from group_member where member_id = $1', [cast.alice]),
    ).toEqual({
      links: 1,
    });
  });

  test('one who is disabled already is marked, and loses what he has on record', async () => {
    await assign(stage);
    await stage.pool.query('update principal set account_enabled = false where id = $1', [cast.alice]);
    expect((await withdraw(stage)).result.endedCount).toBe(1);
    expect(await leftTo(stage)).toEqual(nothing);
  });

  test('several hundred schedules end in one transaction', async () => {
    for (let day = 1; day <= 300; day += 1) {
      const scopeId = `/administrativeUnits/${`${day}`.padStart(8, '0')}-0000-4000-8000-000000000000`;
      await given(stage, { ...directoryRole, scopeId });
    }
    expect((await withdraw(stage)).result.endedCount).toBe(300);
    expect(await leftTo(stage)).toEqual(nothing);
  });
});

describe('M-3 afterwards nothing can be given to him', () => {
  test.each([
    ['a directory role', () => assign(stage)],
    ['an eligibility', () => makeEligible(stage)],
    [
      'a membership',
      () => submitFor(stage, 'adam', membership, { action: 'adminAssign', principalId: cast.alice, end: 'never' }),
    ],
  ])('%s', async (_what, attempt) => {
    await withdraw(stage);
    const { code, message, details } = await refusal(attempt());
    expect([code, details.path]).toEqual(['Request_BadRequest', ['input', 'principalId']]);
    expect(message).toMatch(/withdrawn/);
    expect(await leftTo(stage)).toEqual(nothing);
  });

  test('M-7 he does nothing any more', async () => {
    await makeEligible(stage);
    await withdraw(stage);
    expect(await codeOf(activate(stage))).toBe('InsufficientPermissions');
  });
});

test('M-3 M-3 a guest is eligible for roles, groups and resources, and activates like a member', async () => {
  const resource = await storeResource(stage);
  await stage.pool.query(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, start_at, created_at)
      select gen_random_uuid(), 'eligibility', p, $1, r, s, '2025-01-01', '2025-01-01'
        from (values ('directory', $2, '/'), ('group', 'member', $3), ('azure', $4, $5)) as t (p, r, s)`,
    [cast.alice, role, groups.plain, resource.roleDefinitionId, subscription],
  );
  const targets = [{ provider: 'directory', roleDefinitionId: role, scopeId: '/' } as const, membership, resource];
  for (const target of targets) {
    const { status } = await submitFor(stage, 'alice', target, { end: { duration: 'PT2H' } });
    expect(status).toBe('Provisioned');
  }
  expect(await stage.one('select home_organization_id as home from principal where id = $1', [cast.alice])).toEqual({
    home,
  });
  stage.clock.advance('PT10M');
  expect((await withdraw(stage)).result.endedCount).toBe(6);
  expect(await leftTo(stage)).toEqual(nothing);
});
