import { ordersBy } from '../orders';
import type { Field } from '../planner/shape';
import * as request from './request-fields';
import * as resource from './resource-fields';
import * as schedule from './schedule-fields';
import type { Fields, LayerSpelling, Side, Spelling } from './spelling';

const column = (property: string): Field => ({ field: 'column', property });

const other = { Assignment: 'Eligibility', Eligibility: 'Assignment' } as const satisfies Record<Side, Side>;

/** The names that ARM gives the schedules of one side. */
export const armNames = (side: Side) => ({
  targetSchedule: `targetRole${side}ScheduleId`,
  targetInstance: `targetRole${side}ScheduleInstanceId`,
  madeBy: `role${side}ScheduleRequestId`,
  schedule: `role${side}ScheduleId`,
});

/** What only assignments have: the eligibility that they were activated from. */
const linked = (side: Side): Fields =>
  side === other.Eligibility ? { linkedRoleEligibilityScheduleId: column('activatedUsing') } : {};

const requests: LayerSpelling = {
  fields: (side, related) => ({
    name: column('id'),
    status: request.status,
    createdBy: request.createdBy,
    createdDateTime: column('createdAt'),
    completedDateTime: request.completedAt,
    requestType: resource.requestType,
    scheduleInfo: resource.requestScheduleInfo,
    ticketInfo: request.ticketInfo,
    isValidationOnly: request.isValidationOnly,
    requestorId: column('createdById'),
    createdOn: column('createdAt'),
    [armNames(side).targetSchedule]: column('targetScheduleId'),
    [armNames(side).targetInstance]: resource.targetInstanceId,
    ...linked(side),
    ...(side === 'Assignment' && { approval: request.approval(related) }),
  }),
  filter: (side) => ({
    id: { property: 'id', type: 'uuid' },
    status: request.statusFilter,
    requestType: resource.requestTypeFilter,
    approvalId: { property: 'approvalId', type: 'uuid' },
    requestorId: { property: 'createdById', type: 'uuid' },
    createdOn: { property: 'createdAt', type: 'timestamptz' },
    [armNames(side).targetSchedule]: { property: 'targetScheduleId', type: 'uuid' },
  }),
  orders: ordersBy({ createdOn: 'createdAt' }),
  defaultOrder: 'createdOn_DESC',
};

const held = (side: Side): Fields => ({
  name: column('id'),
  status: { field: 'expression', sql: schedule.scheduleStatusOf, as: 'text' },
  memberType: resource.memberType,
  startDateTime: schedule.startOf,
  endDateTime: schedule.endOf,
  createdOn: column('createdAt'),
  ...linked(side),
});

const heldFilter = (side: Side) => ({
  id: { property: 'id', type: 'uuid' },
  status: { sql: schedule.scheduleStatusOf, type: 'text' },
  memberType: resource.memberTypeFilter,
  startDateTime: { sql: schedule.startSql, type: 'timestamptz' },
  endDateTime: { sql: schedule.endSql, type: 'timestamptz' },
  createdOn: { property: 'createdAt', type: 'timestamptz' },
  ...(side === 'Assignment' && {
    assignmentType: { property: 'assignmentType', type: 'text' },
    linkedRoleEligibilityScheduleId: { property: 'activatedUsing', type: 'uuid' },
  }),
});

const schedules: LayerSpelling = {
  fields: (side) => ({
    ...held(side),
    updatedOn: column('modifiedAt'),
    [armNames(side).madeBy]: column('createdUsing'),
  }),
  filter: (side) => ({
    ...heldFilter(side),
    updatedOn: { property: 'modifiedAt', type: 'timestamptz' },
    [armNames(side).madeBy]: { property: 'createdUsing', type: 'uuid' },
  }),
  orders: ordersBy({ createdOn: 'createdAt' }),
  defaultOrder: 'createdOn_DESC',
};

const instances: LayerSpelling = {
  fields: (side) => ({
    ...held(side),
    // An instance has the id of its schedule, for a schedule has at most one.
    [armNames(side).schedule]: column('id'),
    ...(side === 'Assignment' && {
      originRoleAssignmentId: resource.originAssignment,
      linkedRoleEligibilityScheduleInstanceId: column('activatedUsing'),
    }),
  }),
  filter: (side) => ({ ...heldFilter(side), [armNames(side).schedule]: { property: 'id', type: 'uuid' } }),
  orders: ordersBy({ startDateTime: 'startAt', endDateTime: 'endAt' }),
  defaultOrder: 'startDateTime_DESC',
};

/** The three layers as ARM spells them (resources.md 12.2, 12.3). */
export const resourceLayers: Spelling['layers'] = {
  ScheduleRequest: requests,
  Schedule: schedules,
  ScheduleInstance: instances,
};
