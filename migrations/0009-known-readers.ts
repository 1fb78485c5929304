import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keeps with every principal when he may read the tenant by a role of his own, and sets apart what few statements need. */
export class KnownReaders implements MigrationInterface {
  readonly name = 'KnownReaders1760000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(readers);
    await runner.query(kept);
    await runner.query(ways);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

/** Roles that may read everything of the tenant, as `rolesThatReadAll` of storage/session.ts has them; a test holds the two equal. */
export const tenantReaders: readonly string[] = [
  '62e90394-69f5-4237-9190-012177145e10',
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  '5d6b6bb7-de71-4623-b4af-96380a352509',
];

const reading = (schedule: string): string => `${schedule}.kind = 'assignment' and ${schedule}.provider = 'directory'
        and ${schedule}.scope_id = '/' and ${schedule}.role_definition_id in (${tenantReaders.map((id) => `'${id}'`).join(', ')})`;

/**
 * Reading the spans of his schedules anew for each statement would cost most of what a small statement does. The role is
 * locked before the spans are read, and the principal too, so that of two changes at once the later sees the earlier.
 */
const readers = `
  alter table principal add column reads_tenant tstzmultirange;
  comment on column principal.reads_tenant is
    'When he may read everything of the tenant by a role of his own; null for never. Kept by triggers.';

  create function keep_tenant_reading(reader uuid) returns void language plpgsql as $$
    begin
      perform from role_definition as r where r.id in (${tenantReaders.map((id) => `'${id}'`).join(', ')}) order by r.id for share;
      perform from principal as p where p.id = reader for no key update;
      update principal as p set reads_tenant = (
          select range_agg(s.span) from schedule as s join role_definition as r on r.id = s.role_definition_id and r.is_enabled
           where s.principal_id = reader and ${reading('s')})
       where p.id = reader;
    end
  $$;
  comment on function keep_tenant_reading is 'Writes anew when a principal may read everything of the tenant by a role of his own.';

  create function tenant_reading_has_changed() returns trigger language plpgsql as $$
    begin
      if tg_op = 'TRUNCATE' then
        update principal as p set reads_tenant = null where p.reads_tenant is not null;
      elsif tg_table_name = 'role_definition' then
        perform keep_tenant_reading(s.principal_id) from schedule as s where s.role_definition_id = new.id and ${reading('s')};
      else
        if tg_op <> 'INSERT' then perform keep_tenant_reading(old.principal_id); end if;
        if tg_op <> 'DELETE' then perform keep_tenant_reading(new.principal_id); end if;
      end if;
      return null;
    end
  $$;

  create trigger a_reader_begins after insert on schedule
    for each row when (${reading('new')}) execute function tenant_reading_has_changed();
  create trigger a_reader_changes after update on schedule
    for each row when ((${reading('old')}) or (${reading('new')})) execute function tenant_reading_has_changed();
  create trigger a_reader_ends after delete on schedule
    for each row when (${reading('old')}) execute function tenant_reading_has_changed();
  create trigger all_readers_end after truncate on schedule
    for each statement execute function tenant_reading_has_changed();
  create trigger a_reading_role_changes after update of is_enabled on role_definition
    for each row when (old.is_enabled <> new.is_enabled) execute function tenant_reading_has_changed();
`;

const kept = `
  select keep_tenant_reading(reader.principal_id) from (select distinct s.principal_id from schedule as s where ${reading('s')}) as reader;
`;

/**
 * Functions for what a statement hardly ever comes to: written out in it, it would be made ready each time. \`strict\` keeps
 * those that give rows from being written out by the planner.
 */
const ways = `
  create function reads_tenant_by_groups(reader uuid, at timestamptz) returns boolean language sql stable parallel safe as $$
    select exists (
      select from schedule as s join role_definition as r on r.id = s.role_definition_id and r.is_enabled
       where s.principal_id = any (groups_of(reader, at)) and ${reading('s')}
         and not isempty(s.span) and lower(s.span) <= at and (upper_inf(s.span) or upper(s.span) > at))
  $$;
  comment on function reads_tenant_by_groups is 'Whether a principal may read everything of the tenant at an instant by a role that one of his groups holds.';

  create function membership_into(member uuid, into_group uuid, at timestamptz)
  returns table (group_id uuid, until timestamptz, through uuid[], ends timestamptz[]) language sql stable strict parallel safe rows 1 as $$
    select m.* from memberships_of(member, at) as m where m.group_id = into_group
  $$;
  comment on function membership_into is 'How a principal is in a group at an instant, as memberships_of says it; no row where he is not, or for no group.';

  create function are_activated(memberships uuid[]) returns boolean language sql stable strict parallel safe as $$
    select exists (select from schedule as s where s.id = any (memberships) and s.assignment_type = 'Activated')
  $$;
  comment on function are_activated is 'Whether one of these memberships held through PIM is an activation.';

  create function known_memberships(memberships uuid[]) returns json language sql stable strict parallel safe as $$
    select to_json(array(select s.scope_id || '_member_' || s.id from unnest(memberships) with ordinality as step (id, place)
      join schedule as s on s.id = step.id order by step.place))
  $$;
  comment on function known_memberships is 'The ids of memberships held through PIM as the API has them (A-2), in the same order.';
`;
