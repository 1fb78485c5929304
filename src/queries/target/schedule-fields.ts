import type { Schedule } from '../../domain/schedule';
import { spanOf } from '../../domain/schedule';
import { callerGroups, callerId, holdsNow, now } from '../../storage/session';
import { sql } from '../../storage/sql';
import type { ComputedField, RowSql, ToOneField } from '../planner/shape';
import { col } from '../shapes/row';
import type { Related } from './family';
import type { Spelling } from './spelling';

/** `isCurrent` of domain/schedule.ts in SQL: the schedule holds now or will later. */
export const isCurrent: RowSql = (row) =>
  sql`(not isempty(${col(row, 'span')}) and (upper_inf(${col(row, 'span')}) or upper(${col(row, 'span')}) > ${now}))`;

/**
 * Whether the schedule has an instance: its span contains now, and what it gives counts, since neither its holder
 * nor its role is switched off (M-7).
 */
export const hasInstance: RowSql = (row) => sql`(${holdsNow(row)}
  and exists (select from principal as holder where holder.id = ${col(row, 'principal_id')}
    and holder.account_enabled is not false and holder.deleted_at is null)
  and not exists (select from role_definition as held where held.id = ${col(row, 'role_definition_id')} and not held.is_enabled))`;

/** `Group` on the rows of the caller's groups, which are his own through membership (M-8, H-12); else `Direct`. */
export const memberTypeOf: RowSql = (row) => sql`case when ${col(row, 'principal_id')} <> ${callerId}
  and ${col(row, 'principal_id')} = any (${callerGroups}) then 'Group' else 'Direct' end`;

/** `Revoked` once it was ended before its time. */
export const scheduleStatusOf: RowSql = (row) =>
  sql`case when ${col(row, 'revoked_at')} is null then 'Provisioned' else 'Revoked' end`;

/** {@link hasInstance} for the schedules of one variant. */
export const instanceIn = ({ scopeStands }: Pick<Spelling, 'scopeStands'>): RowSql =>
  scopeStands ? (row) => sql`(${hasInstance(row)} and ${scopeStands(row)})` : hasInstance;

/** The period of a schedule as it came out. */
export const scheduleInfo: ComputedField<Schedule> = {
  field: 'computed',
  needs: ['startAt', 'endAt', 'revokedAt'],
  value: (schedule) => {
    const { startAt, endAt } = spanOf(schedule);
    const type = endAt === null ? 'noExpiration' : 'afterDateTime';
    return { startDateTime: startAt, expiration: { type, endDateTime: endAt, duration: null }, recurrence: null };
  },
};

/** The start of an instance: made outside PIM, an assignment shows neither start nor end. */
export const startOf: ComputedField<Schedule> = {
  field: 'computed',
  needs: ['createdUsing', 'startAt'],
  value: ({ createdUsing, startAt }) => (createdUsing === null ? null : startAt),
};

/** {@link startOf} in SQL. */
export const startSql: RowSql = (row) =>
  sql`case when ${col(row, 'created_using')} is not null then ${col(row, 'start_at')} end`;

/** The end of an instance; null is permanent. */
export const endOf: ComputedField<Schedule> = {
  field: 'computed',
  needs: ['startAt', 'endAt', 'revokedAt'],
  value: (schedule) => spanOf(schedule).endAt,
};

/** {@link endOf} in SQL. */
export const endSql: RowSql = (row) => sql`upper(${col(row, 'span')})`;

/** The eligibility that a schedule was activated from. */
export const activatedUsing = (related: () => Related): ToOneField => ({
  field: 'toOne',
  target: () => related().eligibilitySchedule,
  on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'activated_using')}`,
});

/** The instance of the eligibility that an instance was activated from. */
export const activatedUsingInstance = (related: () => Related, hasOne: RowSql): ToOneField => ({
  field: 'toOne',
  target: () => related().eligibilityInstance,
  on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'activated_using')} and ${hasOne(to)}`,
});
