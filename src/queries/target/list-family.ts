import type { RequestStatus, ScheduleRequest } from '../../domain/request';
import { requestStatuses } from '../../domain/request';
import type { Schedule } from '../../domain/schedule';
import { callerAndGroups, callerId } from '../../storage/session';
import { raw, type Sql, sql } from '../../storage/sql';
import { mayDecideRequest, requestIsVisible, scheduleIsVisible } from '../../storage/visibility';
import { ordersBy } from '../orders';
import type { FilterField, ObjectShape, Question, RowSql } from '../planner/shape';
import { col } from '../shapes/row';
import { directorySpelling } from './directory-spelling';
import { directoryFamily, type Family } from './family';
import { completedAtOf, statusOf, storedAs } from './request-shapes';
import { hasInstance, isCurrent, memberTypeOf, scheduleStatusOf } from './schedule-shapes';
import { collectionNameOf, kindOf, type Side, type Spelling } from './spelling';

type Filter = Question['filter'];

/** The rows of one variant and side, in the table of the layer. */
const rowsOf =
  ({ provider }: Spelling, side: Side): RowSql =>
  (row) =>
    sql`${col(row, 'kind')} = ${raw(`'${kindOf(side)}'`)} and ${col(row, 'provider')} = ${raw(`'${provider}'`)}`;

const both =
  (one: RowSql, other: RowSql): RowSql =>
  (row) =>
    sql`${one(row)} and ${other(row)}`;

const isRequestStatus = (value: string): value is RequestStatus => requestStatuses.some((status) => status === value);

/** The statuses as literals, so that the partial indexes over open requests serve the question. */
function storedIn(row: string, statuses: readonly string[]): Sql {
  const stored = [...new Set(statuses.filter(isRequestStatus).flatMap(storedAs))];
  if (stored.length === 0) return sql`false`;
  return sql`${col(row, 'status')} in (${raw(stored.map((status) => `'${status}'`).join(', '))})`;
}

const requestFilter: Filter = {
  id: { property: 'id', type: 'uuid' },
  status: { sql: statusOf, narrow: storedIn, type: 'text' },
  action: { property: 'action', type: 'text' },
  approvalId: { property: 'approvalId', type: 'uuid' },
  createdBy: { property: 'createdById', type: 'uuid' },
  createdDateTime: { property: 'createdAt', type: 'timestamptz' },
  completedDateTime: { sql: completedAtOf, type: 'timestamptz' },
  targetScheduleId: { property: 'targetScheduleId', type: 'uuid' },
};

const listRequests = (
  spelling: Spelling,
  side: Side,
  shape: ObjectShape<ScheduleRequest>,
): Question<ScheduleRequest> => ({
  name: collectionNameOf(spelling, side, 'ScheduleRequest'),
  shape,
  rows: rowsOf(spelling, side),
  visible: requestIsVisible,
  filter: { ...requestFilter, ...spelling.filter },
  on: {
    principal: (row) => sql`${col(row, 'principal_id')} = ${callerId}`,
    createdBy: (row) => sql`${col(row, 'created_by_id')} = ${callerId}`,
    approver: mayDecideRequest,
  },
  orders: ordersBy({ createdDateTime: 'createdAt' }),
  defaultOrder: 'createdDateTime_DESC',
});

const mine: Question['on'] = { principal: (row) => sql`${col(row, 'principal_id')} = any (${callerAndGroups})` };

const memberType: FilterField = { sql: memberTypeOf, type: 'text' };
const assignmentType: FilterField = { property: 'assignmentType', type: 'text' };

const scheduleFilter = (side: Side): Filter => ({
  id: { property: 'id', type: 'uuid' },
  status: { sql: scheduleStatusOf, type: 'text' },
  createdUsing: { property: 'createdUsing', type: 'uuid' },
  createdDateTime: { property: 'createdAt', type: 'timestamptz' },
  modifiedDateTime: { property: 'modifiedAt', type: 'timestamptz' },
  memberType,
  ...(side === 'Assignment' && { assignmentType }),
});

const instanceFilter = (side: Side): Filter => ({
  id: { property: 'id', type: 'uuid' },
  startDateTime: {
    sql: (row) => sql`case when ${col(row, 'created_using')} is not null then ${col(row, 'start_at')} end`,
    type: 'timestamptz',
  },
  endDateTime: { sql: (row) => sql`upper(${col(row, 'span')})`, type: 'timestamptz' },
  memberType,
  ...(side === 'Assignment'
    ? { assignmentType, roleAssignmentScheduleId: { property: 'id', type: 'uuid' } }
    : { roleEligibilityScheduleId: { property: 'id', type: 'uuid' } }),
});

const listSchedules = (spelling: Spelling, side: Side, shape: ObjectShape<Schedule>): Question<Schedule> => ({
  name: collectionNameOf(spelling, side, 'Schedule'),
  shape,
  rows: both(rowsOf(spelling, side), isCurrent),
  visible: scheduleIsVisible,
  filter: { ...scheduleFilter(side), ...spelling.filter },
  on: mine,
  orders: ordersBy({ createdDateTime: 'createdAt' }),
  defaultOrder: 'createdDateTime_DESC',
});

const listInstances = (spelling: Spelling, side: Side, shape: ObjectShape<Schedule>): Question<Schedule> => ({
  name: collectionNameOf(spelling, side, 'ScheduleInstance'),
  shape,
  rows: both(rowsOf(spelling, side), hasInstance),
  visible: scheduleIsVisible,
  filter: { ...instanceFilter(side), ...spelling.filter },
  on: mine,
  orders: ordersBy({ startDateTime: 'startAt', endDateTime: 'endAt' }),
  defaultOrder: 'startDateTime_DESC',
});

/** The six questions about one variant, side by side with its six shapes. */
export type FamilyQuestions = { readonly [F in keyof Family]: Question };

export const questionsOf = (spelling: Spelling, family: Family): FamilyQuestions => ({
  assignmentRequest: listRequests(spelling, 'Assignment', family.assignmentRequest),
  eligibilityRequest: listRequests(spelling, 'Eligibility', family.eligibilityRequest),
  assignmentSchedule: listSchedules(spelling, 'Assignment', family.assignmentSchedule),
  eligibilitySchedule: listSchedules(spelling, 'Eligibility', family.eligibilitySchedule),
  assignmentInstance: listInstances(spelling, 'Assignment', family.assignmentInstance),
  eligibilityInstance: listInstances(spelling, 'Eligibility', family.eligibilityInstance),
});

export const directoryQuestions: FamilyQuestions = questionsOf(directorySpelling, directoryFamily);
