import { ID } from 'type-graphql';
import { armNames } from '../../queries/target/resource-layers';
import type { Side } from '../../queries/target/spelling';
import { ApprovalType } from '../approval/approval.type';
import { AssignmentTypeEnum, MemberTypeEnum, RequestStatusEnum } from '../enums';
import { nullable, required } from '../fields';
import { comparing, type FilterFieldDeclaration } from '../filter-input';
import { DateTimeFilter, enumFilter, IdFilter } from '../filter-operators';
import { TicketInfoType } from '../request/request-schedule.type';
import { DateTimeScalar } from '../scalars';
import { AzureRequestOnEnum, AzureRequestTypeEnum, AzureScheduleOnEnum } from './azure.enums';
import { AzureScheduleInfoType } from './azure-schedule.types';
import { statusFilter } from './graph-layers';
import type { Declarations, FilterDeclarations, Variant, VariantLayer } from './variant';

const at = (what: string): FilterFieldDeclaration => comparing(() => DateTimeFilter, `Compares ${what}.`);
const id = (what: string): FilterFieldDeclaration => comparing(() => IdFilter, `Compares ${what}.`);

const requestTypeFilter = comparing(
  enumFilter('AzureRequestType', AzureRequestTypeEnum),
  'Compares what is asked for.',
);
const memberTypeFilter = comparing(
  enumFilter('AzureMemberType', MemberTypeEnum),
  'Compares how the principal comes to it; Inherited is found with atScope only.',
);
const assignmentTypeFilter = comparing(
  enumFilter('AzureAssignmentType', AssignmentTypeEnum),
  'Compares how it came to be.',
);

const conditions: Declarations = {
  condition: nullable(() => String, 'What confines the role; null for none (S-6).'),
  conditionVersion: nullable(() => String, 'Version of the language of the condition; null where there is none.'),
};

const name = required(() => ID, "ARM's name: the GUID, which is the id here.");

const linked = (side: Side): Declarations =>
  side === 'Assignment'
    ? {
        linkedRoleEligibilityScheduleId: nullable(
          () => ID,
          'The eligibility schedule that it was activated from; null where it was assigned (A-5).',
        ),
      }
    : {};

const requests: VariantLayer = {
  fields: (side) => ({
    name,
    requestType: required(() => AzureRequestTypeEnum, 'What is asked for.'),
    scheduleInfo: nullable(() => AzureScheduleInfoType, 'The period; null for removals (resources.md 3.2).'),
    justification: nullable(() => String, 'The reason; needed where the policy says so (D-3).'),
    ticketInfo: nullable(() => TicketInfoType, 'The ticket; needed where the policy says so (D-4).'),
    isValidationOnly: nullable(() => Boolean, 'Always false on a stored request: a validation stores nothing (B-15).'),
    requestorId: nullable(() => ID, 'GUID of whoever made the request.'),
    createdOn: required(() => DateTimeScalar, 'When it was made, in UTC.'),
    [armNames(side).targetSchedule]: nullable(
      () => ID,
      'Id of the schedule that the request made or touched; null after a removal.',
    ),
    [armNames(side).targetInstance]: nullable(
      () => ID,
      'Id of the instance that an extension or a renewal touches; null for other requests.',
    ),
    ...conditions,
    ...linked(side),
    ...(side === 'Assignment' && {
      approval: nullable(() => ApprovalType, 'An addition to ARM: the approval behind approvalId.'),
    }),
  }),
  filter: (side) => ({
    id: id('the id'),
    status: statusFilter,
    requestType: requestTypeFilter,
    approvalId: id('the id of the approval'),
    requestorId: id('the id of whoever made it'),
    createdOn: at('when it was made'),
    [armNames(side).targetSchedule]: id('the id of the schedule that it made or touched'),
  }),
  on: AzureRequestOnEnum,
};

const held = (side: Side): Declarations => ({
  name,
  status: nullable(() => RequestStatusEnum, 'Provisioned; Revoked once it was ended before its time.'),
  memberType: nullable(
    () => MemberTypeEnum,
    'How the principal comes to it: itself, or as a group of the caller; Inherited where it is looked at from below its scope, with the filter atScope (S-4).',
  ),
  startDateTime: nullable(() => DateTimeScalar, 'The start, in UTC; null when it was made outside PIM (A-4).'),
  endDateTime: nullable(() => DateTimeScalar, 'The end, in UTC; that instant is the first without. Null is permanent.'),
  createdOn: nullable(() => DateTimeScalar, 'When it was made, in UTC.'),
  ...conditions,
  ...linked(side),
  ...(side === 'Assignment' && {
    assignmentType: nullable(() => AssignmentTypeEnum, 'Given by an administrator, or activated from an eligibility.'),
  }),
});

const heldFilter = (side: Side): FilterDeclarations => ({
  id: id('the id'),
  status: statusFilter,
  memberType: memberTypeFilter,
  startDateTime: at('the start'),
  endDateTime: at('the end'),
  createdOn: at('when it was made'),
  ...(side === 'Assignment' && {
    assignmentType: assignmentTypeFilter,
    linkedRoleEligibilityScheduleId: id('the id of the eligibility that it was activated from'),
  }),
});

const scheduleId = 'A GUID: the id of the request that made the schedule (A-2).';

const schedules: VariantLayer = {
  fields: (side) => ({
    id: required(() => ID, scheduleId),
    ...held(side),
    updatedOn: nullable(() => DateTimeScalar, 'When it was last changed, in UTC; null when it never was.'),
    [armNames(side).madeBy]: nullable(
      () => ID,
      'Id of the request that made it; null when it was made outside PIM (A-4).',
    ),
  }),
  filter: (side) => ({
    ...heldFilter(side),
    updatedOn: at('when it was last changed'),
    [armNames(side).madeBy]: id('the id of the request that made it'),
  }),
  on: AzureScheduleOnEnum,
};

const instances: VariantLayer = {
  fields: (side) => ({
    id: required(() => ID, 'The id of the schedule, which has one instance while its span contains now (A-3).'),
    ...held(side),
    [armNames(side).schedule]: nullable(() => ID, 'Id of the schedule it belongs to.'),
    ...(side === 'Assignment' && {
      originRoleAssignmentId: nullable(() => ID, 'Path of the role assignment behind it.'),
      linkedRoleEligibilityScheduleInstanceId: nullable(
        () => ID,
        'The instance of the eligibility that it was activated from; null where it was assigned (A-5).',
      ),
    }),
  }),
  filter: (side) => ({ ...heldFilter(side), [armNames(side).schedule]: id('the id of the schedule') }),
  on: AzureScheduleOnEnum,
};

/** The three layers as ARM spells them (resources.md 12.2, 12.3). */
export const azureLayers: Variant['layers'] = {
  ScheduleRequest: requests,
  Schedule: schedules,
  ScheduleInstance: instances,
};
