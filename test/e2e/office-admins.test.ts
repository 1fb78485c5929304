import { HoldsRoleDocument, MyAccessDocument, RolesOfMineDocument } from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast } from '../support/cast';
import {
  askForEligibility,
  askForMembership,
  groupActivation,
  groupEligibility,
  groupRequestIn,
} from './groups-scenario';
import { insertGroup } from './samples/published';
import { requestAssignment, requestIn } from './scenario';

const officeAdmins = '0ff1ce00-0000-4000-8000-000000000002';
const officeRoles = [
  { roleName: 'Exchange Administrator', id: '29232cdf-9323-42fd-ade2-1d097af3e4de' },
  { roleName: 'Office Apps Administrator', id: '2b745bdf-0803-4d80-aa65-822c4493daac' },
  { roleName: 'Search Administrator', id: '0964bb5e-9bdb-4d7b-ac29-58e794862a40' },
  { roleName: 'Teams Administrator', id: '69091246-20e8-4a56-aa4d-066075b2a7a8' },
] as const;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await insertGroup(app, { id: officeAdmins, displayName: 'Office admins', memberIds: [] });
  for (const { id } of officeRoles) await giveToGroup(id);
  const eligibility = groupEligibility({ principalId: cast.alice, groupId: officeAdmins });
  groupRequestIn(await askForEligibility(app.as('adam'), eligibility));
});
afterAll(() => app.stop());

const giveToGroup = async (roleDefinitionId: string) =>
  requestIn(
    await requestAssignment(app.as('adam'), {
      action: 'adminAssign',
      principalId: officeAdmins,
      roleDefinitionId,
      directoryScopeId: '/',
      justification: 'what office admins need',
      scheduleInfo: { expiration: { type: 'noExpiration' } },
    }),
  );

/** What Alice holds at this moment, by each of the three ways to ask. */
async function held() {
  const alice = app.as('alice');
  const instances = (await alice.ask(RolesOfMineDocument, {})).roleAssignmentScheduleInstances.nodes;
  const checks = await Promise.all(
    officeRoles.map(({ id }) => alice.ask(HoldsRoleDocument, { principalId: cast.alice, roleDefinitionId: id })),
  );
  const { me } = await alice.ask(MyAccessDocument, { active: { scopeId: { in: ['/', officeAdmins] } } });
  return {
    instances: [...instances].sort((a, b) => a.roleDefinitionId.localeCompare(b.roleDefinitionId)),
    checks: checks.map(({ accessCheck }) => accessCheck),
    active: me.activeAccess.nodes,
    eligible: me.eligibleAccess.nodes,
  };
}

const nothing = {
  hasAccess: false,
  assignmentType: null,
  memberType: null,
  endDateTime: null,
  throughGroupId: null,
  membershipScheduleIds: [],
};
const eligible = {
  provider: 'group',
  roleDefinitionId: 'member',
  roleName: 'Member',
  scopeId: officeAdmins,
  scopeName: 'Office admins',
  memberType: 'Direct',
  hasPendingRequest: false,
};
const empty = {
  instances: [],
  checks: officeRoles.map(() => nothing),
  active: [],
  eligible: [{ ...eligible, isActive: false }],
};

test('issue 5.2, G-10: one activation into the group gives its four roles at once, and its end takes all four', async () => {
  expect(await held()).toEqual(empty);

  const activation = groupActivation({ principalId: cast.alice, groupId: officeAdmins });
  const request = groupRequestIn(await askForMembership(app.as('alice'), activation));
  expect(request.status).toBe('Provisioned');

  const endDateTime = '2026-01-01T02:00:00Z';
  const throughGroup = { id: officeAdmins, displayName: 'Office admins' };
  const during = await held();
  // Group, as each of the roles is an assignment of the group; that has no end, the membership has one.
  expect(during.instances).toEqual(
    officeRoles
      .map(({ id }) => ({
        roleDefinitionId: id,
        principalId: officeAdmins,
        memberType: 'Group',
        endDateTime: null,
      }))
      .sort((a, b) => a.roleDefinitionId.localeCompare(b.roleDefinitionId)),
  );
  expect(during.checks).toEqual(
    officeRoles.map(() => ({
      hasAccess: true,
      assignmentType: 'Activated',
      memberType: 'Group',
      endDateTime,
      throughGroupId: officeAdmins,
      membershipScheduleIds: [request.targetScheduleId],
    })),
  );
  expect(during.eligible).toEqual([{ ...eligible, isActive: true }]);
  expect(during.active).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ provider: 'group', roleName: 'Member', assignmentType: 'Activated', endDateTime }),
      ...officeRoles.map(({ roleName }) =>
        expect.objectContaining({ provider: 'directory', roleName, memberType: 'Group', throughGroup, endDateTime }),
      ),
    ]),
  );
  expect(during.active).toHaveLength(5);

  app.clock.set('2026-01-01T01:59:59.999Z');
  expect(await held()).toEqual(during);
  app.clock.set(endDateTime);
  expect(await held()).toEqual(empty);
});
