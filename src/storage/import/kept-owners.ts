import type { Client } from 'pg';
import { type Moment, serviceActor } from '../../domain/actor';
import { movedEnds, moveEnd } from '../../domain/kept-end';
import { clock, one } from '../fact-pieces';
import { roleIn } from '../fact-records';
import { ownersOf } from '../owner-facts';
import { protectionIn } from '../protection-facts';
import { saveStatement } from '../save';
import { raw, type Sql, sql } from '../sql';
import { askSession } from './ask-session';

/**
 * Keeps the last owner whom a group has through PIM when the file leaves it no other, or lets him end again as it names one
 * (G-13). The file itself may take every owner away, as the directory may be changed outside PIM (G-5).
 */
export async function keepOwners(session: Client, moment: Pick<Moment, 'now' | 'newId' | 'tenantId'>): Promise<void> {
  await session.query(touched);
  await session.query(
    'select from principal as g where g.id in (select id from touched_owned) order by g.id for no key update of g',
  );
  for (const row of await askSession(session, ownersStatement(moment.now))) {
    const protection = protectionIn(row.protection);
    if (!protection) continue;
    const [first, ...rest] = movedEnds(protection, roleIn(row.role), { ...moment, actor: serviceActor });
    if (!first) continue;
    const changes = [first, ...rest].map(moveEnd);
    const events = [first.event, ...rest.map(({ event }) => event)] as const;
    await askSession(session, saveStatement({ result: null, changes, events }, null, moment.newId));
  }
}

/** The groups that somebody owns through PIM, and whose owners the file names or changes. */
const touched = `
  create temporary table touched_owned on commit drop as
  select distinct s.scope_id::uuid as id from schedule as s
   where s.provider = 'group' and s.kind = 'assignment' and s.role_definition_id = 'owner' and not isempty(s.span)
     and s.scope_id::uuid in (
       select o.id from staged_list as l join staged_object as o on (o.section, o.position) = (l.section, l.position)
        where l.relation = 'owners' and l.section = 'groups'
       union all
       select w.object_id from merged_principal as m join ownership as w on w.owner_id = m.id where m.is_changed)`;

const ownersStatement = (instant: Date): Sql => sql`
  with ${clock(instant)} select ${ownersOf(raw('null::uuid'), raw('t.id'))} as protection,
      ${one(sql`select d.* from role_definition as d where d.provider = 'group' and d.id = 'owner'`)} as role
    from touched_owned as t order by t.id`;
