import { HoldsRoleDocument, MyAccessDocument, WithdrawGuestDocument } from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast, type Person } from '../support/cast';
import { approvalBy, changeGroupPolicy } from './group-policies';
import {
  askForEligibility,
  askForMembership,
  groupActivation,
  groupEligibility,
  groupRequestIn,
} from './groups-scenario';
import { insertGroup } from './samples/published';
import { codesOf, decide, requestAssignment, requestIn } from './scenario';

const staff = '57aff000-0000-4000-8000-000000000001';
const partners = '9a27e500-0000-4000-8000-000000000002';
const home = '40e00000-0000-4000-8000-000000000001';
const reportsReader = '4a5d8f65-41da-4de4-8968-e035b65339cf';

// One role, two groups that hold it, a policy for each: Alice is staff, Ben a guest of a partner; Ann approves.
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  await app.reset();
  await app.sql(`update principal set user_type = 'Guest', home_organization_id = $2 where id = $1`, [cast.ben, home]);
  await insertGroup(app, { id: staff, displayName: 'Report readers (staff)', memberIds: [] });
  await insertGroup(app, { id: partners, displayName: 'Report readers (partners)', memberIds: [] });
  await changeGroupPolicy(app.as('adam'), staff, [
    { id: 'Enablement_EndUser_Assignment', enabledRules: ['MultiFactorAuthentication', 'Justification'] },
  ]);
  await changeGroupPolicy(app.as('adam'), partners, [
    { id: 'Expiration_EndUser_Assignment', isExpirationRequired: true, maximumDuration: 'PT4H' },
    approvalBy({ userId: cast.ann }),
  ]);
  await giveRole(staff);
  await giveRole(partners);
  for (const [principalId, groupId] of [
    [cast.alice, staff],
    [cast.ben, partners],
  ] as const)
    groupRequestIn(await askForEligibility(app.as('adam'), groupEligibility({ principalId, groupId })));
});
afterAll(() => app.stop());

const giveRole = async (principalId: string) =>
  requestIn(
    await requestAssignment(app.as('adam'), {
      action: 'adminAssign',
      principalId,
      roleDefinitionId: reportsReader,
      directoryScopeId: '/',
      justification: 'what its members need',
      scheduleInfo: { expiration: { type: 'noExpiration' } },
    }),
  );

const ask = (person: 'alice' | 'ben', groupId: string, duration: string, amr: readonly string[] = ['pwd', 'mfa']) =>
  askForMembership(
    app.as(person, { amr: [...amr] }),
    groupActivation({
      principalId: cast[person],
      groupId,
      scheduleInfo: { expiration: { type: 'afterDuration', duration } },
    }),
  );

const reads = async (person: Person) => {
  const asked = { principalId: cast[person], roleDefinitionId: reportsReader };
  return (await app.as('adam').ask(HoldsRoleDocument, asked)).accessCheck;
};

const failedRules = (payload: Awaited<ReturnType<typeof ask>>) =>
  payload.userErrors.flatMap((error) => ('failedRules' in error ? error.failedRules : []));

test('issue 5.3, G-3 staff sign in with MFA and need nobody', async () => {
  const refused = await ask('alice', staff, 'PT8H', ['pwd']);
  expect(failedRules(refused)).toMatchObject([{ rule: 'MfaRule' }]);
  expect(await reads('alice')).toMatchObject({ hasAccess: false });

  const { status } = groupRequestIn(await ask('alice', staff, 'PT8H'));
  expect(status).toBe('Provisioned');
  expect(await reads('alice')).toMatchObject({
    hasAccess: true,
    throughGroupId: staff,
    endDateTime: '2026-01-01T08:00:00Z',
  });
});

test('issue 5.3, M-6 partners wait for an approver, and have four hours at most', async () => {
  const refused = await ask('ben', partners, 'PT8H');
  expect(failedRules(refused)).toMatchObject([{ rule: 'ExpirationRule', allows: 'PT4H' }]);

  const request = groupRequestIn(await ask('ben', partners, 'PT4H', ['pwd']));
  expect(request.status).toBe('PendingApproval');
  expect(await reads('ben')).toMatchObject({ hasAccess: false });
  const { me } = await app.as('ben').ask(MyAccessDocument, {});
  expect(me.pendingRequests.nodes).toMatchObject([
    { provider: 'group', scopeName: 'Report readers (partners)', status: 'PendingApproval' },
  ]);

  expect(codesOf(await decide(app, 'ann', request.id))).toEqual([]);
  expect(await reads('ben')).toMatchObject({
    hasAccess: true,
    assignmentType: 'Activated',
    memberType: 'Group',
    throughGroupId: partners,
    endDateTime: '2026-01-01T04:00:00Z',
  });
  app.clock.set('2026-01-01T03:59:59.999Z');
  expect(await reads('ben')).toMatchObject({ hasAccess: true });
  app.clock.set('2026-01-01T04:00:00Z');
  expect(await reads('ben')).toMatchObject({ hasAccess: false });
});

test('issue 5.5 a partner whose home organisation withdraws him has lost the role in that instant', async () => {
  const request = groupRequestIn(await ask('ben', partners, 'PT4H'));
  expect(codesOf(await decide(app, 'ann', request.id))).toEqual([]);
  expect(await reads('ben')).toMatchObject({ hasAccess: true });
  const input = { userId: cast.ben, justification: 'the contract has ended' };
  const { withdrawGuest } = await app.as('adam').ask(WithdrawGuestDocument, { input });
  expect(withdrawGuest.userErrors).toEqual([]);
  expect(await reads('ben')).toMatchObject({ hasAccess: false });
});
