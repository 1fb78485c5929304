import type { SeparationRule, SeparationViolation } from '../../domain/separation';
import { now } from '../../storage/session';
import { raw, type Sql, sql } from '../../storage/sql';
import { separationRuleTable } from '../../storage/tables/separation-rule';
import { separationViolationTable } from '../../storage/tables/separation-violation';
import { principalIsVisible, roleDefinitionIsVisible } from '../../storage/visibility';
import type { ObjectShape } from '../planner/shape';
import { userShape } from './principal';
import { roleDefinitionShape } from './role-definition';
import { col } from './row';

/** Whether what ends with that span is not over yet. */
const lasts = (span: Sql): Sql => sql`(upper_inf(${span}) or upper(${span}) > ${now})`;

/** Asked of both schedules themselves, so that those that are long over are not matched with each other first. */
const isNotOver = (row: string): Sql =>
  sql`(${col(row, 'end_at')} is null or ${col(row, 'end_at')} > ${now})
    and ${lasts(col(row, 'one_span'))} and ${lasts(col(row, 'other_span'))}`;

export const separationRuleShape: ObjectShape<SeparationRule> = {
  shape: 'object',
  typeName: 'SeparationOfDutiesRule',
  table: separationRuleTable,
  fields: {
    createdDateTime: { field: 'column', property: 'createdAt' },
    modifiedDateTime: { field: 'column', property: 'modifiedAt' },
    roleDefinitions: {
      field: 'toMany',
      as: 'list',
      target: () => roleDefinitionShape,
      on: (from, to) => sql`${col(to, 'provider')} = ${col(from, 'provider')}
        and ${col(to, 'id')} = any (${col(from, 'role_definition_ids')})`,
      visible: roleDefinitionIsVisible,
      orderBy: [{ property: 'displayName', direction: 'asc' }],
    },
    violations: {
      field: 'toMany',
      as: 'connection',
      target: () => separationViolationShape,
      on: (from, to) => sql`${col(to, 'rule_id')} = ${col(from, 'id')} and ${isNotOver(to)}`,
      orderBy: [{ property: 'startAt', direction: 'asc' }],
    },
  },
};

/** Whoever sees a rule sees its violations: both are for those who may read policies. */
export const separationViolationShape: ObjectShape<SeparationViolation> = {
  shape: 'object',
  typeName: 'SeparationOfDutiesViolation',
  table: separationViolationTable,
  fields: {
    directoryScopeIds: { field: 'column', property: 'scopeIds' },
    startDateTime: { field: 'column', property: 'startAt' },
    endDateTime: { field: 'column', property: 'endAt' },
    person: {
      field: 'toOne',
      target: () => userShape,
      on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'person_id')} and ${col(to, 'type')} = ${raw(`'user'`)}`,
      visible: principalIsVisible,
    },
  },
};
