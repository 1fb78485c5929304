import {
  AssignmentInstancesDocument,
  AssignmentRequestDocument,
  EligibilityInstancesDocument,
  RoleAssignmentsDocument,
  UserByIdDocument,
} from '../../graphql/graphql';
import { startTestApp, type TestApp } from '../../support/app';
import { eligibility, requestAssignment, requestEligibility, requestIn } from '../scenario';
import { insertGroup, insertUsers, noTicket, published, publishedRoles } from './published';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('2021-09-03T20:45:39.119Z');
  // Steps 1 and 2: people and groups come by import, not by a call of this API.
  await insertUsers(app, { 'Aline Dupuy': published.aline, Owner: published.owner });
  const memberIds = [published.aline, published.owner];
  await insertGroup(app, { id: published.helpdesk, displayName: 'IT Helpdesk (User)', memberIds });
});
afterAll(() => app.stop());

const role = publishedRoles.userAdministrator;
const activation = {
  action: 'selfActivate',
  principalId: published.aline,
  roleDefinitionId: role,
  directoryScopeId: '/',
  justification: 'Need to invalidate all app refresh tokens for Contoso users.',
  scheduleInfo: { startDateTime: '2021-09-04T15:13:00Z', expiration: { type: 'afterDuration', duration: 'PT5H' } },
  ticketInfo: { ticketNumber: 'CONTOSO:Security-012345', ticketSystem: 'Contoso ICM' },
} as const;

async function groupIsMadeEligible() {
  const request = requestIn(
    await requestEligibility(
      app.as('adam'),
      eligibility({
        principalId: published.helpdesk,
        roleDefinitionId: role,
        justification: 'Assign User Admin eligibility to IT Helpdesk (User) group',
        scheduleInfo: {
          startDateTime: '2021-07-01T00:00:00Z',
          expiration: { type: 'afterDateTime', endDateTime: '2022-06-30T00:00:00Z' },
        },
      }),
    ),
  );
  expect(request).toMatchObject({
    status: 'Provisioned',
    completedDateTime: '2021-09-03T20:45:39.119Z',
    principalId: published.helpdesk,
    targetScheduleId: request.id,
    scheduleInfo: {
      startDateTime: '2021-09-03T20:45:39.119Z',
      expiration: { type: 'afterDateTime', endDateTime: '2022-06-30T00:00:00Z', duration: null },
    },
    // The tutorial prints an empty object; the API page prints two nulls, and so do we.
    ticketInfo: noTicket,
  });
  return request;
}

async function alineHoldsNothingYet() {
  const { roleAssignments } = await app.as('adam').ask(RoleAssignmentsDocument, {
    filter: { principalId: { eq: published.aline } },
  });
  expect(roleAssignments.nodes).toEqual([]);
  const { roleEligibilityScheduleInstances } = await app
    .asPrincipal(published.aline)
    .ask(EligibilityInstancesDocument, { on: 'principal' });
  expect(roleEligibilityScheduleInstances.nodes).toMatchObject([
    { principalId: published.helpdesk, roleDefinitionId: role, memberType: 'Group' },
  ]);
}

async function alineActivates(eligibilityId: string) {
  app.clock.set('2021-09-03T21:00:00Z');
  const aline = app.asPrincipal(published.aline);
  const request = requestIn(await requestAssignment(aline, activation));
  expect(request).toMatchObject({
    status: 'Granted',
    completedDateTime: '2021-09-04T15:13:00Z',
    principalId: published.aline,
    targetScheduleId: request.id,
    scheduleInfo: {
      startDateTime: '2021-09-04T15:13:00Z',
      expiration: { type: 'afterDuration', endDateTime: null, duration: 'PT5H' },
    },
    ticketInfo: activation.ticketInfo,
  });
  app.clock.set('2021-09-04T15:13:00Z');
  const { roleAssignmentScheduleInstances } = await aline.ask(AssignmentInstancesDocument, { on: 'principal' });
  expect(roleAssignmentScheduleInstances.nodes).toMatchObject([
    {
      id: request.id,
      principalId: published.aline,
      assignmentType: 'Activated',
      endDateTime: '2021-09-04T20:13:00Z',
      activatedUsing: { id: eligibilityId },
    },
  ]);
  return request;
}

async function theEligibilityIsRemoved(activationId: string) {
  const removal = requestIn(
    await requestEligibility(app.as('adam'), {
      action: 'adminRemove',
      principalId: published.helpdesk,
      roleDefinitionId: role,
      directoryScopeId: '/',
    }),
  );
  expect(removal).toMatchObject({ status: 'Revoked', targetScheduleId: null, scheduleInfo: null });
  const aline = app.asPrincipal(published.aline);
  const { roleAssignmentScheduleRequest } = await aline.ask(AssignmentRequestDocument, { id: activationId });
  expect(roleAssignmentScheduleRequest).toMatchObject({ status: 'Provisioned' });
  // The tutorial leaves open what becomes of a running activation; here it ends with its eligibility (W-1).
  const { roleAssignmentScheduleInstances } = await aline.ask(AssignmentInstancesDocument, { on: 'principal' });
  expect(roleAssignmentScheduleInstances.nodes).toEqual([]);
}

test('3 the tutorial: a group is made eligible, its member activates for herself, the eligibility is removed', async () => {
  const { user } = await app.as('adam').ask(UserByIdDocument, { id: published.aline });
  expect(user).toEqual({ id: published.aline });
  const { id: eligibilityId } = await groupIsMadeEligible();
  await alineHoldsNothingYet();
  const { id } = await alineActivates(eligibilityId);
  app.clock.advance('PT1H');
  await theEligibilityIsRemoved(id);
});
