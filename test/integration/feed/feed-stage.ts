import process from 'node:process';
import type { Client, ClientBase, Pool } from 'pg';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import type { FeedFilter, FeedItem } from '../../../src/domain/feed';
import { createFeed, type Feed, type FeedOptions } from '../../../src/feed/feed';
import { connect } from '../../../src/storage/connection';
import { closeDatabase, openDatabase } from '../../../src/storage/data-source';
import { readHead } from '../../../src/storage/outbox';
import { allTables } from '../../../src/storage/tables/all-tables';
import { poolOf } from '../../../src/storage/transact';
import { cast, type Person, roles } from '../../support/cast';
import { databaseUrl, serverVariable } from '../../support/database';
import { openStage, type Stage } from '../../support/stage';

/** A stage with a second gateway on its database, from which feeds follow what the first one does. */
export interface FeedStage extends Stage {
  readonly dataSource: DataSource;
  /** A database session of the test's own, for transactions that stay open; ended with the stage. */
  readonly session: () => Promise<Client>;
  /** Id of a request of Alice's, for events that are about one. */
  readonly requestId: string;
  /** A started feed; closed with the stage. It polls every 50 ms and never heartbeats unless told otherwise. */
  readonly feedWith: (differing?: Partial<FeedOptions>) => Promise<Feed>;
}

/** Opens the stage, with one eligibility of Alice's on it. */
export async function openFeedStage(): Promise<FeedStage> {
  const stage = await openStage();
  const { name } = await stage.one<{ name: string }>('select current_database() as name');
  const url = databaseUrl(process.env[serverVariable] ?? '', name);
  const log = pino({ level: 'silent' });
  const dataSource = await openDatabase({ url, poolSize: 6, entities: allTables, log });
  const request = await stage.submit('adam', {
    action: 'adminAssign',
    kind: 'eligibility',
    principalId: cast.alice,
    roleDefinitionId: roles.groupsAdministrator,
    end: 'never',
  });
  await settled(poolOf(dataSource));
  const feeds: Feed[] = [];
  const sessions: Client[] = [];
  return {
    ...stage,
    dataSource,
    requestId: request.id,
    session: async () => {
      const session = await connect(url, {});
      sessions.push(session);
      return session;
    },
    feedWith: async (differing = {}) => {
      const instant = stage.clock.now;
      const given = { dataSource, url, log, instant, pollMs: 50, heartbeatMs: 600_000, freshMs: 600_000 };
      const feed = createFeed({ ...given, ...differing });
      feeds.push(feed);
      await feed.start();
      return feed;
    },
    close: async () => {
      await Promise.all(feeds.map((feed) => feed.stop()));
      await Promise.all(sessions.map((session) => session.end()));
      await closeDatabase(dataSource);
      await stage.close();
    },
  };
}

/** Waits until all that is committed is final: other databases of the same server hold it back while they write. */
export async function settled(pool: Pool): Promise<void> {
  while ((await readHead(pool)).hasPending);
}

/** An address at which no database listens: a feed without wake-ups, whose only timers are its own. */
export const nowhere = 'postgres://nobody@127.0.0.1:1/none';

/** What an event written by hand is about; `label` comes out as its scope. */
export interface Written {
  readonly label: string;
  readonly requestId?: string | null;
  readonly type?: string;
  readonly at?: string;
}

/** Writes events as a command would: rows and wake-up in one statement. */
export async function write(session: Pool | ClientBase, events: readonly Written[]): Promise<void> {
  await session.query(
    `with added as (
      insert into outbox (event_id, type, occurred_at, kind, provider, request_id, principal_id, role_definition_id, scope_id)
      select gen_random_uuid(), coalesce(type, 'request.created'), coalesce(at, now()), 'eligibility', 'directory', request_id,
        '${cast.alice}', '${roles.groupsAdministrator}', label
        from unnest($1::text[], $2::uuid[], $3::text[], $4::timestamptz[]) with ordinality as e (label, request_id, type, at, place)
       order by place)
     select pg_notify('outbox', '')`,
    [
      events.map(({ label }) => label),
      events.map(({ requestId = null }) => requestId),
      events.map(({ type = null }) => type),
      events.map(({ at = null }) => at),
    ],
  );
}

/** Labels with numbers from `from` to `to`. */
export const labels = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `e${from + index}`);

/** Subscribes as somebody, past `ready`. */
export async function watch(feed: Feed, as: Person, after: string | null = null, filter: FeedFilter = {}) {
  const stream = feed.subscribe({ callerId: cast[as], after, filter });
  const ready = await item(stream);
  if (ready.item !== 'ready') throw new Error(`The first item is ${ready.item}`);
  return { stream, head: ready.head };
}

/** The next item; an error when the stream has ended. */
export async function item(stream: AsyncIterator<FeedItem>): Promise<FeedItem> {
  const { done, value } = await stream.next();
  if (done) throw new Error('The stream has ended.');
  return value;
}

/** The next events, so many of them; an error when something else comes. */
export async function take(stream: AsyncIterator<FeedItem>, count: number) {
  const events = [];
  while (events.length < count) {
    const next = await item(stream);
    if (next.item !== 'event') throw new Error(`An event was expected, but ${next.item} came`);
    events.push(next.event);
  }
  return events;
}

/** The labels of the next events. */
export const takeLabels = async (stream: AsyncIterator<FeedItem>, count: number): Promise<readonly string[]> =>
  (await take(stream, count)).map(({ scopeId }) => scopeId ?? '');
