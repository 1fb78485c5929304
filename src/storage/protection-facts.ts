import type { Holding, Protection } from '../domain/protection';
import type { Provider } from '../domain/providers/provider';
import { clock, protection } from './fact-pieces';
import { recordIn, rowsIn } from './fact-records';
import { ownersOf } from './owner-facts';
import { type JsonRow, recordFrom } from './records';
import { raw, type Sql, sql } from './sql';
import { principalTable } from './tables/principal';
import { scheduleTable } from './tables/schedule';

/** What somebody always has to hold, spelt for SQL, and the principal of the request. */
interface Asked {
  readonly principalId: Sql;
  readonly roleDefinitionId: Sql;
  readonly scopeId: Sql;
}

/** Who holds it or will, and who is eligible for it; asked under its guard. */
export const protectionOf = (provider: Provider, { principalId, roleDefinitionId, scopeId }: Asked): Sql =>
  provider === 'group' ? ownersOf(principalId, sql`${scopeId}::uuid`) : protection(principalId, roleDefinitionId);

/** Who holds the protected role that a request or schedule is for; asked under the guard of the role. */
export const protectionStatement = (
  table: 'schedule' | 'schedule_request',
  { id, provider }: { readonly id: string; readonly provider: Provider },
  instant: Date | null,
): Sql => sql`
  with ${clock(instant)} select ${protectionOf(provider, {
    principalId: raw('t.principal_id'),
    roleDefinitionId: raw('t.role_definition_id'),
    scopeId: raw('t.scope_id'),
  })} as protection
    from ${raw(table)} as t where t.id = ${id}::uuid`;

/** Who holds a protected role, in a JSON column; null where nobody has to. */
export function protectionIn(value: unknown): Protection | null {
  const found = value as JsonRow | null | undefined;
  if (!found) return null;
  const { assignments, eligible, people, outside } = found;
  return {
    assignments: holdingsIn(assignments),
    eligible: holdingsIn(eligible),
    people: people as number,
    outside: (outside ?? 0) as number,
  };
}

const holdingsIn = (value: unknown): readonly Holding[] =>
  rowsIn(value).map(({ schedule, people, subject }) => ({
    schedule: recordFrom(scheduleTable, schedule as JsonRow),
    people: people as number,
    subject: recordIn(principalTable, subject),
  }));
