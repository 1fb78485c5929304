import { tenantRoles } from '../domain/authorization';
import { providers } from '../domain/providers/all';
import type { Holder } from '../domain/providers/provider';
import { groupsOf } from './groups-of';
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

/** Whether the role of the schedule `h` is enabled; a disabled one gives nothing (M-7). */
const roleIsEnabled = raw(
  'exists (select from role_definition as r where r.id = h.role_definition_id and r.is_enabled)',
);

/**
 * Roles whose holders may read everything there is of directory roles, groups and the tenant, if they hold them in the whole
 * tenant (L.1, L.3). Resources are nobody's to read who has no role there (L.2): questions about them say so
 * (`hasOwnReaders`).
 */
export const rolesThatReadAll = tenantRoles['roleDefinition.read'].filter((role) =>
  [providers.directory.holders, providers.group.holders]
    .flatMap((holders) => Object.entries(holders))
    .map(([action, holders]) => [action, unconditional(holders)] as const)
    .concat(Object.entries(tenantRoles))
    .every(([action, roles]) => !action.endsWith('.read') || roles.includes(role)),
);

/** The directory roles among the holders that count whatever the thing is like. */
function unconditional(holders: readonly Holder[]): readonly string[] {
  return holders.flatMap(({ provider, roleDefinitionId, isAssignableToRole }) =>
    provider === 'directory' && isAssignableToRole === undefined ? [roleDefinitionId] : [],
  );
}

const enabledCaller = ({ caller, instant, told }: Asker): Sql => sql`
  select p.id, p.type, ${told} as told, coalesce(${instant}::timestamptz, date_trunc('milliseconds', clock_timestamp())) as now
    from principal as p
   where p.id = ${caller}::uuid and p.account_enabled and p.deleted_at is null`;

/** Who a statement is about, and as of when. */
export interface Asker {
  /** A parameter: the id of a principal `p`. */
  readonly caller: Sql;
  /** A parameter too, null for the database's clock. */
  readonly instant: Sql;
  /** What `session.told` is. */
  readonly told: Sql;
}

/** A version of the role definitions and policies that the statement sees: it names their state, and no other. */
export const referenceVersion: Sql = raw('(select v.version from reference_version as v)');

/** The caller's groups are looked up in a select of their own, or they would be for each of the columns. */
const rolesAndGroups: Sql = sql`belonging as materialized (
  select g.groups, array[g.id] || g.groups as ids from (
    select s.id, ${groupsOf(raw('s.id'), raw('s.now'))} as groups from session as s offset 0) as g),
held as materialized (
  select h.role_definition_id, h.scope_id
    from session cross join schedule as h
   where h.principal_id = any (${callerAndGroups}) and h.kind = 'assignment' and h.provider = 'directory'
     and ${holdsNow('h')} and ${roleIsEnabled})`;

/** The groups and applications that the caller owns now. */
const owning: Sql = sql`owning as materialized (
  select o.object_id from session cross join lateral (
      select w.object_id from ownership as w
       where w.owner_id = session.id and w.start_at <= ${now} and (w.end_at is null or w.end_at > ${now}) offset 0) as o)`;

/** The roles on resources that the caller holds now, directly or through groups. */
const ruling: Sql = sql`ruling as materialized (
  select h.role_definition_id, h.scope_id
    from session cross join schedule as h
   where h.principal_id = any (${callerAndGroups}) and h.kind = 'assignment' and h.provider not in ('directory', 'group')
     and ${holdsNow('h')} and ${roleIsEnabled})`;

/** What is known of the caller besides who he is, as far as a statement asks for it: even what no row ever asks for takes time to set up. */
const callersRoles = (body: Sql): Sql => {
  const isAsked = (name: string) => body.texts.some((text) => new RegExp(`(from|join) ${name}\\b`).test(text));
  const more = [...(isAsked('owning') ? [owning] : []), ...(isAsked('ruling') ? [ruling] : [])];
  return more.reduce((sum, one) => sql`${sum},\n${one}`, rolesAndGroups);
};

/**
 * The common table expressions that every planned statement begins with (`with session as …`).
 *
 * `session` has one row when the caller is an enabled principal, none otherwise, so that a disabled caller sees nothing at
 * all (M-7). `belonging` holds the caller's groups, `held` the directory roles that he holds now, directly or through
 * them, `owning` the groups that he owns and `ruling` his roles on resources; each is read once, and only where the
 * statement `body` asks for it. `caller` is a parameter; `instant` is one too, null
 * for the database's clock (security: active is decided at read time).
 */
export const sessionCte = (asker: Asker, body: Sql): Sql =>
  sql`session as materialized (${enabledCaller(asker)}), ${callersRoles(body)}`;

/**
 * The same for the statement `body` of a caller who may read everything: `session` has a row only when he holds such a
 * role now, so that nothing else in the statement needs to ask what he may see. What his own roles come to
 * stands in `tenant_reader`, which the database keeps in the transaction that changes them; when they hold is judged here.
 */
export const readerSessionCte = (asker: Asker, body: Sql): Sql => {
  const session = sql`session as materialized (
  select c.* from (${enabledCaller(asker)} offset 0) as c
   where (select t.spans from tenant_reader as t where t.principal_id = c.id) @> c.now or reads_tenant_by_groups(c.id, c.now))`;
  return body.texts.some((text) => /(from|join) (belonging|held|owning|ruling)\b/.test(text))
    ? sql`${session}, ${callersRoles(body)}`
    : session;
};

/** Whether the caller, whoever he is, may read everything; then {@link readerSessionCte} would have found him. */
export const callerReadsAll: Sql = raw(
  `exists (select from held where held.scope_id = '/' and held.role_definition_id = any ('{${rolesThatReadAll.join()}}'::text[]))`,
);
