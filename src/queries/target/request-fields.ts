import { type RequestStatus, requestStatuses, type ScheduleRequest, statusAt } from '../../domain/request';
import { now } from '../../storage/session';
import { raw, type Sql, sql } from '../../storage/sql';
import type { ComputedField, ExpressionField, FilterField, RowSql, ToOneField } from '../planner/shape';
import { col } from '../shapes/row';
import type { Related } from './family';
import type { Side } from './spelling';

/** Whether the approval of the request was not decided in time; true before any job says so (E-9). */
export const lapsed: RowSql = (row) =>
  sql`(${col(row, 'status')} = 'PendingApproval' and ${col(row, 'lapses_at')} <= ${now})`;

/** `statusAt` of domain/request.ts in SQL: time moves the status without anybody's help. */
export const statusOf: RowSql = (row) => sql`case when ${lapsed(row)} then 'TimedOut'
  when ${col(row, 'status')} = 'Granted' and ${col(row, 'start_at')} <= ${now} then 'Provisioned'
  else ${col(row, 'status')} end`;

/** A lapsed approval was over when it lapsed, whether or not a job has said so. */
export const completedAtOf: RowSql = (row) =>
  sql`case when ${lapsed(row)} then ${col(row, 'lapses_at')} else ${col(row, 'completed_at')} end`;

/** {@link completedAtOf} of a record. */
const endOfProcessing = (request: ScheduleRequest, now: Date): Date | null =>
  request.status === 'PendingApproval' && statusAt(request, now) === 'TimedOut'
    ? request.lapsesAt
    : request.completedAt;

/** The stored statuses that can show as this one. */
const storedAs = (status: RequestStatus): readonly RequestStatus[] => {
  if (status === 'TimedOut') return ['TimedOut', 'PendingApproval'];
  return status === 'Provisioned' ? ['Provisioned', 'Granted'] : [status];
};

const isRequestStatus = (value: string): value is RequestStatus => requestStatuses.some((status) => status === value);

/** The statuses as literals, so that the partial indexes over open requests serve the question. */
function storedIn(row: string, statuses: readonly string[]): Sql {
  const stored = [...new Set(statuses.filter(isRequestStatus).flatMap(storedAs))];
  if (stored.length === 0) return sql`false`;
  return sql`${col(row, 'status')} in (${raw(stored.map((status) => `'${status}'`).join(', '))})`;
}

/** Compares where a request stands at this moment. */
export const statusFilter: FilterField = { sql: statusOf, narrow: storedIn, type: 'text' };

/** Null for removals; the start is null while it is not known, so while an approval is pending (resources.md 3.2). */
export const scheduleInfo: ComputedField<ScheduleRequest> = {
  field: 'computed',
  needs: ['hasSchedule', 'startAt', 'expirationType', 'expirationEndAt', 'expirationDuration'],
  value: ({ hasSchedule, startAt, expirationType, expirationEndAt, expirationDuration }) => {
    if (!hasSchedule) return null;
    const expiration = { type: expirationType, endDateTime: expirationEndAt, duration: expirationDuration };
    return { startDateTime: startAt, expiration, recurrence: null };
  },
};

/** Name and device are not kept: Graph leaves them null as well (resources.md 1.1). */
export const createdBy: ComputedField<ScheduleRequest> = {
  field: 'computed',
  needs: ['createdById', 'createdByApplication'],
  value: ({ createdById, createdByApplication }) => {
    const identity = { id: createdById, displayName: null };
    const [application, user] = createdByApplication ? [identity, null] : [null, identity];
    return { application, device: null, user };
  },
};

/** Only the answer to a validation says so, and that was never stored (B-15). */
export const isValidation = (record: object): boolean => 'isValidationOnly' in record;

/** Where the request stands at the instant of the statement. */
export const status: ExpressionField<ScheduleRequest> = {
  field: 'expression',
  sql: statusOf,
  as: 'text',
  ofRecord: statusAt,
  unstored: (record) => (isValidation(record) ? record.status : undefined),
};

/** When processing ended. */
export const completedAt: ExpressionField<ScheduleRequest> = {
  field: 'expression',
  sql: completedAtOf,
  as: 'instant',
  ofRecord: endOfProcessing,
  unstored: (record) => (isValidation(record) ? record.completedAt : undefined),
};

export const isValidationOnly: ComputedField<ScheduleRequest> = { field: 'computed', needs: [], value: isValidation };

export const ticketInfo: ComputedField<ScheduleRequest> = {
  field: 'computed',
  needs: ['ticketNumber', 'ticketSystem'],
  value: ({ ticketNumber, ticketSystem }) => ({ ticketNumber, ticketSystem }),
};

/** The schedule on the side of the request; what was approved for the other side (I-7) is read there. */
export const targetSchedule = (side: Side, related: () => Related): ToOneField => ({
  field: 'toOne',
  target: () => (side === 'Assignment' ? related().assignmentSchedule : related().eligibilitySchedule),
  on: (from, to) =>
    sql`${col(to, 'id')} = ${col(from, 'target_schedule_id')} and ${col(to, 'kind')} = ${col(from, 'kind')}`,
});

/** The eligibility that an activation was made from. */
export const activatedUsing = (related: () => Related): ToOneField => ({
  field: 'toOne',
  target: () => related().eligibilitySchedule,
  on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'activated_using')}`,
});

/** What decides on an activation. */
export const approval = (related: () => Related): ToOneField => ({
  field: 'toOne',
  target: () => related().approval,
  on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'approval_id')}`,
  keptAs: 'approvalId',
  sharesKey: true,
});
