import type { Schedule } from '../../domain/schedule';
import { spanOf } from '../../domain/schedule';
import { callerGroups, callerId, holdsNow, now } from '../../storage/session';
import { type Sql, sql } from '../../storage/sql';
import { scheduleTable } from '../../storage/tables/schedule';
import type { ComputedField, Field, ObjectShape, RowSql } from '../planner/shape';
import { roleAssignmentId } from '../shapes/role-assignment-id';
import { col } from '../shapes/row';
import type { Family } from './family';
import { type Side, type Spelling, typeNameOf } from './spelling';

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

const memberType: Field<Schedule> = { field: 'expression', sql: memberTypeOf, as: 'text' };

const scheduleInfo: ComputedField<Schedule> = {
  field: 'computed',
  needs: ['startAt', 'endAt', 'revokedAt'],
  value: (schedule) => {
    const { startAt, endAt } = spanOf(schedule);
    const type = endAt === null ? 'noExpiration' : 'afterDateTime';
    return { startDateTime: startAt, expiration: { type, endDateTime: endAt, duration: null }, recurrence: null };
  },
};

const refersTo = (target: () => ObjectShape, on: (from: string, to: string) => Sql): Field<Schedule> => ({
  field: 'toOne',
  target,
  on,
});

/** The schedules of one variant and side. */
export const scheduleShape = (spelling: Spelling, side: Side, family: () => Family): ObjectShape<Schedule> => ({
  shape: 'object',
  typeName: typeNameOf(spelling, side, 'Schedule'),
  table: scheduleTable,
  fields: {
    status: { field: 'expression', sql: scheduleStatusOf, as: 'text' },
    createdDateTime: { field: 'column', property: 'createdAt' },
    modifiedDateTime: { field: 'column', property: 'modifiedAt' },
    scheduleInfo,
    memberType,
    ...spelling.fields,
    ...(side === 'Assignment' && {
      activatedUsing: refersTo(
        () => family().eligibilitySchedule,
        (from, to) => sql`${col(to, 'id')} = ${col(from, 'activated_using')}`,
      ),
    }),
  },
});

// Made outside PIM, an assignment shows neither start nor end.
const instanceSpan: Readonly<Record<string, ComputedField<Schedule>>> = {
  startDateTime: {
    field: 'computed',
    needs: ['createdUsing', 'startAt'],
    value: ({ createdUsing, startAt }) => (createdUsing === null ? null : startAt),
  },
  endDateTime: {
    field: 'computed',
    needs: ['startAt', 'endAt', 'revokedAt'],
    value: (schedule) => spanOf(schedule).endAt,
  },
};

/** What only instances of assignments have; an instance has the id of its schedule, for a schedule has at most one. */
const ofAssignments = (family: () => Family): Readonly<Record<string, Field<Schedule>>> => ({
  roleAssignmentOriginId: {
    field: 'computed',
    needs: ['roleDefinitionId', 'principalId', 'scopeId'],
    value: roleAssignmentId,
  },
  roleAssignmentScheduleId: { field: 'column', property: 'id' },
  activatedUsing: refersTo(
    () => family().eligibilityInstance,
    (from, to) => sql`${col(to, 'id')} = ${col(from, 'activated_using')} and ${hasInstance(to)}`,
  ),
});

/** The instances of one variant and side. */
export const instanceShape = (spelling: Spelling, side: Side, family: () => Family): ObjectShape<Schedule> => ({
  shape: 'object',
  typeName: typeNameOf(spelling, side, 'ScheduleInstance'),
  table: scheduleTable,
  fields: {
    ...instanceSpan,
    memberType,
    ...spelling.fields,
    ...(side === 'Assignment'
      ? ofAssignments(family)
      : { roleEligibilityScheduleId: { field: 'column', property: 'id' } satisfies Field<Schedule> }),
  },
});
