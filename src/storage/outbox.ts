import type { Pool } from 'pg';
import { invariant } from '../domain/errors';
import type { FeedEvent, FeedFilter } from '../domain/feed';
import { resourceProvider } from '../domain/providers/all';
import type { Position } from './cursor';
import { sessionCte } from './session';
import { allOf, raw, render, type Sql, sql } from './sql';
import type { Instant } from './transaction';
import {
  allowedInTenant,
  emergencyUseIsVisible,
  isAllowedAtScope,
  policyIsVisible,
  requestIsVisible,
  scheduleIsVisible,
} from './visibility';

/** One event as the outbox holds it: ids for readers to load afresh, and its place in the order. */
export interface OutboxEvent extends Omit<FeedEvent, 'cursor'> {
  readonly position: Position;
}

/** How far the outbox is final. */
export interface OutboxHead {
  /** The newest final event, or the horizon when there is none: whatever comes later stands after it. */
  readonly head: Position;
  /** Whether events are committed that an older open transaction still keeps from being final. */
  readonly hasPending: boolean;
}

/** What a subscription begins with. */
export interface OutboxOpening {
  /** Whether the caller is an enabled principal; if not, nothing of the rest may be told. */
  readonly isLive: boolean;
  /** Whether events after the given position have been removed by retention. */
  readonly isLost: boolean;
  /** Whether no transaction of this database can have had that position yet: it is another database's. */
  readonly isForeign: boolean;
  readonly head: Position;
}

/** The next stretch of the outbox, as one caller may see it. */
export interface OutboxBatch {
  readonly isLive: boolean;
  readonly isLost: boolean;
  /** Those that the filter wants and that the caller may see at this instant, in order. */
  readonly events: readonly OutboxEvent[];
  /** The last event that was looked at, seen or not: where to go on. Where nothing came, the position asked for. */
  readonly reached: Position;
  /** Whether more may follow at once. */
  readonly hasMore: boolean;
}

/** Who reads: the caller's id, and the instant at which visibility is judged (null for the database's clock). */
export interface OutboxReader {
  readonly callerId: string;
  readonly instant: Instant;
}

/** Whether the columns can hold such a position at all. */
export const isPlace = ({ txId, id }: Position): boolean => BigInt(txId) < 2n ** 64n && BigInt(id) < 2n ** 63n;

/** Transactions below this have ended, all of them: what they wrote is in view, and nobody can write below it any more. */
const finalBelow = raw('pg_snapshot_xmin(pg_current_snapshot())');

const headOf = sql`(
  (select tx_id, id, 1 as rank from outbox where tx_id < ${finalBelow} order by tx_id desc, id desc limit 1)
  union all select tx_id, id, 2 from outbox_horizon
  order by rank limit 1)`;

/** Reads how far the outbox is final. */
export async function readHead(pool: Pool): Promise<OutboxHead> {
  const row = await one<HeadRow & { readonly has_pending: boolean }>(
    pool,
    'outbox_head',
    sql`select head.tx_id::text as tx_id, head.id::text as id,
      exists (select from outbox where tx_id >= ${finalBelow}) as has_pending from ${headOf} as head`,
  );
  return { head: { txId: row.tx_id, id: row.id }, hasPending: row.has_pending };
}

/** Reads where a subscription may begin; `after` is null when it begins now. */
export async function readOpening(pool: Pool, reader: OutboxReader, after: Position | null): Promise<OutboxOpening> {
  const place = after ?? { txId: null, id: null };
  const row = await one<HeadRow & StateRow & { readonly is_foreign: boolean }>(
    pool,
    'outbox_opening',
    sql`with ${sessionOf(reader)}
      select exists (select from session) as is_live, coalesce(${isLost(place)}, false) as is_lost,
        coalesce(${place.txId}::xid8 >= pg_snapshot_xmax(pg_current_snapshot()), false) as is_foreign,
        head.tx_id::text as tx_id, head.id::text as id from ${headOf} as head`,
  );
  const head = { txId: row.tx_id, id: row.id };
  return { isLive: row.is_live, isLost: row.is_lost, isForeign: row.is_foreign, head };
}

/**
 * Reads up to `limit` final events after a position, and of these gives those that the caller wants and may see.
 *
 * Each is judged in this statement from what holds now. The work is bounded by `limit`, however few are visible.
 */
export async function readAfter(
  pool: Pool,
  reader: OutboxReader,
  { after, filter, limit }: { readonly after: Position; readonly filter: FeedFilter; readonly limit: number },
): Promise<OutboxBatch> {
  const row = await one<BatchRow>(pool, 'outbox_after', batchStatement(reader, after, filter, limit));
  return {
    isLive: row.is_live,
    isLost: row.is_lost,
    events: row.events.map(({ txId, id, occurredAt, ...event }) => ({
      ...event,
      position: { txId, id },
      occurredAt: new Date(occurredAt),
    })),
    reached: row.tx_id === null || row.id === null ? after : { txId: row.tx_id, id: row.id },
    hasMore: row.scanned === limit,
  };
}

const batchStatement = (reader: OutboxReader, after: Position, filter: FeedFilter, limit: number): Sql => sql`
  with ${sessionOf(reader, eventIsVisible)},
  scanned as materialized (
    select o.* from outbox as o
     where (o.tx_id, o.id) > (${after.txId}::xid8, ${after.id}::bigint) and o.tx_id < ${finalBelow}
     order by o.tx_id, o.id limit ${limit}::int
  )
  select exists (select from session) as is_live, ${isLost(after)} as is_lost,
    (select count(*)::int from scanned) as scanned, last.tx_id::text as tx_id, last.id::text as id,
    (select coalesce(json_agg(json_build_object(
        'txId', o.tx_id::text, 'id', o.id::text, 'eventId', o.event_id, 'type', o.type, 'occurredAt', o.occurred_at,
        'kind', o.kind, 'provider', o.provider, 'requestId', o.request_id, 'scheduleId', o.schedule_id,
        'approvalId', o.approval_id, 'policyId', o.policy_id, 'principalId', o.principal_id,
        'roleDefinitionId', o.role_definition_id, 'scopeId', o.scope_id) order by o.tx_id, o.id), '[]')
       from session cross join scanned as o where ${wanted(filter)} and ${eventIsVisible}) as events
    from (select) as always left join (select tx_id, id from scanned order by tx_id desc, id desc limit 1) as last on true`;

/**
 * Whether the caller may see the event `o` now: as the request, schedule, policy or rule of separation that it is about.
 *
 * Beginning and end of a schedule are also told to those who see only the schedule, such as members of a group (M-8).
 * What emergency accounts do is told to those who may read alerts, and to the account itself; that a guest was withdrawn, to
 * those who may read the directory or withdraw guests. Changes of the tree of resources are told to those who may read what is held there.
 */
const eventIsVisible = sql`case when o.type like 'emergency.%' then ${emergencyUseIsVisible('o')} else (
  exists (select from schedule_request as about where about.id = o.request_id and ${requestIsVisible('about')})
  or ((o.request_id is null or o.type in ('schedule.started', 'schedule.ended', 'request.provisioned', 'request.revoked'))
    and exists (select from schedule as about where about.id = o.schedule_id and ${scheduleIsVisible('about')}))
  or (o.request_id is null and o.schedule_id is null
    and exists (select from policy as about where about.id = o.policy_id and ${policyIsVisible('about')}))
  or (o.type like 'separation.%' and ${allowedInTenant('policy.read')})
  or (o.type like 'resource.scope%' and ${isAllowedAtScope('request.read', resourceProvider.provider, raw('o.scope_id'))})
  or (o.type like 'guest.%' and (${allowedInTenant('directory.read')} or ${allowedInTenant('guest.withdraw')}))) end`;

/** The filter as a condition on `o`. Its text is always the same, so that one prepared statement serves all. */
const wanted = (filter: FeedFilter): Sql =>
  allOf([
    isAmong('type', filter.types),
    isAmong('kind', filter.kinds),
    isAmong('provider', filter.providers),
    isId('principal_id', filter.principalId),
    isId('role_definition_id', filter.roleDefinitionId),
    isId('scope_id', filter.scopeId),
    isId('request_id', filter.requestId),
    isId('schedule_id', filter.scheduleId),
    isId('policy_id', filter.policyId),
    sql`(${filter.hasApproval ?? null}::boolean is null or (o.approval_id is not null) = ${filter.hasApproval ?? null}::boolean)`,
  ]);

const isAmong = (column: string, values: readonly string[] | null = null): Sql =>
  sql`(${values}::text[] is null or o.${raw(column)} = any (${values}::text[]))`;

/** Compared as text: what is no GUID then equals nothing, in place of failing. */
const isId = (column: string, id: string | null = null): Sql =>
  sql`(${id}::text is null or lower(o.${raw(column)}::text) = lower(${id}::text))`;

const isLost = ({ txId, id }: { readonly txId: string | null; readonly id: string | null }): Sql =>
  sql`(${txId}::xid8, ${id}::bigint) < (select tx_id, id from outbox_horizon)`;

const sessionOf = ({ callerId, instant }: OutboxReader, body: Sql = sql``): Sql =>
  sessionCte(
    { caller: sql`${callerId}`, instant: sql`${instant()?.toISOString() ?? null}`, told: raw('p.type') },
    body,
  );

interface HeadRow {
  readonly tx_id: string;
  readonly id: string;
}
interface StateRow {
  readonly is_live: boolean;
  readonly is_lost: boolean;
}
interface BatchRow extends StateRow {
  readonly scanned: number;
  readonly tx_id: string | null;
  readonly id: string | null;
  readonly events: readonly (Omit<OutboxEvent, 'position' | 'occurredAt'> &
    Position & { readonly occurredAt: string })[];
}

/** Runs a prepared statement that gives one row. */
async function one<Row extends object>(pool: Pool, name: string, statement: Sql): Promise<Row> {
  const { text, values } = render(statement);
  const { rows } = await pool.query<Row>({ name, text, values: [...values] });
  const [row] = rows;
  invariant(row, `${name} gives one row`);
  return row;
}
