import type { RequestStatus, ScheduleRequest } from '../../domain/request';
import { now } from '../../storage/session';
import { sql } from '../../storage/sql';
import { scheduleRequestTable } from '../../storage/tables/schedule-request';
import type { ComputedField, Field, ObjectShape, RowSql } from '../planner/shape';
import { approvalShape } from '../shapes/approval';
import { col } from '../shapes/row';
import type { Family } from './family';
import { type Side, type Spelling, typeNameOf } from './spelling';

/** Whether the approval of the request was not decided in time; true before any job says so (E-9). */
const lapsed: RowSql = (row) => sql`(${col(row, 'status')} = 'PendingApproval' and ${col(row, 'lapses_at')} <= ${now})`;

/** `statusAt` of domain/request.ts in SQL: time moves the status without anybody's help. */
export const statusOf: RowSql = (row) => sql`case when ${lapsed(row)} then 'TimedOut'
  when ${col(row, 'status')} = 'Granted' and ${col(row, 'start_at')} <= ${now} then 'Provisioned'
  else ${col(row, 'status')} end`;

/** A lapsed approval was over when it lapsed, whether or not a job has said so. */
export const completedAtOf: RowSql = (row) =>
  sql`case when ${lapsed(row)} then ${col(row, 'lapses_at')} else ${col(row, 'completed_at')} end`;

/** The stored statuses that can show as this one. */
export const storedAs = (status: RequestStatus): readonly RequestStatus[] => {
  if (status === 'TimedOut') return ['TimedOut', 'PendingApproval'];
  return status === 'Provisioned' ? ['Provisioned', 'Granted'] : [status];
};

/** Null for removals; the start is null while it is not known, so while an approval is pending (resources.md 3.2). */
const scheduleInfo: ComputedField<ScheduleRequest> = {
  field: 'computed',
  needs: ['hasSchedule', 'startAt', 'expirationType', 'expirationEndAt', 'expirationDuration'],
  value: ({ hasSchedule, startAt, expirationType, expirationEndAt, expirationDuration }) => {
    if (!hasSchedule) return null;
    const expiration = { type: expirationType, endDateTime: expirationEndAt, duration: expirationDuration };
    return { startDateTime: startAt, expiration, recurrence: null };
  },
};

/** Name and device are not kept: Graph leaves them null as well (resources.md 1.1). */
const createdBy: ComputedField<ScheduleRequest> = {
  field: 'computed',
  needs: ['createdById', 'createdByApplication'],
  value: ({ createdById, createdByApplication }) => {
    const identity = { id: createdById, displayName: null };
    const [application, user] = createdByApplication ? [identity, null] : [null, identity];
    return { application, device: null, user };
  },
};

/** Only the answer to a validation says so, and that was never stored (B-15). */
const isValidation = (record: object): boolean => 'isValidationOnly' in record;

const fields: Readonly<Record<string, Field<ScheduleRequest>>> = {
  status: {
    field: 'expression',
    sql: statusOf,
    as: 'text',
    unstored: (record) => (isValidation(record) ? record.status : undefined),
  },
  createdBy,
  createdDateTime: { field: 'column', property: 'createdAt' },
  completedDateTime: {
    field: 'expression',
    sql: completedAtOf,
    as: 'instant',
    unstored: (record) => (isValidation(record) ? record.completedAt : undefined),
  },
  isValidationOnly: { field: 'computed', needs: [], value: isValidation },
  scheduleInfo,
  ticketInfo: {
    field: 'computed',
    needs: ['ticketNumber', 'ticketSystem'],
    value: ({ ticketNumber, ticketSystem }) => ({ ticketNumber, ticketSystem }),
  },
};

/** The requests of one variant and side. */
export const requestShape = (spelling: Spelling, side: Side, family: () => Family): ObjectShape<ScheduleRequest> => ({
  shape: 'object',
  typeName: typeNameOf(spelling, side, 'ScheduleRequest'),
  table: scheduleRequestTable,
  fields: {
    ...fields,
    ...spelling.fields,
    ...(side === 'Assignment' ? ofAssignments(family) : ofEligibilities(family)),
  },
});

/** On the side of the request; what was approved for the other side (I-7) is read there. */
const targetSchedule = (target: () => ObjectShape): Field<ScheduleRequest> => ({
  field: 'toOne',
  target,
  on: (from, to) =>
    sql`${col(to, 'id')} = ${col(from, 'target_schedule_id')} and ${col(to, 'kind')} = ${col(from, 'kind')}`,
});

const ofEligibilities = (family: () => Family): Readonly<Record<string, Field<ScheduleRequest>>> => ({
  targetSchedule: targetSchedule(() => family().eligibilitySchedule),
});

const ofAssignments = (family: () => Family): Readonly<Record<string, Field<ScheduleRequest>>> => ({
  targetSchedule: targetSchedule(() => family().assignmentSchedule),
  activatedUsing: {
    field: 'toOne',
    target: () => family().eligibilitySchedule,
    on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'activated_using')}`,
  },
  approval: {
    field: 'toOne',
    target: () => approvalShape,
    on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'approval_id')}`,
    keptAs: 'approvalId',
  },
});
