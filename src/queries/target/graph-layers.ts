import type { Sql } from '../../storage/sql';
import { ordersBy } from '../orders';
import type { Field, FilterField, RowSql } from '../planner/shape';
import { col } from '../shapes/row';
import * as request from './request-fields';
import * as schedule from './schedule-fields';
import { plainScheduleIds, type ScheduleIds } from './schedule-ids';
import type { Fields, Filter, LayerSpelling, Side, Spelling } from './spelling';

/** What differs between the variants that Microsoft Graph has: directory roles and groups. */
export interface GraphNames extends Pick<Spelling, 'scopeStands'> {
  /** The property of an instance that holds the id of its schedule. */
  readonly scheduleIdOf: Readonly<Record<Side, string>>;
  /** How ids of schedules look; plain GUIDs when absent. */
  readonly scheduleIds?: ScheduleIds;
  /** How the words of `memberType` and `assignmentType` are written; as they are stored when absent. */
  readonly written?: (word: Sql) => Sql;
  /** What instances of assignments have besides. */
  readonly ofAssignmentInstances?: Fields;
}

/** The three layers as Microsoft Graph spells them (resources.md 2, 4). */
export const graphLayers = (names: GraphNames): Spelling['layers'] => ({
  ScheduleRequest: requests(names),
  Schedule: schedules(names),
  ScheduleInstance: instances(names),
});

const requests = ({ scheduleIds = plainScheduleIds }: GraphNames): LayerSpelling => ({
  fields: (side, related) => ({
    status: request.status,
    createdBy: request.createdBy,
    createdDateTime: { field: 'column', property: 'createdAt' },
    completedDateTime: request.completedAt,
    isValidationOnly: request.isValidationOnly,
    scheduleInfo: request.scheduleInfo,
    ticketInfo: request.ticketInfo,
    targetScheduleId: scheduleIds.field('targetScheduleId'),
    targetSchedule: request.targetSchedule(side, related),
    ...(side === 'Assignment' && {
      activatedUsing: request.activatedUsing(related),
      approval: request.approval(related),
    }),
  }),
  filter: () => ({
    id: { property: 'id', type: 'uuid' },
    status: request.statusFilter,
    action: { property: 'action', type: 'text' },
    approvalId: { property: 'approvalId', type: 'uuid' },
    createdBy: { property: 'createdById', type: 'uuid' },
    createdDateTime: { property: 'createdAt', type: 'timestamptz' },
    completedDateTime: { sql: request.completedAtOf, type: 'timestamptz' },
    targetScheduleId: scheduleIds.filter('targetScheduleId'),
  }),
  orders: ordersBy({ createdDateTime: 'createdAt' }),
  defaultOrder: 'createdDateTime_DESC',
});

const schedules = (names: GraphNames): LayerSpelling => {
  const { scheduleIds = plainScheduleIds } = names;
  const words = wordsOf(names);
  return {
    ...identified(scheduleIds),
    fields: (side, related) => ({
      id: scheduleIds.field('id'),
      status: { field: 'expression', sql: schedule.scheduleStatusOf, as: 'text' },
      createdDateTime: { field: 'column', property: 'createdAt' },
      modifiedDateTime: { field: 'column', property: 'modifiedAt' },
      scheduleInfo: schedule.scheduleInfo,
      ...words.fields(side),
      ...(side === 'Assignment' && { activatedUsing: schedule.activatedUsing(related) }),
    }),
    filter: (side) => ({
      id: scheduleIds.filter('id'),
      status: { sql: schedule.scheduleStatusOf, type: 'text' },
      createdUsing: { property: 'createdUsing', type: 'uuid' },
      createdDateTime: { property: 'createdAt', type: 'timestamptz' },
      modifiedDateTime: { property: 'modifiedAt', type: 'timestamptz' },
      ...words.filter(side),
    }),
    orders: ordersBy({ createdDateTime: 'createdAt' }),
    defaultOrder: 'createdDateTime_DESC',
  };
};

const instances = (names: GraphNames): LayerSpelling => {
  const { scheduleIds = plainScheduleIds, scheduleIdOf, ofAssignmentInstances } = names;
  const words = wordsOf(names);
  return {
    ...identified(scheduleIds),
    fields: (side, related) => ({
      // An instance has the id of its schedule, for a schedule has at most one.
      id: scheduleIds.field('id'),
      [scheduleIdOf[side]]: scheduleIds.field('id'),
      startDateTime: schedule.startOf,
      endDateTime: schedule.endOf,
      ...words.fields(side),
      ...(side === 'Assignment' && {
        ...ofAssignmentInstances,
        activatedUsing: schedule.activatedUsingInstance(related, schedule.instanceIn(names)),
      }),
    }),
    filter: (side) => ({
      id: scheduleIds.filter('id'),
      [scheduleIdOf[side]]: scheduleIds.filter('id'),
      startDateTime: { sql: schedule.startSql, type: 'timestamptz' },
      endDateTime: { sql: schedule.endSql, type: 'timestamptz' },
      ...words.filter(side),
    }),
    orders: ordersBy({ startDateTime: 'startAt', endDateTime: 'endAt' }),
    defaultOrder: 'startDateTime_DESC',
  };
};

const identified = ({ isComposed, filter }: ScheduleIds): Pick<LayerSpelling, 'id'> =>
  isComposed ? { id: filter('id') } : {};

/** `memberType`, and on assignments `assignmentType`, in the words of the variant. */
function wordsOf({ written }: GraphNames): {
  readonly fields: (side: Side) => Fields;
  readonly filter: (side: Side) => Filter;
} {
  const memberOf: RowSql = written ? (row) => written(schedule.memberTypeOf(row)) : schedule.memberTypeOf;
  const memberType: Field = { field: 'expression', sql: memberOf, as: 'text' };
  const assignmentOf: RowSql | null = written ? (row) => written(col(row, 'assignment_type')) : null;
  const assignmentType: Field = assignmentOf
    ? { field: 'expression', sql: assignmentOf, as: 'text' }
    : { field: 'column', property: 'assignmentType' };
  const assignmentFilter: FilterField = assignmentOf
    ? { sql: assignmentOf, type: 'text' }
    : { property: 'assignmentType', type: 'text' };
  return {
    fields: (side) => ({ memberType, ...(side === 'Assignment' && { assignmentType }) }),
    filter: (side) => ({
      memberType: { sql: memberOf, type: 'text' },
      ...(side === 'Assignment' && { assignmentType: assignmentFilter }),
    }),
  };
}
