import type { Client } from 'pg';
import { type Moment, serviceActor } from '../../domain/actor';
import { PimError } from '../../domain/errors';
import { movedEnds, moveEnd } from '../../domain/kept-end';
import type { RoleDefinition } from '../../domain/principal';
import { lostBy, type Protection } from '../../domain/protection';
import { clock, one, protection } from '../fact-pieces';
import { roleIn } from '../fact-records';
import { protectionIn } from '../protection-facts';
import { saveStatement } from '../save';
import { raw, type Sql, sql } from '../sql';
import { askSession } from './ask-session';

/** A role that somebody always has to hold, and who does. */
export interface Guarded {
  readonly roleDefinitionId: string;
  readonly role: RoleDefinition | null;
  readonly protection: Protection;
}

/**
 * Takes the guards of the protected roles and tells who holds them, ahead of everything that the file changes; none when
 * it cannot touch who does. Until the import is done, commands that change the holders wait: they take the guards first
 * too, so that neither waits for the other twice.
 */
export async function guardProtectedRoles(session: Client, instant: Date | null): Promise<readonly Guarded[]> {
  const { rowCount } = await session.query(`
    select from protected_role
     where exists (select from merged_principal where is_changed)
        or exists (select from staged_list where relation = 'members')
        or exists (select from staged_assignment as a join protected_role as g on g.role_definition_id = a.role_id)
     order by role_definition_id for no key update of protected_role`);
  return rowCount === 0 ? [] : holdersOf(session, instant);
}

/**
 * Refuses the whole import when it leaves a protected role to nobody (K-1), be it that accounts are disabled or deleted, or
 * members taken out of groups; otherwise keeps the last one to end past his end, or lets him end again (K-2).
 */
export async function keepProtectedRoles(
  session: Client,
  before: readonly Guarded[],
  moment: Pick<Moment, 'now' | 'newId' | 'tenantId'>,
): Promise<void> {
  if (before.length === 0) return;
  for (const { roleDefinitionId, role, protection: after } of await holdersOf(session, moment.now)) {
    const was = before.find((one) => one.roleDefinitionId === roleDefinitionId);
    const lost = was ? lostBy(was.protection, after, moment.now) : null;
    if (lost) throw refusalOf(role?.displayName ?? roleDefinitionId, lost);
    const [first, ...rest] = movedEnds(after, role, { ...moment, actor: serviceActor });
    if (!first) continue;
    const changes = [first, ...rest].map(moveEnd);
    const events = [first.event, ...rest.map(({ event }) => event)] as const;
    await askSession(session, saveStatement({ result: null, changes, events }, null, moment.newId));
  }
}

const holdersOf = async (session: Client, instant: Date | null): Promise<readonly Guarded[]> =>
  (await askSession(session, holdersStatement(instant))).flatMap((row) => {
    const found = protectionIn(row.protection);
    return found
      ? [{ roleDefinitionId: row.role_definition_id as string, role: roleIn(row.role), protection: found }]
      : [];
  });

const holdersStatement = (instant: Date | null): Sql => sql`
  with ${clock(instant)} select g.role_definition_id,
      ${one(sql`select d.* from role_definition as d where d.id = g.role_definition_id and d.provider = 'directory'`)} as role,
      ${protection(raw('null::uuid'), raw('g.role_definition_id'))} as protection
    from protected_role as g order by g.role_definition_id`;

const refusalOf = (role: string, lost: 'active' | 'eligible'): PimError =>
  new PimError(
    'LastAdministrator',
    lost === 'active'
      ? `The file would leave nobody who is ${role}: it disables, deletes or takes out of their groups all who are. Leave one of them as he is, or make another person ${role} first.`
      : `Nobody is ${role}, and the file would leave nobody who is eligible for it. Leave one of them as he is, or make another person ${role} first.`,
  );
