import {
  CancelGroupAssignmentRequestDocument,
  DecideGroupEligibilityRequestDocument,
  EligibleForGroupsDocument,
  GroupApprovalsDocument,
  GroupAssignmentByIdDocument,
  GroupMembersDocument,
  HeldOfGroupsDocument,
  RequestsAboutGroupsDocument,
} from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast, groups, roles } from '../support/cast';
import {
  activateMembership,
  askForEligibility,
  askForMembership,
  demandGroupApproval,
  fillOfficeAdmins,
  groupActivation,
  groupEligibility,
  groupRequestIn,
  makeGroupEligible,
  officeAdmins,
  officeRolesHeld,
  rolesOf,
} from './groups-scenario';
import { assignOutsidePim, codesOf, decide } from './scenario';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  await app.reset();
  await fillOfficeAdmins(app);
});
afterAll(() => app.stop());

const idOf = (guid: string, access: 'member' | 'owner' = 'member') => `${officeAdmins}_${access}_${guid}`;
const peopleOf = async (id: string) => {
  const { group } = await app.as('adam').ask(GroupMembersDocument, { id });
  return {
    members: group?.members.nodes.map((member) => member.id),
    owners: group?.owners.nodes.map((owner) => owner.id),
  };
};

describe('G-6, G-10 one activation into a group that holds two roles', () => {
  test('gives both at once, for as long as the membership lasts, and neither afterwards', async () => {
    const eligible = await makeGroupEligible(app);
    expect(await rolesOf(app, 'ben')).toEqual([]);
    expect(await peopleOf(officeAdmins)).toEqual({ members: [], owners: [cast.carol] });
    const { id, ...request } = await activateMembership(app);
    expect(request).toMatchObject({ status: 'Provisioned', accessId: 'member', targetScheduleId: idOf(id) });
    expect(await peopleOf(officeAdmins)).toEqual({ members: [cast.ben], owners: [cast.carol] });
    const held = await rolesOf(app, 'ben');
    expect(held).toEqual(expect.arrayContaining(officeRolesHeld));
    expect(held).toHaveLength(officeRolesHeld.length);
    const { privilegedAccessGroupAssignmentScheduleInstances: instances } = await app
      .as('ben')
      .ask(HeldOfGroupsDocument, {});
    expect(instances.nodes).toEqual([
      {
        id: idOf(id),
        accessId: 'member',
        groupId: officeAdmins,
        principalId: cast.ben,
        memberType: 'direct',
        assignmentType: 'activated',
        assignmentScheduleId: idOf(id),
        startDateTime: '2026-01-01T00:00:00Z',
        endDateTime: '2026-01-01T02:00:00Z',
        activatedUsing: {
          id: idOf(eligible.id),
          eligibilityScheduleId: idOf(eligible.id),
          memberType: 'direct',
        },
      },
    ]);
    app.clock.advance('PT2H');
    expect(await rolesOf(app, 'ben')).toEqual([]);
    expect(await peopleOf(officeAdmins)).toEqual({ members: [], owners: [cast.carol] });
  });

  test('ownership: the activated owner stands among the owners, and may manage the group (G-7)', async () => {
    await makeGroupEligible(app, { accessId: 'owner' });
    const refused = await askForEligibility(app.as('ben'), groupEligibility({ principalId: cast.ann }));
    expect(codesOf(refused)).toEqual(['InsufficientPermissions']);
    await activateMembership(app, { accessId: 'owner' });
    expect((await peopleOf(officeAdmins)).owners?.sort()).toEqual([cast.ben, cast.carol].sort());
    const given = await askForEligibility(app.as('ben'), groupEligibility({ principalId: cast.ann }));
    expect(groupRequestIn(given)).toMatchObject({ status: 'Provisioned' });
  });
});

test('F-4, C-5 a membership can be given back after five minutes, not before', async () => {
  await makeGroupEligible(app);
  await activateMembership(app);
  const back = groupActivation({ action: 'selfDeactivate', scheduleInfo: null });
  app.clock.advance('PT4M59S');
  expect(codesOf(await askForMembership(app.as('ben'), back))).toEqual(['ActiveDurationTooShort']);
  app.clock.advance('PT1S');
  expect(groupRequestIn(await askForMembership(app.as('ben'), back))).toMatchObject({ status: 'Revoked' });
  expect(await rolesOf(app, 'ben')).toEqual([]);
});

test('F-1, F-2 what is granted for later can be withdrawn', async () => {
  await makeGroupEligible(app);
  const startDateTime = '2026-01-01T06:00:00Z';
  const { id, status } = await activateMembership(app, {
    scheduleInfo: { startDateTime, expiration: { type: 'afterDuration', duration: 'PT2H' } },
  });
  expect(status).toBe('Granted');
  const cancel = async () =>
    (await app.as('ben').ask(CancelGroupAssignmentRequestDocument, { input: { id } }))
      .cancelPrivilegedAccessGroupAssignmentScheduleRequest;
  expect(groupRequestIn(await cancel())).toMatchObject({ id, status: 'Canceled' });
  expect(codesOf(await cancel())).toEqual(['RequestCannotBeCancelled']);
  app.clock.set(startDateTime);
  expect(await rolesOf(app, 'ben')).toEqual([]);
});

test('E-1, E-14 an activation waits for the approver of the group, among the approvals of groups alone', async () => {
  await makeGroupEligible(app);
  await demandGroupApproval(app, 'ann');
  const { id, ...request } = await activateMembership(app);
  expect(request).toMatchObject({ status: 'PendingApproval', approvalId: id });
  const approvals = await app.as('ann').ask(GroupApprovalsDocument, { on: 'approver' });
  const about = { id, accessId: 'member', groupId: officeAdmins };
  expect(approvals).toEqual({
    privilegedAccessGroupAssignmentApprovals: {
      nodes: [
        {
          id,
          request: {
            __typename: 'PrivilegedAccessGroupAssignmentScheduleRequest',
            ...about,
            status: 'PendingApproval',
          },
        },
      ],
    },
    roleAssignmentApprovals: { nodes: [] },
  });
  expect(await rolesOf(app, 'ben')).toEqual([]);
  const decided = await decide(app, 'ann', id);
  expect(decided).toMatchObject({ approval: { id, request: { id, status: 'Provisioned' } }, userErrors: [] });
  expect(await rolesOf(app, 'ben')).toHaveLength(officeRolesHeld.length);
});

test('4.4 an extension gives a schedule with a new id, under the group and its access', async () => {
  const first = await makeGroupEligible(app);
  app.clock.set('2026-01-25T00:00:00Z');
  const expiration = { type: 'afterDateTime', endDateTime: '2026-02-28T00:00:00Z' } as const;
  const second = await makeGroupEligible(app, { action: 'adminExtend', scheduleInfo: { expiration } });
  expect(second.targetScheduleId).toBe(idOf(second.id));
  expect(second.id).not.toBe(first.id);
  const { privilegedAccessGroupEligibilitySchedules: eligibilities } = await app
    .as('carol')
    .ask(EligibleForGroupsDocument, { filter: { groupId: { eq: officeAdmins } } });
  expect(eligibilities.nodes).toEqual([
    {
      id: idOf(second.id),
      createdUsing: second.id,
      accessId: 'member',
      groupId: officeAdmins,
      memberType: 'direct',
      scheduleInfo: { expiration: { endDateTime: '2026-02-28T00:00:00Z' } },
    },
  ]);
});

test('G-20 an extension that the eligible person asks for is decided by whoever manages the group', async () => {
  await makeGroupEligible(app);
  app.clock.set('2026-01-25T00:00:00Z');
  const asked = groupRequestIn(await askForEligibility(app.as('ben'), groupEligibility({ action: 'selfExtend' })));
  expect(asked).toMatchObject({ status: 'PendingAdminDecision' });
  const answer = async (person: 'ann' | 'carol') =>
    (
      await app.as(person).ask(DecideGroupEligibilityRequestDocument, {
        input: { id: asked.id, decision: 'AdminApproved', reason: 'agreed' },
      })
    ).updatePrivilegedAccessGroupEligibilityScheduleRequest;
  expect(codesOf(await answer('ann'))).toEqual(['RoleAssignmentRequestNotFound']);
  expect(groupRequestIn(await answer('carol'))).toMatchObject({ status: 'Provisioned' });
});

describe('G-7 who may not', () => {
  test('a stranger gives nothing and sees nothing', async () => {
    await makeGroupEligible(app);
    const refused = await askForEligibility(app.as('ann'), groupEligibility({ principalId: cast.alice }));
    expect(codesOf(refused)).toEqual(['InsufficientPermissions']);
    const { privilegedAccessGroupEligibilitySchedules: seen } = await app
      .as('ann')
      .ask(EligibleForGroupsDocument, { filter: { groupId: { eq: officeAdmins } } });
    expect(seen.nodes).toEqual([]);
    expect(codesOf(await askForMembership(app.as('ann'), groupActivation({ principalId: cast.ann })))).toEqual([
      'RoleAssignmentRequestPolicyValidationFailed',
    ]);
  });

  test('a Groups Administrator manages other groups, but none that roles can be assigned to', async () => {
    await assignOutsidePim(app, cast.ann, roles.groupsAdministrator);
    expect(codesOf(await askForEligibility(app.as('ann'), groupEligibility()))).toEqual(['InsufficientPermissions']);
    const plain = await askForEligibility(app.as('ann'), groupEligibility({ groupId: groups.plain }));
    expect(groupRequestIn(plain)).toMatchObject({ status: 'Provisioned', groupId: groups.plain });
  });
});

test('J.1 a refusal names the field of the input that is at fault', async () => {
  const unknown = '0ff1ce00-0000-4000-8000-00000000dead';
  const { userErrors } = await askForEligibility(app.as('adam'), groupEligibility({ groupId: unknown }));
  expect(userErrors).toMatchObject([{ code: 'InvalidScope', path: ['input', 'groupId'] }]);
  const { userErrors: malformed } = await askForEligibility(app.as('adam'), groupEligibility({ groupId: 'plain' }));
  expect(malformed).toMatchObject([{ code: 'Request_BadRequest', path: ['input', 'groupId'] }]);
});

describe('A-2 ids of schedules are {groupId}_{accessId}_{guid}', () => {
  test('in any letter case, for this group and this access alone', async () => {
    await makeGroupEligible(app);
    const { id: guid } = await activateMembership(app);
    const byId = async (id: string) => {
      const {
        privilegedAccessGroupAssignmentSchedule: schedule,
        privilegedAccessGroupAssignmentScheduleInstance: one,
      } = await app.as('ben').ask(GroupAssignmentByIdDocument, { id });
      return [schedule?.id ?? null, one?.id ?? null];
    };
    const id = idOf(guid);
    expect(await byId(id)).toEqual([id, id]);
    expect(await byId(id.toUpperCase())).toEqual([id, id]);
    for (const other of [guid, idOf(guid, 'owner'), `${groups.plain}_member_${guid}`, idOf('x'), ''])
      expect(await byId(other)).toEqual([null, null]);
  });

  test('filters take them as well', async () => {
    await makeGroupEligible(app);
    const { id: guid } = await activateMembership(app);
    const found = async (id: string) => {
      const answer = await app.as('ben').ask(HeldOfGroupsDocument, {
        instances: { assignmentScheduleId: { in: [id, idOf('x')] } },
        schedules: { id: { eq: id }, assignmentType: { eq: 'activated' }, memberType: { ne: 'group' } },
      });
      return [
        ...answer.privilegedAccessGroupAssignmentScheduleInstances.nodes,
        ...answer.privilegedAccessGroupAssignmentSchedules.nodes,
      ].map((one) => one.id);
    };
    const id = idOf(guid);
    expect(await found(id.toUpperCase())).toEqual([id, id]);
    expect(await found(idOf(guid, 'owner'))).toEqual([]);
    const { privilegedAccessGroupAssignmentScheduleRequests: requests } = await app
      .as('ben')
      .ask(RequestsAboutGroupsDocument, { on: 'principal', filter: { targetScheduleId: { eq: id } } });
    expect(requests.nodes).toMatchObject([
      {
        id: guid,
        group: { id: officeAdmins, displayName: 'Office admins' },
        principal: { id: cast.ben },
        targetSchedule: { id, createdUsing: guid },
        activatedUsing: { id: expect.stringMatching(`^${officeAdmins}_member_`) },
        approval: null,
      },
    ]);
  });
});

test('G-4 what was held of a deleted group has no instance', async () => {
  await makeGroupEligible(app);
  await activateMembership(app);
  await app.sql('update principal set deleted_at = $2 where id = $1', [officeAdmins, app.clock.now()]);
  const { privilegedAccessGroupAssignmentScheduleInstances: left } = await app.as('adam').ask(HeldOfGroupsDocument, {});
  expect(left.nodes).toEqual([]);
});

test('B-15 a validation says what would come of it, and stores nothing', async () => {
  await makeGroupEligible(app);
  const told = groupRequestIn(await askForMembership(app.as('ben'), groupActivation({ isValidationOnly: true })));
  expect(told).toMatchObject({ isValidationOnly: true, accessId: 'member', groupId: officeAdmins });
  const { privilegedAccessGroupAssignmentScheduleRequests: requests } = await app
    .as('ben')
    .ask(RequestsAboutGroupsDocument, { on: 'principal' });
  expect(requests.nodes).toEqual([]);
});
