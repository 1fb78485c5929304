import type { Client } from 'pg';

/** How many memberships and ownerships came and went. */
export interface LinkCounts {
  readonly added: number;
  readonly removed: number;
}

interface Link {
  readonly table: string;
  /** The column of the object that has the list, and that of what it lists. */
  readonly holder: string;
  readonly held: string;
  readonly relation: 'members' | 'owners';
  readonly sections: string;
}

const links: readonly Link[] = [
  { table: 'group_member', holder: 'group_id', held: 'member_id', relation: 'members', sections: `'groups'` },
  {
    table: 'object_owner',
    holder: 'object_id',
    held: 'owner_id',
    relation: 'owners',
    sections: `'groups', 'servicePrincipals'`,
  },
  {
    table: 'administrative_unit_member',
    holder: 'administrative_unit_id',
    held: 'member_id',
    relation: 'members',
    sections: `'administrativeUnits'`,
  },
];

/**
 * Makes the members and owners of every object that brings such a list those of the list.
 *
 * Objects that bring none keep theirs. Naming somebody twice is naming him once. What was taken away stays in the temporary
 * tables `removed_{table}` until the transaction ends.
 */
export async function storeLinks(session: Client): Promise<LinkCounts> {
  let added = 0;
  let removed = 0;
  for (const link of links) {
    await session.query(wanted(link));
    await session.query(unwanted(link));
    removed += (await session.query(removal(link))).rowCount ?? 0;
    added += (await session.query(addition(link))).rowCount ?? 0;
    await session.query('drop table wanted_link');
  }
  return { added, removed };
}

const wanted = ({ relation, sections }: Link): string => `
  create temporary table wanted_link on commit drop as
  select distinct o.id as holder, r.target as held
    from staged_reference as r
    join staged_object as o on (o.section, o.position) = (r.section, r.position)
   where r.relation = '${relation}' and r.section in (${sections});
  analyze wanted_link`;

const unwanted = ({ table, holder, held, relation, sections }: Link): string => `
  create temporary table removed_${table} on commit drop as
  select t.${holder}, t.${held}
    from staged_list as l
    join staged_object as o on (o.section, o.position) = (l.section, l.position)
    join ${table} as t on t.${holder} = o.id
   where l.relation = '${relation}' and l.section in (${sections})
     and not exists (select from wanted_link as w where w.holder = t.${holder} and w.held = t.${held});
  analyze removed_${table}`;

const removal = ({ table, holder, held }: Link): string => `
  delete from ${table} as t using removed_${table} as r where (t.${holder}, t.${held}) = (r.${holder}, r.${held})`;

const addition = ({ table, holder, held }: Link): string => `
  insert into ${table} (${holder}, ${held}) select holder, held from wanted_link on conflict do nothing`;
