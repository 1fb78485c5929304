import { rolesFor } from '../domain/authorization';
import { raw, type Sql, sql } from './sql';

/**
 * The caller's id within a planned statement, which names `session` in its `from`: a sub-select for each mention would
 * have to be set up for each, whether or not it is ever run.
 */
export const callerId: Sql = raw('session.id');

/** Whether the caller is a person; applications decide nothing (E-17). */
export const callerIsPerson: Sql = raw(`session.type = 'user'`);

/** The instant of the statement: the one that was given, else the database's clock, in whole milliseconds. */
export const now: Sql = raw('session.now');

/** Ids of the groups that the caller is a member of, nested ones included. */
export const callerGroups: Sql = raw('(select groups from belonging)::uuid[]');

/** The caller's own id and those of his groups: whose directory roles and eligibilities are the caller's. */
export const callerAndGroups: Sql = raw('(select ids from belonging)::uuid[]');

/**
 * Whether the schedule `row` holds at the instant of the statement: `isActive` in SQL.
 *
 * Written so that the index behind the exclusion constraint is not taken for it: that one would be read by time, over
 * everybody's schedules, where the few of a principal or a role are wanted.
 */
export const holdsNow = (row: string, at: Sql = now): Sql => {
  const span = raw(`${row}.span`);
  return sql`(not isempty(${span}) and lower(${span}) <= ${at} and (upper_inf(${span}) or upper(${span}) > ${at}))`;
};

/** Whether the schedule `h` gives a directory role at the instant; a disabled role gives none (M-7). */
const givesRole = (at: Sql): Sql => sql`h.kind = 'assignment' and h.provider = 'directory' and ${holdsNow('h', at)}
     and exists (select from role_definition as r where r.id = h.role_definition_id and r.is_enabled)`;

/** Roles whose holders may read everything there is, if they hold them in the whole tenant (L.1). */
const rolesThatReadAll = rolesFor['request.read'].filter((role) =>
  Object.entries(rolesFor).every(
    ([action, roles]: [string, readonly string[]]) => !action.endsWith('.read') || roles.includes(role),
  ),
);

/** Whether the row is such a role, held in the whole tenant. */
const readsAll = (row: string): Sql =>
  sql`(${raw(row)}.scope_id = '/' and ${raw(row)}.role_definition_id = any (${raw(`'{${rolesThatReadAll.join()}}'::text[]`)}))`;

const enabledCaller = ({ caller, instant, told }: Asker): Sql => sql`
  select p.id, p.type, ${told} as told, coalesce(${instant}::timestamptz, date_trunc('milliseconds', clock_timestamp())) as now
    from principal as p
   where p.id = ${caller}::uuid and p.account_enabled and p.deleted_at is null`;

/** Who a statement is about, and as of when. */
interface Asker {
  /** A parameter: the id of a principal `p`. */
  readonly caller: Sql;
  /** A parameter too, null for the database's clock. */
  readonly instant: Sql;
  /** What `session.told` is. */
  readonly told: Sql;
}

/** A version of the role definitions and policies that the statement sees: it names their state, and no other. */
export const referenceVersion: Sql = raw('(select v.version from reference_version as v)');

const callersRoles: Sql = sql`belonging as materialized (
  select g.groups, array[g.id] || g.groups as ids from (select s.id, groups_of(s.id) as groups from session as s) as g),
held as materialized (
  select h.role_definition_id, h.scope_id
    from session cross join schedule as h
   where h.principal_id = any (${callerAndGroups}) and ${givesRole(now)})`;

/**
 * The common table expressions that every planned statement begins with (`with session as …`).
 *
 * `session` has one row when the caller is an enabled principal, none otherwise, so that a disabled caller sees nothing at
 * all (M-7). `belonging` holds the caller's groups, `held` the directory roles that he holds now, directly or through
 * them; both are read once, and only where a statement asks for them. `caller` is a parameter; `instant` is one too, null
 * for the database's clock (security: active is decided at read time).
 */
export const sessionCte = (caller: Sql, instant: Sql, told = raw('p.type')): Sql =>
  sql`session as materialized (${enabledCaller({ caller, instant, told })}), ${callersRoles}`;

/**
 * The same for the statement `body` of a caller who may read everything: `session` has a row only when he holds such a
 * role now, so that nothing else in the statement needs to ask what he may see.
 */
export const readerSessionCte = (asker: Asker, body: Sql): Sql => {
  const holds = (who: Sql) =>
    sql`exists (select from schedule as h where h.principal_id = ${who} and ${readsAll('h')} and ${givesRole(raw('c.now'))})`;
  const session = sql`session as materialized (
  select c.* from (${enabledCaller(asker)} offset 0) as c
   where ${holds(raw('c.id'))} or ${holds(raw('any (groups_of(c.id))'))})`;
  // Even what no row ever asks for takes time to set up.
  return body.texts.some((text) => /from (belonging|held)\b/.test(text)) ? sql`${session}, ${callersRoles}` : session;
};

/** Whether the caller, whoever he is, may read everything; then {@link readerSessionCte} would have found him. */
export const callerReadsAll: Sql = sql`exists (select from held where ${readsAll('held')})`;
