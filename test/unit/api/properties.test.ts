import { type GraphQLSchema, isEnumType, isInterfaceType, isObjectType, isUnionType } from 'graphql';
import { buildApiSchema } from '../../../src/api/schema';

let schema: GraphQLSchema;
beforeAll(() => {
  schema = buildApiSchema();
});

const request = 'id approvalId completedDateTime createdBy createdDateTime customData status';
const target =
  'principalId roleDefinitionId directoryScopeId appScopeId appScope directoryScope principal roleDefinition';
const ofRequests = `${request} action justification scheduleInfo ticketInfo isValidationOnly targetScheduleId targetSchedule ${target}`;
const schedule = `id createdDateTime modifiedDateTime createdUsing status memberType scheduleInfo ${target}`;
const instance = `id startDateTime endDateTime memberType ${target}`;
const ofGroup = 'accessId groupId principalId group principal';
const groupRequest = `${request} action isValidationOnly justification scheduleInfo ticketInfo targetScheduleId targetSchedule ${ofGroup}`;
const groupSchedule = `id createdDateTime createdUsing modifiedDateTime scheduleInfo status memberType ${ofGroup}`;
const groupInstance = `id startDateTime endDateTime memberType ${ofGroup}`;
const rule = 'id target';

/** Typed from resources.md by hand: section, GraphQL type, every property and relationship of the resource. */
const properties: readonly (readonly [section: string, type: string, names: string])[] = [
  ['1.1', 'Request', request],
  ['1.3', 'RequestSchedule', 'startDateTime expiration recurrence'],
  ['1.3', 'ExpirationPattern', 'type endDateTime duration'],
  ['1.4', 'TicketInfo', 'ticketNumber ticketSystem'],
  ['1.5', 'IdentitySet', 'application device user'],
  ['1.5', 'Identity', 'id displayName'],
  ['1.5', 'UserIdentity', 'id displayName ipAddress userPrincipalName'],
  ['1.5', 'AppIdentity', 'appId displayName servicePrincipalId servicePrincipalName'],
  ['1.5', 'KeyValue', 'key value'],
  ['1.6', 'PatternedRecurrence', 'pattern range'],
  ['1.6', 'RecurrencePattern', 'type interval dayOfMonth month daysOfWeek firstDayOfWeek index'],
  ['1.6', 'RecurrenceRange', 'type startDate endDate numberOfOccurrences recurrenceTimeZone'],
  ['2.1', 'UnifiedRoleAssignmentScheduleRequest', `${ofRequests} activatedUsing`],
  ['2.2', 'UnifiedRoleEligibilityScheduleRequest', ofRequests],
  ['2.3a', 'UnifiedRoleAssignmentSchedule', `${schedule} assignmentType activatedUsing`],
  ['2.3b', 'UnifiedRoleEligibilitySchedule', schedule],
  [
    '2.4a',
    'UnifiedRoleAssignmentScheduleInstance',
    `${instance} assignmentType roleAssignmentOriginId roleAssignmentScheduleId activatedUsing`,
  ],
  ['2.4b', 'UnifiedRoleEligibilityScheduleInstance', `${instance} roleEligibilityScheduleId`],
  ['4.2', 'PrivilegedAccessGroupAssignmentScheduleRequest', `${groupRequest} activatedUsing`],
  ['4.2', 'PrivilegedAccessGroupEligibilityScheduleRequest', groupRequest],
  ['4.3', 'PrivilegedAccessGroupAssignmentSchedule', `${groupSchedule} assignmentType activatedUsing`],
  ['4.3', 'PrivilegedAccessGroupEligibilitySchedule', groupSchedule],
  [
    '4.3',
    'PrivilegedAccessGroupAssignmentScheduleInstance',
    `${groupInstance} assignmentType assignmentScheduleId activatedUsing`,
  ],
  ['4.3', 'PrivilegedAccessGroupEligibilityScheduleInstance', `${groupInstance} eligibilityScheduleId`],
  ['5.1, 5.2', 'Approval', 'id stages steps pendingSteps completedSteps request'],
  ['5.1', 'ApprovalStage', 'id assignedToMe displayName justification reviewResult reviewedBy reviewedDateTime status'],
  [
    '6.1',
    'UnifiedRoleManagementPolicy',
    'id displayName description isOrganizationDefault scopeId scopeType lastModifiedBy lastModifiedDateTime rules effectiveRules',
  ],
  ['6.2', 'UnifiedRoleManagementPolicyAssignment', 'id policyId roleDefinitionId scopeId scopeType policy'],
  ['6.4', 'UnifiedRoleManagementPolicyRule', rule],
  [
    '6.4',
    'UnifiedRoleManagementPolicyRuleTarget',
    'caller level operations inheritableSettings enforcedSettings targetObjects',
  ],
  ['6.5', 'UnifiedRoleManagementPolicyExpirationRule', `${rule} isExpirationRequired maximumDuration`],
  ['6.5', 'UnifiedRoleManagementPolicyEnablementRule', `${rule} enabledRules`],
  ['6.5', 'UnifiedRoleManagementPolicyApprovalRule', `${rule} setting`],
  ['6.5', 'UnifiedRoleManagementPolicyAuthenticationContextRule', `${rule} isEnabled claimValue`],
  [
    '6.5',
    'UnifiedRoleManagementPolicyNotificationRule',
    `${rule} notificationType recipientType notificationLevel isDefaultRecipientsEnabled notificationRecipients`,
  ],
  [
    '6.5',
    'ApprovalSettings',
    'isApprovalRequired isApprovalRequiredForExtension isRequestorJustificationRequired approvalMode approvalStages',
  ],
  [
    '6.5',
    'UnifiedApprovalStage',
    'approvalStageTimeOutInDays isApproverJustificationRequired escalationTimeInMinutes isEscalationEnabled primaryApprovers escalationApprovers',
  ],
  ['6.5', 'SingleUser', 'userId description'],
  ['6.5', 'GroupMembers', 'groupId description'],
  ['6.5', 'RequestorManager', 'managerLevel'],
  ['6.5', 'TargetManager', 'managerLevel'],
  ['6.5', 'AttributeRuleMembers', 'membershipRule description'],
  ['6.5', 'SingleServicePrincipal', 'servicePrincipalId description'],
  [
    '7.1',
    'UnifiedRoleDefinition',
    'id displayName description isBuiltIn isEnabled resourceScopes rolePermissions templateId version inheritsPermissionsFrom isPrivileged allowedPrincipalTypes',
  ],
  ['7.2', 'UnifiedRolePermission', 'allowedResourceActions excludedResourceActions condition'],
  ['7.3', 'UnifiedRoleAssignment', `id principalOrganizationId condition ${target}`],
  ['7.4', 'AppScope', 'id displayName type'],
  [
    '7.4',
    'AdministrativeUnit',
    'id deletedDateTime displayName description visibility membershipType membershipRule membershipRuleProcessingState isMemberManagementRestricted members scopedRoleMembers',
  ],
  ['8.1', 'DirectoryObject', 'id deletedDateTime'],
  [
    '8.2',
    'User',
    'id deletedDateTime accountEnabled displayName userPrincipalName mail mailNickname givenName surname jobTitle department companyName officeLocation employeeId userType creationType externalUserState externalUserStateChangeDateTime createdDateTime usageLocation onPremisesSyncEnabled signInActivity manager memberOf transitiveMemberOf ownedObjects directReports',
  ],
  [
    '8.2',
    'SignInActivity',
    'lastSignInDateTime lastSignInRequestId lastNonInteractiveSignInDateTime lastNonInteractiveSignInRequestId lastSuccessfulSignInDateTime lastSuccessfulSignInRequestId',
  ],
  [
    '8.3',
    'Group',
    'id displayName description mailEnabled securityEnabled mailNickname groupTypes isAssignableToRole visibility membershipRule membershipRuleProcessingState onPremisesSyncEnabled isManagementRestricted createdDateTime renewedDateTime expirationDateTime deletedDateTime members transitiveMembers owners memberOf',
  ],
  [
    '8.4',
    'ServicePrincipal',
    'id deletedDateTime displayName appId servicePrincipalType accountEnabled appOwnerOrganizationId tags servicePrincipalNames owners',
  ],
  [
    '11',
    'DirectoryAudit',
    'id activityDateTime activityDisplayName additionalDetails category correlationId initiatedBy loggedByService operationType result resultReason targetResources',
  ],
  ['11', 'AuditActivityInitiator', 'app user'],
  ['11', 'TargetResource', 'id displayName type userPrincipalName groupType modifiedProperties'],
  ['11', 'ModifiedProperty', 'displayName oldValue newValue'],
];

test.each(properties)('resources %s: %s has every property', (_section, typeName, names) => {
  const type = schema.getType(typeName);
  const fields = isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [];
  expect(fields).toEqual(expect.arrayContaining(names.split(' ')));
});

const enums: readonly (readonly [section: string, type: string, values: string])[] = [
  ['1.3', 'ExpirationPatternType', 'notSpecified noExpiration afterDateTime afterDuration'],
  [
    '1.7',
    'UnifiedRoleScheduleRequestActions',
    'adminAssign adminUpdate adminRemove selfActivate selfDeactivate adminExtend adminRenew selfExtend selfRenew',
  ],
  ['2.3a', 'AssignmentType', 'Assigned Activated'],
  ['2.4', 'MemberType', 'Direct Group Inherited'],
  [
    '1.7',
    'ScheduleRequestActions',
    'adminAssign adminUpdate adminRemove selfActivate selfDeactivate adminExtend adminRenew selfExtend selfRenew',
  ],
  ['4.2', 'PrivilegedAccessGroupRelationships', 'owner member'],
  ['4.3', 'PrivilegedAccessGroupMemberType', 'direct group'],
  ['4.3', 'PrivilegedAccessGroupAssignmentType', 'assigned activated'],
  ['2.5', 'AssignmentScheduleRequestFilterByCurrentUserOptions', 'principal createdBy approver'],
  ['2.5', 'AssignmentScheduleFilterByCurrentUserOptions', 'principal'],
  ['5.1', 'ApprovalStageStatus', 'Initializing InProgress Completed Expired'],
  ['5.1', 'ApprovalReviewResult', 'NotReviewed Approved Denied'],
  [
    '6.4',
    'UnifiedRoleManagementPolicyRuleTargetOperations',
    'all activate deactivate assign update remove extend renew',
  ],
  ['6.5', 'ApprovalMode', 'SingleStage Serial Parallel NoApproval'],
  ['11', 'OperationResult', 'success failure timeout'],
];

test.each(enums)('resources %s: %s has its members, in spelling and number', (_section, typeName, values) => {
  const type = schema.getType(typeName);
  expect(
    isEnumType(type)
      ? type
          .getValues()
          .map(({ name }) => name)
          .sort()
      : [],
  ).toEqual(values.split(' ').sort());
});

test('resources 1.2: every status that Graph lists is there', () => {
  const type = schema.getType('RequestStatus');
  const listed =
    'Canceled Denied Failed Granted PendingAdminDecision PendingApproval PendingProvisioning PendingScheduleCreation Provisioned Revoked ScheduleCreated';
  expect(isEnumType(type) ? type.getValues().map(({ name }) => name) : []).toEqual(
    expect.arrayContaining(listed.split(' ')),
  );
});

test('resources 6.5: SubjectSet is all its kinds', () => {
  const type = schema.getType('SubjectSet');
  const kinds =
    'SingleUser GroupMembers RequestorManager TargetManager InternalSponsors ExternalSponsors TargetUserSponsors TargetAgentIdentitySponsorsOrOwners AttributeRuleMembers SingleServicePrincipal';
  expect(
    isUnionType(type)
      ? type
          .getTypes()
          .map(({ name }) => name)
          .sort()
      : [],
  ).toEqual(kinds.split(' ').sort());
});

test('design 1: our own additions say so', () => {
  const additions: readonly (readonly [type: string, field: string])[] = [
    ['UnifiedRoleAssignmentScheduleRequest', 'failureReason'],
    ['UnifiedRoleAssignmentScheduleRequest', 'approval'],
    ['PrivilegedAccessGroupAssignmentScheduleRequest', 'approval'],
    ['UnifiedRoleDefinition', 'policyAssignment'],
    ['UnifiedRoleManagementPolicyAssignment', 'roleDefinition'],
    ['SingleUser', 'kind'],
    ['Query', 'me'],
  ];
  for (const [typeName, field] of additions) {
    const type = schema.getType(typeName);
    expect(isObjectType(type) ? type.getFields()[field]?.description : null).toContain('An addition to Graph');
  }
});
