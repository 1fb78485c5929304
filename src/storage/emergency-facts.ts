import type { Principal } from '../domain/principal';
import { one } from './fact-pieces';
import { recordIn, roleIn } from './fact-records';
import type { JsonRow } from './records';
import { type Sql, sql } from './sql';
import { emergencyUseTable } from './tables/emergency-use';
import { principalTable } from './tables/principal';
import type { LockedUse } from './transaction';

/** Takes hold of a use: whoever waited for it finds what the other one wrote. */
export const lockUseStatement = (id: string): Sql => sql`
  select to_jsonb(u) as use,
    ${one(sql`select d.* from role_definition as d where d.id = u.role_definition_id and d.provider = u.provider`)} as role,
    ${one(sql`select p.* from principal as p where p.id = u.principal_id`)} as subject
    from emergency_use as u where u.id = ${id}::uuid for no key update of u`;

/** The use in the row of {@link lockUseStatement}; null when there is none. */
export function lockedUseIn(row: JsonRow = {}): LockedUse | null {
  const use = recordIn(emergencyUseTable, row.use);
  return use && { use, role: roleIn(row.role), subject: recordIn(principalTable, row.subject) };
}

/** Takes hold of a principal that is in the directory, with the lock that every change of what he holds begins with. */
export const lockAccountStatement = (id: string): Sql => sql`
  select to_jsonb(p) as account from principal as p where p.id = ${id}::uuid and p.deleted_at is null for no key update of p`;

/** The principal in the row of {@link lockAccountStatement}; null when there is none. */
export const accountIn = (row: JsonRow = {}): Principal | null => recordIn(principalTable, row.account);
