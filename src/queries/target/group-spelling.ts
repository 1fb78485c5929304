import type { Schedule } from '../../domain/schedule';
import { type Sql, sql } from '../../storage/sql';
import type { Field, FilterField, RowSql } from '../planner/shape';
import { groupShape } from '../shapes/principal';
import { col } from '../shapes/row';
import { principalField } from '../shapes/who-and-what';
import { graphLayers } from './graph-layers';
import { composedScheduleId } from './group-schedule-id';
import type { ScheduleIdProperty, ScheduleIds } from './schedule-ids';
import type { Spelling } from './spelling';

/** The group of a row, whatever variant the rows beside it are of: only a group's scope is a GUID. */
const groupIdOf = (row: string): Sql =>
  sql`(case ${col(row, 'provider')} when 'group' then ${col(row, 'scope_id')} end)::uuid`;

/** A deleted group has left PIM (G-4). */
const scopeStands: RowSql = (row) =>
  sql`exists (select from principal as place where place.id = ${groupIdOf(row)} and place.deleted_at is null)`;

const columns = { id: 'id', targetScheduleId: 'target_schedule_id' } as const satisfies Record<
  ScheduleIdProperty,
  string
>;

const guid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** `{groupId}_{accessId}_{guid}` (A-2). */
const scheduleIds: ScheduleIds = {
  isComposed: true,
  field: (property): Field<Schedule & { readonly targetScheduleId: string | null }> => ({
    field: 'computed',
    needs: ['scopeId', 'roleDefinitionId', property],
    value: (record) => (record[property] === null ? null : composedScheduleId(record, record[property])),
  }),
  filter: (property): FilterField => ({
    sql: (row) =>
      sql`${col(row, 'scope_id')} || '_' || ${col(row, 'role_definition_id')} || '_' || ${col(row, columns[property])}`,
    within: { property, of: (value) => sql`(regexp_match(${value}, ${`_(${guid})$`}))[1]::uuid` },
    type: 'text',
  }),
};

/** Memberships and ownerships of groups (resources.md 4): `accessId` is the role, the group is the scope. */
export const groupSpelling: Spelling = {
  provider: 'group',
  typePrefix: 'PrivilegedAccessGroup',
  fieldPrefix: 'privilegedAccessGroup',
  fields: {
    accessId: { field: 'column', property: 'roleDefinitionId' },
    groupId: { field: 'column', property: 'scopeId' },
    principal: principalField,
    group: { field: 'toOne', target: () => groupShape, on: (from, to) => sql`${col(to, 'id')} = ${groupIdOf(from)}` },
  },
  filter: {
    principalId: { property: 'principalId', type: 'uuid' },
    accessId: { property: 'roleDefinitionId', type: 'text' },
    groupId: { property: 'scopeId', type: 'text' },
  },
  scopeStands,
  layers: graphLayers({
    scheduleIdOf: { Assignment: 'assignmentScheduleId', Eligibility: 'eligibilityScheduleId' },
    scheduleIds,
    // Graph has real enums here, in lower camel case (resources.md 4.3).
    written: (word) => sql`lower(${word})`,
    scopeStands,
  }),
};
