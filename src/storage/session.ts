import { raw, type Sql, sql } from './sql';

/** The caller's id within a planned statement; evaluated once, whatever the number of rows. */
export const callerId: Sql = raw('(select id from session)');

/** Whether the caller is a person; applications decide nothing (E-17). */
export const callerIsPerson: Sql = raw(`(select type = 'user' from session)`);

/** The instant of the statement: the one that was given, else the database's clock, in whole milliseconds. */
export const now: Sql = raw('(select now from session)');

/** Ids of the groups that the caller is a member of, nested ones included. */
export const callerGroups: Sql = raw('(select groups_of(id) from session)::uuid[]');

/** The caller's own id and those of his groups: whose directory roles and eligibilities are the caller's. */
export const callerAndGroups: Sql = raw('(select array[id] || groups_of(id) from session)::uuid[]');

/**
 * The common table expression that every planned statement begins with (`with session as …`).
 *
 * One row when the caller is an enabled principal, none otherwise, so that a disabled caller sees nothing at all (M-7).
 * `caller` is a parameter; `instant` is one too, null for the database's clock (security: active is decided at read time).
 */
export const sessionCte = (caller: Sql, instant: Sql): Sql => sql`session as materialized (
  select p.id, p.type, coalesce(${instant}::timestamptz, date_trunc('milliseconds', clock_timestamp())) as now
    from principal as p
   where p.id = ${caller}::uuid and p.account_enabled and p.deleted_at is null)`;
