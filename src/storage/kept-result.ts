import { PimError } from '../domain/errors';
import { encodeCursor } from './cursor';
import type { JsonRow } from './records';
import { type Sql, sql } from './sql';
import type { KeyedAttempt, Tx } from './transaction';

const mark = '$instant';

/** A command's result as JSON text in which instants are told from text, to be given again under its idempotency key. */
export const writeResult = (result: unknown): string =>
  JSON.stringify(result, function (this: Readonly<Record<string, unknown>>, key: string, value: unknown) {
    const original = this[key];
    return original instanceof Date ? { [mark]: original.toISOString() } : value;
  });

/** The result in what {@link writeResult} wrote and PostgreSQL kept. */
function readResult(kept: unknown): unknown {
  if (Array.isArray(kept)) return kept.map(readResult);
  if (typeof kept !== 'object' || kept === null) return kept;
  const entries = Object.entries(kept);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === mark) return new Date(String(first[1]));
  return Object.fromEntries(entries.map(([key, value]) => [key, readResult(value)]));
}

/** Lets one attempt under a key go on at a time: the second one finds the result of the first. */
export const lockKeyStatement = ({ caller, key }: KeyedAttempt): Sql =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`${caller.principalId} ${key}`}::text, 1))`;

/** The result under a key of the last 24 hours, of which exactly 24 are too many; an older one is thrown away. A null instant asks the database's clock. */
export const earlierStatement = ({ caller, key }: KeyedAttempt, instant: Date | null): Sql => sql`
  with expired as (delete from idempotency_key where caller_id = ${caller.principalId}::uuid and key = ${key}
    and created_at <= coalesce(${instant?.toISOString() ?? null}::timestamptz, clock_timestamp()) - interval '24 hours')
  select operation, input_hash, result from idempotency_key where caller_id = ${caller.principalId}::uuid and key = ${key}
    and created_at > coalesce(${instant?.toISOString() ?? null}::timestamptz, clock_timestamp()) - interval '24 hours'`;

/** What {@link earlierStatement} found; null when there is nothing, `IdempotencyKeyReused` when it was for another operation or input. */
export function earlierResult(
  row: JsonRow | undefined,
  { operation, inputHash }: KeyedAttempt,
): Awaited<ReturnType<Tx['earlierResult']>> {
  if (!row) return null;
  if (row.operation !== operation || row.input_hash !== inputHash) {
    return new PimError('IdempotencyKeyReused', 'This idempotency key stands for another input; choose a fresh one.', {
      path: ['input', 'idempotencyKey'],
    });
  }
  const { result, tx_id: txId, id } = row.result as { result: unknown; tx_id: string; id: string };
  return { result: readResult(result), eventCursor: encodeCursor({ txId, id }) };
}
