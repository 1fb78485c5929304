import { buildApiSchema } from '../../../src/api/schema';

const fieldsOf = (name: string) => {
  const type = buildApiSchema().getType(name);
  return type && 'getFields' in type ? Object.keys(type.getFields()).sort() : [];
};

const common = [
  ...['principalId', 'principalType', 'roleDefinitionId', 'scope', 'status', 'condition', 'conditionVersion'],
  ...['createdOn', 'expandedProperties'],
];
const held = [...common, 'memberType', 'startDateTime', 'endDateTime'];

describe('every property of resources.md 12.2 and 12.3 is a field', () => {
  test.each([
    [
      'AzureRoleAssignmentScheduleRequest',
      [
        ...common,
        ...['requestType', 'scheduleInfo', 'justification', 'ticketInfo', 'linkedRoleEligibilityScheduleId'],
        ...['targetRoleAssignmentScheduleId', 'targetRoleAssignmentScheduleInstanceId', 'approvalId', 'requestorId'],
      ],
    ],
    [
      'AzureRoleEligibilityScheduleRequest',
      [
        ...common,
        ...['requestType', 'scheduleInfo', 'justification', 'ticketInfo', 'approvalId', 'requestorId'],
        ...['targetRoleEligibilityScheduleId', 'targetRoleEligibilityScheduleInstanceId'],
      ],
    ],
    [
      'AzureRoleAssignmentSchedule',
      [
        ...held,
        ...['assignmentType', 'updatedOn', 'roleAssignmentScheduleRequestId', 'linkedRoleEligibilityScheduleId'],
      ],
    ],
    ['AzureRoleEligibilitySchedule', [...held, 'updatedOn', 'roleEligibilityScheduleRequestId']],
    [
      'AzureRoleAssignmentScheduleInstance',
      [
        ...held,
        ...['assignmentType', 'roleAssignmentScheduleId', 'originRoleAssignmentId'],
        ...['linkedRoleEligibilityScheduleId', 'linkedRoleEligibilityScheduleInstanceId'],
      ],
    ],
    ['AzureRoleEligibilityScheduleInstance', [...held, 'roleEligibilityScheduleId']],
  ])('%s', (type, properties) => {
    expect(fieldsOf(type)).toEqual(expect.arrayContaining(properties));
  });
});

test('the three subscriptions and the approvals of Azure roles exist', () => {
  expect(fieldsOf('Subscription')).toEqual(
    expect.arrayContaining([
      'azureRoleAssignmentScheduleRequestChanged',
      'azureRoleAssignmentScheduleInstanceChanged',
      'azureRoleApprovalPending',
    ]),
  );
  expect(fieldsOf('Query')).toEqual(expect.arrayContaining(['azureRoleAssignmentApprovals', 'azureScopes']));
});
