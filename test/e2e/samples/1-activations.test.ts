import {
  AssignmentRequestDocument,
  AssignmentRequestsDocument,
  CancelAssignmentRequestDocument,
  EligibilityRequestsDocument,
} from '../../graphql/graphql';
import { changePolicy, requestIn } from '../scenario';
import { byUser, noTicket, published, publishedRoles } from './published';
import { assigned, eligible, type Section, startSection } from './section-1';

// The samples in the order of their dates. Times in answers have three decimals at most here, and creation and
// completion are one instant, where Graph's take seconds.
let section: Section;
beforeAll(async () => {
  section = await startSection('2021-07-15T19:50:00Z');
});
afterAll(() => section.app.stop());

async function pendingActivation() {
  section.at('2021-07-15T19:55:00Z');
  await eligible(section.administrator, publishedRoles.directoryReaders, {
    action: 'adminAssign',
    scheduleInfo: { startDateTime: null, expiration: { type: 'noExpiration' } },
  });
  const primaryApprovers = [{ userId: published.approver }];
  const setting = { isApprovalRequired: true, approvalStages: [{ primaryApprovers }] };
  await changePolicy(section.app, [{ id: 'Approval_EndUser_Assignment', setting }], publishedRoles.directoryReaders);
  section.at('2021-07-15T19:57:17.76Z');
  return assigned(section.principal, publishedRoles.directoryReaders, {
    action: 'selfActivate',
    justification: 'test',
    scheduleInfo: { startDateTime: null, expiration: { type: 'afterDuration', duration: 'PT5H30M' } },
  });
}

test('1.10 and 1.11: what waits for an approver, and its cancellation', async () => {
  const { id } = await pendingActivation();
  const mine = { on: 'approver', filter: { status: { eq: 'PendingApproval' } } } as const;
  const { roleAssignmentScheduleRequests } = await section.app
    .asPrincipal(published.approver)
    .ask(AssignmentRequestsDocument, mine);
  const request = {
    id,
    approvalId: id,
    targetScheduleId: id,
    status: 'PendingApproval',
    action: 'selfActivate',
    principalId: published.principal,
    roleDefinitionId: publishedRoles.directoryReaders,
    directoryScopeId: '/',
    appScopeId: null,
    customData: null,
    failureReason: null,
    isValidationOnly: false,
    justification: 'test',
    createdDateTime: '2021-07-15T19:57:17.76Z',
    // The sample shows an instant of the same second; nothing has been completed, so null says it better (W-3).
    completedDateTime: null,
    scheduleInfo: {
      startDateTime: null,
      recurrence: null,
      expiration: { type: 'afterDuration', endDateTime: null, duration: 'PT5H30M' },
    },
    ticketInfo: noTicket,
    createdBy: byUser(published.principal),
  };
  expect(roleAssignmentScheduleRequests.nodes).toEqual([request]);
  const { cancelRoleAssignmentScheduleRequest } = await section.principal.ask(CancelAssignmentRequestDocument, {
    input: { id },
  });
  // Graph answers 204 without a body; a mutation shows what became of the request.
  expect(requestIn(cancelRoleAssignmentScheduleRequest)).toEqual({
    ...request,
    status: 'Canceled',
    completedDateTime: '2021-07-15T19:57:17.76Z',
  });
});

test('1.3 and 1.9: made eligible until 2024, and his own list of requests', async () => {
  const now = section.at('2022-04-12T09:05:39.759Z');
  const request = await eligible(section.administrator, publishedRoles.attributeAdministrator, {
    action: 'adminAssign',
    justification: 'Assign Attribute Assignment Admin eligibility to restricted user',
    scheduleInfo: {
      startDateTime: '2022-04-10T00:00:00Z',
      expiration: { type: 'afterDateTime', endDateTime: '2024-04-10T00:00:00Z' },
    },
  });
  expect(request).toMatchObject({
    status: 'Provisioned',
    createdDateTime: now,
    completedDateTime: now,
    approvalId: null,
    targetScheduleId: request.id,
    isValidationOnly: false,
    scheduleInfo: {
      startDateTime: now,
      expiration: { type: 'afterDateTime', endDateTime: '2024-04-10T00:00:00Z', duration: null },
    },
    ticketInfo: noTicket,
    createdBy: byUser(published.administrator),
  });
  const { roleEligibilityScheduleRequests } = await section.principal.ask(EligibilityRequestsDocument, {
    on: 'principal',
    filter: { roleDefinitionId: { eq: publishedRoles.attributeAdministrator } },
  });
  expect(roleEligibilityScheduleRequests.nodes).toEqual([request]);
});

test('1.2 an activation that begins tomorrow is granted', async () => {
  const now = section.at('2022-04-13T08:52:32.648Z');
  const request = await assigned(section.principal, publishedRoles.attributeAdministrator, {
    action: 'selfActivate',
    justification: 'I need access to the Attribute Administrator role to manage attributes',
    scheduleInfo: {
      startDateTime: '2022-04-14T00:00:00Z',
      expiration: { type: 'afterDuration', duration: 'PT5H' },
    },
    ticketInfo: { ticketNumber: 'CONTOSO:Normal-67890', ticketSystem: 'MS Project' },
  });
  expect(request).toMatchObject({
    status: 'Granted',
    createdDateTime: now,
    completedDateTime: '2022-04-14T00:00:00Z',
    approvalId: null,
    targetScheduleId: request.id,
    scheduleInfo: {
      startDateTime: '2022-04-14T00:00:00Z',
      expiration: { type: 'afterDuration', endDateTime: null, duration: 'PT5H' },
    },
    ticketInfo: { ticketNumber: 'CONTOSO:Normal-67890', ticketSystem: 'MS Project' },
    createdBy: byUser(published.principal),
  });
  section.at('2022-04-14T00:00:00Z');
  const { roleAssignmentScheduleRequest } = await section.principal.ask(AssignmentRequestDocument, { id: request.id });
  expect(roleAssignmentScheduleRequest).toMatchObject({ status: 'Provisioned' });
});
