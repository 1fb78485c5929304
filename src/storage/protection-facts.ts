import type { Holding, Protection } from '../domain/protection';
import { clock, protection } from './fact-pieces';
import { recordIn, rowsIn } from './fact-records';
import { type JsonRow, recordFrom } from './records';
import { raw, type Sql, sql } from './sql';
import { principalTable } from './tables/principal';
import { scheduleTable } from './tables/schedule';

/** Who holds the protected role that a request or schedule is for; asked under the guard of the role. */
export const protectionStatement = (
  table: 'schedule' | 'schedule_request',
  id: string,
  instant: Date | null,
): Sql => sql`
  with ${clock(instant)} select ${protection(raw('t.principal_id'), raw('t.role_definition_id'))} as protection
    from ${raw(table)} as t where t.id = ${id}::uuid`;

/** Who holds a protected role, in a JSON column; null where nobody has to. */
export function protectionIn(value: unknown): Protection | null {
  const found = value as JsonRow | null | undefined;
  if (!found) return null;
  const { assignments, eligible, people } = found;
  return { assignments: holdingsIn(assignments), eligible: holdingsIn(eligible), people: people as number };
}

const holdingsIn = (value: unknown): readonly Holding[] =>
  rowsIn(value).map(({ schedule, people, subject }) => ({
    schedule: recordFrom(scheduleTable, schedule as JsonRow),
    people: people as number,
    subject: recordIn(principalTable, subject),
  }));
