import type { DataSource } from 'typeorm';
import { after, oneDay } from '../domain/time';
import { purgeOutbox } from '../storage/outbox-retention';
import { poolOf } from '../storage/transact';

/**
 * Removes what nobody needs any more: events older than retention, and idempotency keys of more than a day.
 *
 * Requests, schedules and audit entries stay (P-2). Safe in any number of processes at once.
 */
export async function purge(dataSource: DataSource, retentionDays: number, now: Date): Promise<void> {
  await purgeOutbox({ dataSource, olderThan: after(now, -retentionDays * oneDay) });
  await poolOf(dataSource).query('delete from idempotency_key where created_at < $1', [after(now, -oneDay)]);
}
