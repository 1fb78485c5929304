import { AccessDocument, AssignmentRequestDocument, ScopedRoleMembersDocument } from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast, roles, unit } from '../support/cast';
import type { Client } from '../support/client';
import { activate, codesOf, eligibility, makeEligible, requestEligibility } from './scenario';

// No job runs by itself in these tests: nothing but the clock moves.
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.reset());
afterAll(() => app.stop());

const nowhere = {
  roleAssignmentScheduleInstances: { totalCount: 0, nodes: [] },
  mine: { nodes: [] },
  roleAssignmentScheduleInstance: null,
  roleAssignmentSchedules: { nodes: [] },
  roleAssignmentSchedule: null,
  roleAssignments: { nodes: [] },
};

const access = (client: Client, roleDefinitionId: string, scheduleId: string) =>
  client.ask(AccessDocument, { principalId: cast.alice, roleDefinitionId, scheduleId });

test('F-8, B-16: at the end of the span the role is gone from every answer in that instant', async () => {
  await makeEligible(app);
  const { id } = await activate(app);
  app.clock.set('2026-01-01T01:59:59.999Z');
  expect(await access(app.as('alice'), roles.groupsAdministrator, id)).toMatchObject({
    roleAssignmentScheduleInstances: { totalCount: 1, nodes: [{ id }] },
    mine: { nodes: [{ id }] },
    roleAssignmentScheduleInstance: { id },
    roleAssignmentSchedules: { nodes: [{ id }] },
    roleAssignmentSchedule: { id },
    roleAssignments: { nodes: [{ id: expect.stringMatching(/-1$/) }] },
  });
  app.clock.set('2026-01-01T02:00:00.000Z');
  for (const person of ['alice', 'adam', 'sam'] as const) {
    expect(await access(app.as(person), roles.groupsAdministrator, id)).toEqual(nowhere);
  }
  expect(await activate(app)).toMatchObject({ status: 'Provisioned' });
});

test('A-3 a granted activation begins in its first instant and not before', async () => {
  await makeEligible(app);
  const { id } = await activate(app, {
    scheduleInfo: {
      startDateTime: '2026-01-01T08:00:00Z',
      expiration: { type: 'afterDateTime', endDateTime: '2026-01-01T09:00:00Z' },
    },
  });
  const instanceAt = async (instant: string) => {
    app.clock.set(instant);
    const { roleAssignmentScheduleInstances } = await access(app.as('alice'), roles.groupsAdministrator, id);
    const { roleAssignmentScheduleRequest } = await app.as('alice').ask(AssignmentRequestDocument, { id });
    return [roleAssignmentScheduleInstances.totalCount, roleAssignmentScheduleRequest?.status];
  };
  expect(await instanceAt('2026-01-01T07:59:59.999Z')).toEqual([0, 'Granted']);
  expect(await instanceAt('2026-01-01T08:00:00.000Z')).toEqual([1, 'Provisioned']);
  expect(await instanceAt('2026-01-01T08:59:59.999Z')).toEqual([1, 'Provisioned']);
  expect(await instanceAt('2026-01-01T09:00:00.000Z')).toEqual([0, 'Provisioned']);
});

test("L.1 an administrator's own rights end with his activation", async () => {
  await makeEligible(app, { roleDefinitionId: roles.privilegedRoleAdministrator });
  const assign = (principalId: string) => requestEligibility(app.as('alice'), eligibility({ principalId }));
  expect(codesOf(await assign(cast.ben))).toEqual(['InsufficientPermissions']);
  const { id } = await activate(app, { roleDefinitionId: roles.privilegedRoleAdministrator });
  app.clock.set('2026-01-01T01:59:59.999Z');
  expect(codesOf(await assign(cast.ben))).toEqual([]);
  app.clock.set('2026-01-01T02:00:00.000Z');
  expect(codesOf(await assign(cast.ann))).toEqual(['InsufficientPermissions']);
  expect(await access(app.as('alice'), roles.privilegedRoleAdministrator, id)).toEqual(nowhere);
  const { roleAssignmentScheduleRequest } = await app.as('alice').ask(AssignmentRequestDocument, { id: cast.ben });
  expect(roleAssignmentScheduleRequest).toBeNull();
});

test('H-13 at an administrative unit: gone from its members, too', async () => {
  await makeEligible(app);
  await activate(app, { directoryScopeId: `/administrativeUnits/${unit}` });
  const holders = async () =>
    (await app.as('adam').ask(ScopedRoleMembersDocument, { id: unit })).administrativeUnit?.scopedRoleMembers.nodes;
  app.clock.set('2026-01-01T01:59:59.999Z');
  expect(await holders()).toEqual([{ roleId: roles.groupsAdministrator, roleMemberInfo: { id: cast.alice } }]);
  app.clock.set('2026-01-01T02:00:00.000Z');
  expect(await holders()).toEqual([]);
});

test('W-1 the end of the eligibility caps the activation', async () => {
  await makeEligible(app, {
    scheduleInfo: { expiration: { type: 'afterDateTime', endDateTime: '2026-01-01T01:00:00Z' } },
  });
  const { id } = await activate(app);
  app.clock.set('2026-01-01T00:59:59.999Z');
  const before = await access(app.as('alice'), roles.groupsAdministrator, id);
  expect(before.roleAssignmentScheduleInstances.totalCount).toBe(1);
  app.clock.set('2026-01-01T01:00:00.000Z');
  expect(await access(app.as('alice'), roles.groupsAdministrator, id)).toEqual(nowhere);
});
