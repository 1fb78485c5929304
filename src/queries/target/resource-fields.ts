import { assignmentPath, resourceNames, rolePathAt } from '../../domain/providers/all';
import type { ScheduleRequest } from '../../domain/request';
import type { Schedule } from '../../domain/schedule';
import { raw, type Sql, sql } from '../../storage/sql';
import { toldBy } from '../planner/binding';
import type { ComputedField, ExpressionField, Field, FilterField, RowSql, ToOneField } from '../planner/shape';
import { resourceRoleShape } from '../shapes/resource-role';
import { col } from '../shapes/row';
import { isValidation } from './request-fields';
import { memberTypeOf } from './schedule-fields';

type Held = Pick<Schedule, 'roleDefinitionId' | 'scopeId'>;

/** A word of ours as ARM writes it: `adminAssign` is `AdminAssign`. */
export const armWord = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

/** {@link armWord} in SQL. */
const armWordSql = (word: Sql): Sql => sql`upper(left(${word}, 1)) || substr(${word}, 2)`;

/** The role's path, which ARM shows in place of its id. */
export const rolePath: ComputedField<Held> = {
  field: 'computed',
  needs: ['roleDefinitionId', 'scopeId'],
  value: ({ roleDefinitionId, scopeId }) => rolePathAt(scopeId, roleDefinitionId),
};

const spelling: RowSql = (row) =>
  sql`(select place.spelling from resource_scope as place where place.id = ${col(row, 'scope_id')})`;

/** The scope as it was first written. */
export const scopePath: ExpressionField = {
  field: 'expression',
  sql: spelling,
  as: 'text',
  unstored: (record) => (isValidation(record) ? record.scopeId : undefined),
};

const types = raw(`'{"user": "User", "group": "Group", "servicePrincipal": "ServicePrincipal"}'::jsonb`);

/** What the principal is, in ARM's words. */
export const principalType: ExpressionField = {
  field: 'expression',
  sql: (row) => sql`(select ${types} ->> p.type from principal as p where p.id = ${col(row, 'principal_id')})`,
  as: 'text',
  unstored: (record) => (isValidation(record) ? null : undefined),
};

/** ARM's words about the scope, the role and the principal. Whoever may see that somebody holds a role may see these of it (E-18). */
export const expandedProperties: ExpressionField = {
  field: 'expression',
  as: 'json',
  unstored: (record) => (isValidation(record) ? null : undefined),
  sql: (row) => sql`jsonb_build_object(
    'scope', (select jsonb_build_object('id', place.spelling, 'displayName', place.display_name, 'type', place.type)
      from resource_scope as place where place.id = ${col(row, 'scope_id')}),
    'roleDefinition', (select jsonb_build_object('id', coalesce(substring(${col(row, 'scope_id')} from '^/subscriptions/[^/]+'), '')
        || ${raw(`'${rolePathAt('', '')}'`)} || role.id,
        'displayName', role.display_name, 'type', case when role.is_built_in then 'BuiltInRole' else 'CustomRole' end)
      from role_definition as role where role.id = ${col(row, 'role_definition_id')}),
    'principal', (select jsonb_build_object('id', p.id, 'displayName', p.display_name, 'email', coalesce(p.mail, p.user_principal_name),
        'type', ${types} ->> p.type)
      from principal as p where p.id = ${col(row, 'principal_id')}))`,
};

/** The role that the row is about. */
export const roleField: ToOneField = {
  field: 'toOne',
  target: () => resourceRoleShape,
  on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'role_definition_id')}`,
};

/** What is asked for, in ARM's spelling. */
export const requestType: ComputedField<ScheduleRequest> = {
  field: 'computed',
  needs: ['action'],
  value: ({ action }) => armWord(action),
};

export const requestTypeFilter: FilterField = { sql: (row) => armWordSql(col(row, 'action')), type: 'text' };

/** The period that was asked for; ARM knows no recurrence. */
export const requestScheduleInfo: ComputedField<ScheduleRequest> = {
  field: 'computed',
  needs: ['hasSchedule', 'startAt', 'expirationType', 'expirationEndAt', 'expirationDuration'],
  value: ({ hasSchedule, startAt, expirationType, expirationEndAt, expirationDuration }) =>
    hasSchedule
      ? {
          startDateTime: startAt,
          expiration: { type: armWord(expirationType), endDateTime: expirationEndAt, duration: expirationDuration },
        }
      : null,
};

/** The instance that a request extends or renews has the id of its schedule; other requests touch none. */
export const targetInstanceId: ComputedField<ScheduleRequest> = {
  field: 'computed',
  needs: ['action', 'targetScheduleId'],
  value: ({ action, targetScheduleId }) => (/(?:Extend|Renew)$/.test(action) ? targetScheduleId : null),
};

/** Path of the assignment behind an instance. */
export const originAssignment: ExpressionField = {
  field: 'expression',
  sql: (row) => sql`${spelling(row)} || ${raw(`'${assignmentPath}'`)} || ${col(row, 'id')}::text`,
  as: 'text',
};

/** The scope that a list is looked at from, if any. */
const lookedAtFrom: Sql = sql`${toldBy(resourceNames.atScope)}::text`;

/** `Inherited` where the row stands above the scope that the list is looked at from (S-4). */
const memberTypeAt: RowSql = (row) =>
  sql`case when ${col(row, 'scope_id')} <> ${lookedAtFrom} then 'Inherited' else ${memberTypeOf(row)} end`;

export const memberType: Field = { field: 'expression', sql: memberTypeAt, as: 'text' };
export const memberTypeFilter: FilterField = { sql: memberTypeAt, type: 'text' };

/** What stands at a scope, and what reaches it from above (S-4). */
export const atScopeFilter: FilterField = {
  eq: (row, scope) => sql`${col(row, 'scope_id')} = any ((select place.covered_by from resource_scope as place
    where place.id = ${scope})::text[])`,
  isTold: true,
  type: 'text',
};
