import {
  AssignmentInstancesDocument,
  AssignmentSchedulesDocument,
  EligibilityInstancesDocument,
  RoleAssignmentsDocument,
} from '../../graphql/graphql';
import { startTestApp, type TestApp } from '../../support/app';
import { assignOutsidePim, makeEligible } from '../scenario';
import { defineAttributeAdministrator, insertUsers, published, publishedRoles } from './published';

const first = '6be4b305-b75e-4efc-bfcc-31bd3b53a5f8';
const second = '56f2d212-e49c-42e3-8298-0188e5bef094';
const firstAssignmentId = 'lAPpYvVpN0KRkAEhdxReEAWz5Gtet_xOv8wxvTtTpfg-1';
const secondAssignmentId = 'lAPpYvVpN0KRkAEhdxReEBLS8lac5ONCgpgBiOW-8JQ-1';

let app: TestApp;
let schedules: Readonly<Record<string, string>>;

beforeAll(async () => {
  app = await startTestApp('2022-04-12T09:05:39.759Z');
  await insertUsers(app, { First: first, Second: second, Principal: published.principal });
  await defineAttributeAdministrator(app);
  schedules = { [first]: await assignOutsidePim(app, first), [second]: await assignOutsidePim(app, second) };
});
afterAll(() => app.stop());

const ofBoth = {
  roleDefinitionId: { eq: publishedRoles.globalAdministrator },
  principalId: { in: [first, second] },
};
const byPrincipal = <Row extends { readonly principalId: string }>(rows: readonly Row[]) =>
  [first, second].map((principalId) => rows.find((row) => row.principalId === principalId));

test.each([
  { principalId: first, assignmentId: firstAssignmentId, position: 0 },
  { principalId: second, assignmentId: secondAssignmentId, position: 1 },
])(
  '2.1 an assignment made outside PIM has an instance: $principalId',
  async ({ principalId, assignmentId, position }) => {
    const [instances, assignments] = await Promise.all([
      app.as('adam').ask(AssignmentInstancesDocument, { filter: ofBoth }),
      app.as('adam').ask(RoleAssignmentsDocument, { filter: ofBoth }),
    ]);
    // Graph repeats the assignment's text as id and schedule id; ours are the schedule's GUID (design: ids are GUIDs).
    const id = schedules[principalId];
    expect(byPrincipal(instances.roleAssignmentScheduleInstances.nodes)[position]).toEqual({
      id,
      principalId,
      roleDefinitionId: publishedRoles.globalAdministrator,
      directoryScopeId: '/',
      appScopeId: null,
      startDateTime: null,
      endDateTime: null,
      assignmentType: 'Assigned',
      memberType: 'Direct',
      roleAssignmentOriginId: assignmentId,
      roleAssignmentScheduleId: id,
      activatedUsing: null,
    });
    expect(byPrincipal(assignments.roleAssignments.nodes)[position]).toMatchObject({ id: assignmentId });
  },
);

test('2.2 schedules made outside PIM were created by no request', async () => {
  const { roleAssignmentSchedules } = await app.as('adam').ask(AssignmentSchedulesDocument, { filter: ofBoth });
  expect(byPrincipal(roleAssignmentSchedules.nodes)).toMatchObject(
    [first, second].map((principalId) => ({
      id: schedules[principalId],
      principalId,
      createdUsing: null,
      modifiedDateTime: null,
      status: 'Provisioned',
      assignmentType: 'Assigned',
      memberType: 'Direct',
      directoryScopeId: '/',
      scheduleInfo: { expiration: { type: 'noExpiration', endDateTime: null, duration: null } },
    })),
  );
});

test('2.3 and 2.4: instances of eligibilities name the request that made them', async () => {
  const request = await makeEligible(app, {
    principalId: published.principal,
    roleDefinitionId: publishedRoles.attributeAdministrator,
    scheduleInfo: {
      startDateTime: '2022-04-10T00:00:00Z',
      expiration: { type: 'afterDateTime', endDateTime: '2024-04-10T00:00:00Z' },
    },
  });
  const { roleEligibilityScheduleInstances } = await app.as('adam').ask(EligibilityInstancesDocument, {
    filter: {
      directoryScopeId: { eq: '/' },
      principalId: { eq: published.principal },
      roleDefinitionId: { eq: publishedRoles.attributeAdministrator },
    },
  });
  // Graph's ids here end in -1-e; ours is the GUID of schedule and request, which Graph shows as the schedule's id.
  expect(roleEligibilityScheduleInstances.nodes).toEqual([
    {
      id: request.id,
      principalId: published.principal,
      roleDefinitionId: publishedRoles.attributeAdministrator,
      directoryScopeId: '/',
      memberType: 'Direct',
      startDateTime: '2022-04-12T09:05:39.759Z',
      endDateTime: '2024-04-10T00:00:00Z',
      roleEligibilityScheduleId: request.id,
    },
  ]);
});
