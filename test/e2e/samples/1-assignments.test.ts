import { AssignmentInstancesDocument } from '../../graphql/graphql';
import { byUser, noExpiration, noTicket, published, publishedRoles } from './published';
import { assigned, eligible, type Section, startSection } from './section-1';

// The samples in the order of their dates. Times in answers have three decimals at most here, and creation and
// completion are one instant, where Graph's take seconds.
let section: Section;
beforeAll(async () => {
  section = await startSection('2022-04-11T11:50:00Z');
});
afterAll(() => section.app.stop());

test('1.1 an administrator assigns for good', async () => {
  const now = section.at('2022-04-11T11:50:03.901Z');
  const request = await assigned(section.administrator, publishedRoles.groupsAdministrator, {
    action: 'adminAssign',
    justification: 'Assign Groups Admin to IT Helpdesk group',
    scheduleInfo: { startDateTime: '2022-04-10T00:00:00Z', expiration: { type: 'noExpiration' } },
  });
  expect(request).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    status: 'Provisioned',
    createdDateTime: now,
    completedDateTime: now,
    approvalId: null,
    customData: null,
    failureReason: null,
    action: 'adminAssign',
    principalId: published.principal,
    roleDefinitionId: publishedRoles.groupsAdministrator,
    directoryScopeId: '/',
    appScopeId: null,
    isValidationOnly: false,
    targetScheduleId: request.id,
    justification: 'Assign Groups Admin to IT Helpdesk group',
    scheduleInfo: { startDateTime: now, recurrence: null, expiration: noExpiration },
    ticketInfo: noTicket,
    createdBy: byUser(published.administrator),
  });
});

test.each([
  { sample: '1.4', role: publishedRoles.attributeAdministrator },
  { sample: '1.7', role: publishedRoles.directoryReaders },
])('$sample an eligibility is removed', async ({ role }) => {
  section.at('2022-04-12T09:05:39.759Z');
  const forGood = { scheduleInfo: { expiration: { type: 'noExpiration' } } } as const;
  await eligible(section.administrator, role, { action: 'adminAssign', ...forGood });
  const now = section.at('2022-04-15T10:00:00Z');
  const request = await eligible(section.administrator, role, { action: 'adminRemove' });
  expect(request).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    status: 'Revoked',
    createdDateTime: now,
    completedDateTime: null,
    approvalId: null,
    customData: null,
    failureReason: null,
    action: 'adminRemove',
    principalId: published.principal,
    roleDefinitionId: role,
    directoryScopeId: '/',
    appScopeId: null,
    isValidationOnly: false,
    targetScheduleId: null,
    justification: null,
    scheduleInfo: null,
    ticketInfo: noTicket,
    createdBy: byUser(published.administrator),
  });
});

test('1.5 made eligible for good', async () => {
  const now = section.at('2022-05-13T14:00:00Z');
  const request = await eligible(section.administrator, publishedRoles.globalReader, {
    action: 'adminAssign',
    justification: 'abcde',
    scheduleInfo: { startDateTime: '2022-04-10T00:00:00Z', expiration: { type: 'noExpiration' } },
  });
  const scheduleInfo = { startDateTime: now, expiration: noExpiration };
  expect(request).toMatchObject({ status: 'Provisioned', targetScheduleId: request.id, scheduleInfo });
});

test('1.6 and 1.8: assigned for three hours, then extended', async () => {
  section.at('2022-05-13T15:00:00Z');
  const threeHours = { type: 'afterDuration', duration: 'PT3H' } as const;
  const scheduleInfo = { startDateTime: '2022-04-10T00:00:00Z', expiration: threeHours };
  const sample = (action: 'adminAssign' | 'adminExtend', justification: string) =>
    assigned(section.administrator, publishedRoles.exchangeRecipientAdministrator, {
      action,
      justification,
      scheduleInfo,
    });
  expect(await sample('adminAssign', 'abcde')).toMatchObject({
    status: 'Provisioned',
    scheduleInfo: { expiration: { ...threeHours, endDateTime: null } },
  });
  const now = section.at('2022-05-13T16:18:36.364Z');
  const extended = await sample('adminExtend', 'TEST');
  expect(extended).toMatchObject({
    status: 'Provisioned',
    createdDateTime: now,
    completedDateTime: now,
    targetScheduleId: extended.id,
    justification: 'TEST',
    scheduleInfo: { startDateTime: now, expiration: { ...threeHours, endDateTime: null } },
  });
  const { roleAssignmentScheduleInstances } = await section.principal.ask(AssignmentInstancesDocument, {
    filter: { roleDefinitionId: { eq: publishedRoles.exchangeRecipientAdministrator } },
  });
  expect(roleAssignmentScheduleInstances.nodes).toMatchObject([
    { id: extended.id, endDateTime: '2022-05-13T19:18:36.364Z' },
  ]);
});
