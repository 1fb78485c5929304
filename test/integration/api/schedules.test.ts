import { roleAssignmentId } from '../../../src/queries/shapes/role-assignment-id';
import { cast, groups, roles, unit } from '../../support/cast';
import { type Api, openApi } from './open-api';
import { fillRequests, ids } from './rows';

let api: Api;
beforeAll(async () => {
  api = await openApi();
  await fillRequests(api.pool);
});
afterAll(() => api.close());
beforeEach(() => api.clock.set('2026-01-01T00:00:00Z'));

const idsOf = async (list: string, as: 'alice' | 'adam' = 'alice', args = '(on: principal)') =>
  (await api.read(as, `{ list: ${list}${args} { nodes { id } } }`)).list.nodes
    .map(({ id }: { id: string }) => id)
    .sort();

describe('A-3, issue 2.12: an instance is there while its span lasts', () => {
  test.each([
    { at: '2025-12-31T23:59:59.999Z', held: [ids.inUnit] },
    { at: '2026-01-01T00:00:00Z', held: [ids.active, ids.inUnit] },
    { at: '2026-01-01T01:59:59.999Z', held: [ids.active, ids.inUnit] },
    { at: '2026-01-01T02:00:00Z', held: [ids.inUnit] },
    { at: '2026-01-02T00:00:00Z', held: [ids.inUnit, ids.future] },
  ])('at $at', async ({ at, held }) => {
    api.clock.set(at);
    expect(await idsOf('roleAssignmentScheduleInstances')).toEqual([...held].sort());
    const { roleAssignments } = await api.read('alice', `{ roleAssignments { totalCount } }`);
    expect(roleAssignments.totalCount).toBe(held.length);
  });
});

test('resources 2: schedules are current and future ones', async () => {
  expect(await idsOf('roleAssignmentSchedules')).toEqual([ids.active, ids.inUnit, ids.future].sort());
  api.clock.set('2026-01-01T02:00:00Z');
  expect(await idsOf('roleAssignmentSchedules')).toEqual([ids.inUnit, ids.future].sort());
});

test('A-5: an activation stands next to its eligibility and points at it', async () => {
  const query = `query ($id: ID!) { instance: roleAssignmentScheduleInstance(id: $id) {
    assignmentType memberType startDateTime endDateTime roleAssignmentScheduleId roleAssignmentOriginId
    activatedUsing { id roleEligibilityScheduleId startDateTime endDateTime } }
    schedule: roleAssignmentSchedule(id: $id) { status createdUsing modifiedDateTime activatedUsing { id }
      scheduleInfo { startDateTime expiration { type endDateTime duration } } } }`;
  const assigned = { principalId: cast.alice, roleDefinitionId: roles.groupsAdministrator, scopeId: '/' };
  expect(await api.read('alice', query, { id: ids.active })).toEqual({
    instance: {
      assignmentType: 'Activated',
      memberType: 'Direct',
      startDateTime: '2026-01-01T00:00:00Z',
      endDateTime: '2026-01-01T02:00:00Z',
      roleAssignmentScheduleId: ids.active,
      roleAssignmentOriginId: roleAssignmentId(assigned),
      activatedUsing: {
        id: ids.eligibility,
        roleEligibilityScheduleId: ids.eligibility,
        startDateTime: '2025-12-01T00:00:00Z',
        endDateTime: null,
      },
    },
    schedule: {
      status: 'Provisioned',
      createdUsing: ids.active,
      modifiedDateTime: null,
      activatedUsing: { id: ids.eligibility },
      scheduleInfo: {
        startDateTime: '2026-01-01T00:00:00Z',
        expiration: { type: 'afterDateTime', endDateTime: '2026-01-01T02:00:00Z', duration: null },
      },
    },
  });
});

test('M-8, H-12: what a group of the caller holds is his with memberType Group', async () => {
  const query = `{ roleEligibilityScheduleInstances(on: principal, orderBy: [startDateTime_ASC]) { nodes { id memberType principal { id __typename } } } }`;
  expect((await api.read('alice', query)).roleEligibilityScheduleInstances.nodes).toEqual([
    { id: ids.eligibility, memberType: 'Direct', principal: { id: cast.alice, __typename: 'User' } },
    { id: ids.groupEligibility, memberType: 'Group', principal: { id: groups.helpdesk, __typename: 'Group' } },
  ]);
  expect(await idsOf('roleEligibilitySchedules', 'alice', '(filter: { memberType: { eq: Group } })')).toEqual([
    ids.groupEligibility,
  ]);
});

test('A-4: what was given outside PIM has neither start nor createdUsing', async () => {
  const query = `query ($who: ID!) {
    roleAssignmentScheduleInstances(filter: { principalId: { eq: $who } }) { nodes { startDateTime endDateTime assignmentType } }
    roleAssignmentSchedules(filter: { principalId: { eq: $who } }) { nodes { createdUsing scheduleInfo { expiration { type } } } } }`;
  expect(await api.read('adam', query, { who: cast.sam })).toEqual({
    roleAssignmentScheduleInstances: {
      nodes: [{ startDateTime: null, endDateTime: null, assignmentType: 'Assigned' }],
    },
    roleAssignmentSchedules: {
      nodes: [{ createdUsing: null, scheduleInfo: { expiration: { type: 'noExpiration' } } }],
    },
  });
});

test('resources 7.4: a scope that is an administrative unit leads to it, and back to who holds roles there', async () => {
  const query = `query ($id: ID!) { roleAssignmentSchedule(id: $id) { directoryScopeId directoryScope { displayName
    scopedRoleMembers { nodes { administrativeUnitId roleId roleMemberInfo { id displayName } } } } } }`;
  expect((await api.read('alice', query, { id: ids.inUnit })).roleAssignmentSchedule).toEqual({
    directoryScopeId: `/administrativeUnits/${unit}`,
    directoryScope: {
      displayName: 'Berlin',
      scopedRoleMembers: {
        nodes: [
          {
            administrativeUnitId: unit,
            roleId: roles.userAdministrator,
            roleMemberInfo: { id: cast.alice, displayName: 'Alice' },
          },
        ],
      },
    },
  });
});

test('a role assignment is found by the id that Graph forms, and only by those who may see it', async () => {
  const id = roleAssignmentId({
    principalId: cast.alice,
    roleDefinitionId: roles.userAdministrator,
    scopeId: `/administrativeUnits/${unit}`,
  });
  const query = `query ($id: ID!) { roleAssignment(id: $id) { id principalId directoryScopeId principalOrganizationId condition } }`;
  expect((await api.read('alice', query, { id })).roleAssignment).toEqual({
    id,
    principalId: cast.alice,
    directoryScopeId: `/administrativeUnits/${unit}`,
    principalOrganizationId: (await api.pool.query('select tenant_id from organization')).rows[0].tenant_id,
    condition: null,
  });
  expect((await api.read('ann', query, { id })).roleAssignment).toBeNull();
});

describe('M-7: what does not count has no instance, but stays on record', () => {
  const whileTrue = async (change: string, undo: string) => {
    await api.pool.query(change);
    const counts = [
      await idsOf('roleAssignmentScheduleInstances', 'adam', `(filter: { principalId: { eq: "${cast.alice}" } })`),
      await idsOf('roleAssignmentSchedules', 'adam', `(filter: { principalId: { eq: "${cast.alice}" } })`),
    ].map((found) => found.length);
    await api.pool.query(undo);
    return counts;
  };

  test('while the principal is disabled', async () => {
    const set = (enabled: boolean) => `update principal set account_enabled = ${enabled} where id = '${cast.alice}'`;
    expect(await whileTrue(set(false), set(true))).toEqual([0, 3]);
  });

  test('while the role is switched off', async () => {
    const set = (enabled: boolean) =>
      `update role_definition set is_enabled = ${enabled} where id = '${roles.groupsAdministrator}'`;
    expect(await whileTrue(set(false), set(true))).toEqual([1, 3]);
  });
});
