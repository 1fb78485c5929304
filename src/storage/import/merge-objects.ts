import type { Client } from 'pg';
import type { EntitySchema } from 'typeorm';
import { resourceNames } from '../../domain/providers/all';
import { administrativeUnitTable } from '../tables/administrative-unit';
import { principalTable } from '../tables/principal';
import { roleDefinitionTable } from '../tables/role-definition';
import type { SectionName } from './sections';

/** How many things the import added, changed, and found as the file has them. */
export interface Counts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

interface Merged {
  readonly table: string;
  readonly sections: readonly SectionName[];
  readonly columns: readonly string[];
}

const columnsOf = (schema: EntitySchema): readonly string[] =>
  Object.values(schema.options.columns).flatMap((column) => column?.name ?? []);

/** The tables that objects of the file are stored in, and their columns. */
export const mergedTables: readonly Merged[] = [
  { table: 'principal', sections: ['users', 'groups', 'servicePrincipals'], columns: columnsOf(principalTable) },
  { table: 'administrative_unit', sections: ['administrativeUnits'], columns: columnsOf(administrativeUnitTable) },
  {
    table: 'role_definition',
    sections: ['roleDefinitions', resourceNames.roleDefinitions],
    columns: columnsOf(roleDefinitionTable),
  },
];

/**
 * Works out, in the temporary tables `merged_{table}`, what each object comes to: what is stored, with what the file
 * brings in its place; a new object begins with the defaults. What the file leaves unsaid of a stored object stays.
 */
export async function mergeObjects(session: Client): Promise<void> {
  for (const { table, sections, columns } of mergedTables) {
    const names = columns.map((column) => `comes.${column}`).join(', ');
    const isRole = table === 'role_definition';
    // Built-in roles may stand in the file, in the words of whoever wrote it; they are not changed by it.
    const isFixed = isRole ? ' and not was.is_built_in' : '';
    await session.query(`
      create temporary table merged_${table} on commit drop as
      select ${names}, s.section, s.position, s.line, was.id is not null as is_stored,
             was.id is not null${isFixed} and was is distinct from comes as is_changed
        from staged_object as s
        left join ${table} as was on was.id = s.id${isRole ? '::text' : ''}
       cross join lateral jsonb_populate_record(
             was, case when was.id is null then s.defaults || s.found else s.found end) as comes
       where s.section in (${sections.map((section) => `'${section}'`).join(', ')})`);
    await session.query(`create index on merged_${table} (id); analyze merged_${table}`);
  }
}

/** Stores what {@link mergeObjects} worked out; only what differs is written. */
export async function storeObjects(session: Client): Promise<void> {
  // Two people may have swapped names: those that change give theirs up first, for no two rows may share one even
  // within a statement.
  await session.query(`
    update principal as p
       set user_principal_name = p.id || '@renamed.invalid'
      from merged_principal as m
     where m.id = p.id and m.is_changed and m.user_principal_name is distinct from p.user_principal_name`);
  for (const { table, columns } of mergedTables) {
    const names = columns.join(', ');
    const values = columns.map((column) => `m.${column}`).join(', ');
    await session.query(`
      update ${table} as t set (${names}) = row (${values}) from merged_${table} as m where m.id = t.id and m.is_changed`);
    await session.query(
      `insert into ${table} (${names}) select ${values} from merged_${table} as m where not m.is_stored`,
    );
  }
}

/** How many objects of each list are new, changed and as they were. */
export async function countObjects(session: Client): Promise<Readonly<Record<SectionName, Counts>>> {
  const { rows } = await session.query<Counts & { section: SectionName }>(
    mergedTables
      .map(
        ({ table }) => `
          select section, count(*) filter (where not is_stored)::int as added,
                 count(*) filter (where is_changed)::int as changed,
                 count(*) filter (where is_stored and not is_changed)::int as unchanged
            from merged_${table} group by section`,
      )
      .join(' union all '),
  );
  const countsOf = (name: SectionName): Counts => {
    const { added = 0, changed = 0, unchanged = 0 } = rows.find(({ section }) => section === name) ?? {};
    return { added, changed, unchanged };
  };
  return {
    users: countsOf('users'),
    groups: countsOf('groups'),
    servicePrincipals: countsOf('servicePrincipals'),
    administrativeUnits: countsOf('administrativeUnits'),
    roleDefinitions: countsOf('roleDefinitions'),
    [resourceNames.roleDefinitions]: countsOf(resourceNames.roleDefinitions),
  };
}
