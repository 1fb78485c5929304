import {
  CancelAzureAssignmentRequestDocument,
  EligibleChildResourcesDocument,
  ResourceEligibilityDocument,
  ResourceInstancesDocument,
  ResourceRequestsByNameDocument,
  ResourceRequestsDocument,
  ResourceSchedulesDocument,
} from '../../graphql/graphql';
import { type AzureInput, askAssignment } from '../azure-scenario';
import {
  about,
  activationInput,
  activationName,
  activationRequest,
  common,
  eligibilityInput,
  eligibilityName,
  eligibilityRequest,
  lasting,
  principalId,
  type Section,
  startSection,
  subscription,
  validated,
} from './section-11';

// The samples in the order of their dates. Left out, as they belong to later parts of the service: alerts (11.10), access
// reviews (11.11) and plain role assignments (11.11b).
let section: Section;
beforeAll(async () => {
  section = await startSection();
});
afterAll(() => section.app.stop());

const askEligibility = async (input: AzureInput) =>
  (await section.caller.ask(ResourceEligibilityDocument, { input })).createAzureRoleEligibilityScheduleRequest;
const requests = async () => section.caller.ask(ResourceRequestsDocument, { principalId });

test('11.3 an eligibility is validated: the same shape, and nothing is made', async () => {
  section.at('2020-09-09T21:32:27.91Z');
  const { azureRoleEligibilityScheduleRequest, userErrors } = await askEligibility({
    ...eligibilityInput,
    isValidationOnly: true,
  });
  expect(userErrors).toEqual([]);
  expect(azureRoleEligibilityScheduleRequest).toMatchObject(validated(eligibilityRequest));
  expect((await requests()).azureRoleEligibilityScheduleRequests.nodes).toEqual([]);
});

test('11.1 made eligible for a year, with a condition', async () => {
  section.at('2020-09-09T21:32:27.91Z');
  const payload = await askEligibility(eligibilityInput);
  expect(payload).toEqual({ azureRoleEligibilityScheduleRequest: eligibilityRequest, userErrors: [] });
});

test('11.3 an activation is validated: the same shape, and nothing is made', async () => {
  section.at('2020-09-09T21:35:27.91Z');
  const payload = await askAssignment(section.caller, { ...activationInput, isValidationOnly: true });
  expect(payload.userErrors).toEqual([]);
  expect(payload.azureRoleAssignmentScheduleRequest).toMatchObject(validated(activationRequest));
  expect((await requests()).azureRoleAssignmentScheduleRequests.nodes).toEqual([]);
});

test('11.2 activated for eight hours, under the condition of the eligibility', async () => {
  section.at('2020-09-09T21:35:27.91Z');
  const payload = await askAssignment(section.caller, activationInput);
  expect(payload.userErrors).toEqual([]);
  expect(payload.azureRoleAssignmentScheduleRequest).toEqual(activationRequest);
});

test('11.5 requests by name, and those about a principal', async () => {
  const byName = await section.caller.ask(ResourceRequestsByNameDocument, {
    assignment: activationName,
    eligibility: eligibilityName,
  });
  expect(byName).toEqual({
    azureRoleAssignmentScheduleRequest: activationRequest,
    azureRoleEligibilityScheduleRequest: eligibilityRequest,
  });
  expect(await requests()).toEqual({
    azureRoleAssignmentScheduleRequests: { nodes: [activationRequest] },
    azureRoleEligibilityScheduleRequests: { nodes: [eligibilityRequest] },
  });
});

// The end is eight hours after the start; the samples miss ten seconds.
const activated = {
  ...common,
  id: activationName,
  name: activationName,
  linkedRoleEligibilityScheduleId: eligibilityName,
  // The samples say Assigned of what was activated, a slip (examples.md 11.6).
  assignmentType: 'Activated',
  memberType: 'Direct',
  startDateTime: '2020-09-09T21:35:27.91Z',
  endDateTime: '2020-09-10T05:35:27.91Z',
  createdOn: '2020-09-09T21:35:27.91Z',
};

test('11.5 schedules by name, and those of a principal', async () => {
  const assignment = { ...activated, status: 'Provisioned', roleAssignmentScheduleRequestId: activationName };
  const eligibility = {
    ...common,
    id: eligibilityName,
    name: eligibilityName,
    status: 'Provisioned',
    roleEligibilityScheduleRequestId: eligibilityName,
    startDateTime: '2020-09-09T21:32:27.91Z',
    endDateTime: '2021-09-09T21:32:27.91Z',
    memberType: 'Direct',
    createdOn: '2020-09-09T21:32:27.91Z',
  };
  const found = await section.caller.ask(ResourceSchedulesDocument, {
    principalId,
    assignment: activationName,
    eligibility: eligibilityName,
  });
  expect(found.azureRoleAssignmentSchedule).toMatchObject(assignment);
  expect(found.azureRoleEligibilitySchedule).toMatchObject(eligibility);
  expect(found.azureRoleAssignmentSchedules.nodes).toContainEqual(found.azureRoleAssignmentSchedule);
  expect(found.azureRoleEligibilitySchedules.nodes).toEqual([found.azureRoleEligibilitySchedule]);
});

test('11.6 the instance of the activation, by name and in the list', async () => {
  const found = await section.caller.ask(ResourceInstancesDocument, { principalId, id: activationName });
  expect(found.azureRoleAssignmentScheduleInstance).toEqual({
    ...activated,
    // Accepted in the sample; instances have the status of their schedule here.
    status: 'Provisioned',
    originRoleAssignmentId: `${subscription}/providers/Microsoft.Authorization/roleAssignments/${activationName}`,
    linkedRoleEligibilityScheduleInstanceId: eligibilityName,
    // The sample writes the path of the schedule; here every id of a schedule is its GUID (design: ids are GUIDs).
    roleAssignmentScheduleId: activationName,
  });
  expect(found.azureRoleAssignmentScheduleInstances.nodes).toContainEqual(found.azureRoleAssignmentScheduleInstance);
  section.at('2020-09-10T05:35:27.91Z');
  const after = await section.caller.ask(ResourceInstancesDocument, { principalId, id: activationName });
  expect(after.azureRoleAssignmentScheduleInstance).toBeNull();
});

test('11.7 resource groups of the subscription where something may be activated', async () => {
  const { eligibleChildResources } = await section.caller.ask(EligibleChildResourcesDocument, {
    scope: subscription,
    resourceType: 'resourcegroup',
  });
  expect(eligibleChildResources.nodes).toEqual(
    ['RG-1', 'RG-2'].map((name) => ({ id: `${subscription}/resourceGroups/${name}`, name, type: 'resourcegroup' })),
  );
});

test('11.4 a request that has not begun is cancelled', async () => {
  const name = 'fea7a502-9a96-4806-a26f-eee560e52046';
  const scheduleInfo = lasting('PT8H', '2020-09-11T08:00:00Z');
  const { azureRoleAssignmentScheduleRequest } = await askAssignment(section.caller, {
    ...activationInput,
    name,
    scheduleInfo,
  });
  expect(azureRoleAssignmentScheduleRequest?.status).toBe('Granted');
  const { cancelAzureRoleAssignmentScheduleRequest } = await section.caller.ask(CancelAzureAssignmentRequestDocument, {
    input: { id: name },
  });
  // ARM answers 200 without a body; a mutation shows what became of the request.
  expect(cancelAzureRoleAssignmentScheduleRequest).toMatchObject({
    azureRoleAssignmentScheduleRequest: { id: name, status: 'Canceled' },
    userErrors: [],
  });
});

test('11.12 and 11.13: the walk of the guide, an eligibility for a year and an activation for eight hours', async () => {
  const reader = { ...about, roleDefinitionId: 'acdd72a7-3385-48ef-bd42-f606fba81ae7' };
  const createdOn = section.at('2022-07-05T21:00:45.91Z');
  const made = await askEligibility({
    ...reader,
    requestType: 'AdminAssign',
    scheduleInfo: lasting('P365D', '2022-07-05T21:00:00.91Z'),
  });
  expect(made).toMatchObject({
    azureRoleEligibilityScheduleRequest: {
      status: 'Provisioned',
      requestType: 'AdminAssign',
      principalType: 'User',
      scope: subscription,
      createdOn,
      scheduleInfo: lasting('P365D', createdOn),
      condition: null,
      conditionVersion: null,
    },
    userErrors: [],
  });
  const now = section.at('2022-07-05T21:10:00Z');
  const payload = await askAssignment(section.caller, {
    ...reader,
    requestType: 'SelfActivate',
    justification: 'read the logs',
    scheduleInfo: lasting('PT8H', now),
  });
  expect(payload).toMatchObject({
    azureRoleAssignmentScheduleRequest: {
      status: 'Provisioned',
      requestType: 'SelfActivate',
      linkedRoleEligibilityScheduleId: made.azureRoleEligibilityScheduleRequest?.id,
      scheduleInfo: lasting('PT8H', now),
    },
    userErrors: [],
  });
});
