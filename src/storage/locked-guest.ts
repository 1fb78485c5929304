import type { Holding } from '../domain/protection';
import { tenantScope } from '../domain/providers/directory';
import type { Kind } from '../domain/target';
import { lockAccountStatement } from './emergency-facts';
import { clock, list, notEnded, now, one } from './fact-pieces';
import { recordIn, roleIn, rowsIn } from './fact-records';
import { guestAccessIn, guestAccessStatement, lockAccessStatements } from './guest-facts';
import { ownersOf } from './owner-facts';
import { protectionIn } from './protection-facts';
import { type JsonRow, recordFrom } from './records';
import { raw, type Sql, sql } from './sql';
import { principalTable } from './tables/principal';
import { scheduleTable } from './tables/schedule';
import type { GuardedRole, LockedGuest } from './transaction';

type Ask = (statement: Sql) => Promise<JsonRow | undefined>;

/** Locks somebody and all that he has, and loads it; null when he is not, or no longer, in the directory. */
export async function lockGuest(ask: Ask, userId: string, instant: Date | null): Promise<LockedGuest | null> {
  const answers = await Promise.all(
    [
      lockGuardsStatement,
      lockOwnedStatement(userId, instant),
      lockAccountStatement(userId),
      ...lockAccessStatements([userId], instant),
      protectionStatement(userId, instant),
      guestAccessStatement([userId], instant),
    ].map(ask),
  );
  const [, , account] = answers;
  const [held, found] = answers.slice(-2);
  if (!account || !found) return null;
  return {
    ...guestAccessIn(found),
    guarded: rowsIn(held?.guarded).map((row) => guardedRoleIn(row, userId)),
    owned: rowsIn(held?.owned).map((row) => ownedIn(row, userId)),
    isAdministrator: held?.is_administrator === true,
  };
}

/** Takes every guard, in one order: whether the guest is behind a protected role is known only once they are held (K-1). */
const lockGuardsStatement: Sql = raw(
  'select g.role_definition_id from protected_role as g order by g.role_definition_id for no key update of g',
);

const ownedBy = (userId: string): Sql => sql`(select w.object_id from ownership as w
  where w.owner_id = ${userId}::uuid and (w.end_at is null or w.end_at > ${now}))`;

/** Takes his own row and those of the groups that he owns, which are their guards (G-13), as `lockOwnersStatement` orders them. */
const lockOwnedStatement = (userId: string, instant: Date | null): Sql => sql`
  with ${clock(instant)} select p.id from principal as p
   where p.id = ${userId}::uuid or (p.type = 'group' and p.id in ${ownedBy(userId)}) order by p.id for no key update of p`;

/** Whether he holds a directory role, himself or through a group, or is a member or an owner of a role-assignable group (G-21). */
const isAdministrator = (userId: string): Sql => sql`(exists (select from roles_of(${userId}::uuid, ${now}))
  or exists (select from principal as g where g.is_assignable_to_role and g.deleted_at is null and (
    g.id = any ((select groups_of(${userId}::uuid, ${now}))::uuid[])
    or exists (select from ownership as w where w.object_id = g.id and w.owner_id = ${userId}::uuid
      and w.start_at <= ${now} and (w.end_at is null or w.end_at > ${now})))))`;

/**
 * Who holds the protected roles and who is eligible for them, with the people behind each, and those without the guest;
 * who owns the groups that he owns; and whether he administers anything.
 */
const protectionStatement = (userId: string, instant: Date | null): Sql => sql`
  with ${clock(instant)} select ${list(sql`select
      ${one(sql`select d.* from role_definition as d where d.id = g.role_definition_id and d.provider = 'directory'`)} as role,
      ${holdings('assignment', userId)} as assignments, ${holdings('eligibility', userId)} as eligible
    from protected_role as g order by g.role_definition_id`)} as guarded,
    ${list(sql`select ${one(sql`select d.* from role_definition as d where d.id = 'owner' and d.provider = 'group'`)} as role,
      ${ownersOf(raw('null::uuid'), raw('owned.id'))} as protection,
      (select count(*) from object_owner as o join principal as own on own.id = o.owner_id and own.account_enabled
        where o.object_id = owned.id and o.owner_id = ${userId}::uuid) as own
    from principal as owned where owned.type = 'group' and owned.deleted_at is null and owned.id in ${ownedBy(userId)} order by owned.id`)} as owned,
    ${isAdministrator(userId)} as is_administrator`;

const holdings = (kind: Kind, guestId: string): Sql =>
  list(sql`select to_jsonb(s) as schedule, to_jsonb(p) as subject, count(person.id) as people,
      count(person.id) filter (where person.id <> ${guestId}::uuid) as others
    from schedule as s join principal as p on p.id = s.principal_id left join lateral people_of(s.principal_id) as person (id) on true
   where s.provider = 'directory' and s.role_definition_id = g.role_definition_id and s.scope_id = ${tenantScope}
     and s.kind = ${kind} and ${notEnded('s', now)} group by s.id, p.id`);

const guardedRoleIn = ({ role, assignments, eligible }: JsonRow, guestId: string): GuardedRole => ({
  role: roleIn(role),
  before: { assignments: holdingsIn(assignments, 'people'), eligible: holdingsIn(eligible, 'people') },
  after: { assignments: withoutGuest(assignments, guestId), eligible: withoutGuest(eligible, guestId) },
});

function ownedIn({ role, protection, own }: JsonRow, guestId: string): LockedGuest['owned'][number] {
  const { assignments = [], eligible = [], outside = 0 } = protectionIn(protection) ?? {};
  const others = assignments.filter(({ schedule }) => schedule.principalId !== guestId);
  return { role: roleIn(role), after: { assignments: others, eligible, outside: outside - Number(own) } };
}

const holdingsIn = (value: unknown, counted: 'people' | 'others'): readonly Holding[] =>
  rowsIn(value).map((row) => ({
    schedule: recordFrom(scheduleTable, row.schedule as JsonRow),
    people: Number(row[counted]),
    subject: recordIn(principalTable, row.subject),
  }));

/** What is left once everything of the guest's own has ended and he counts in no group any more. */
const withoutGuest = (value: unknown, guestId: string): readonly Holding[] =>
  holdingsIn(value, 'others').filter(({ schedule }) => schedule.principalId !== guestId);
