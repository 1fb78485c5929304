import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keeps when principals may read the tenant by a role of their own, and sets apart what few statements need. */
export class KnownReaders implements MigrationInterface {
  readonly name = 'KnownReaders1760000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(readers);
    await runner.query(kept);
    await runner.query(ways);
    await runner.query(grants);
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

const roles = tenantReaders.map((id) => `'${id}'`).join(', ');

const reading = (schedule: string): string => `${schedule}.kind = 'assignment' and ${schedule}.provider = 'directory'
        and ${schedule}.scope_id = '/' and ${schedule}.role_definition_id in (${roles})`;

const whose = (schedule: string): string =>
  `(${['principal_id', 'kind', 'provider', 'role_definition_id', 'scope_id', 'span'].map((name) => `${schedule}.${name}`).join(', ')})`;

/** Any number will do, as long as every version uses the same: of pairs, which no other lock is named by. */
const readerLock = 8_261_945;

/** What is changed about a role is seen by whoever changes its holders, or waits for him. */
const rolesLock = `${readerLock}, 0`;

/**
 * Reading the spans of his schedules anew for each statement would cost most of what a small statement does. They have a table
 * of their own: with the principal they could not be written while an import holds that table, and nobody would come to such a
 * role, nor lose it, until the import is done. The locks are taken where a statement ends, after those of rows, and are nobody
 * else's: so nothing waits in a circle.
 */
const readers = `
  create table tenant_reader (
    principal_id uuid primary key,
    spans tstzmultirange not null
  );
  comment on table tenant_reader is
    'When principals may read everything of the tenant by a role of their own; follows from schedules, kept by their triggers.';

  create function keep_tenant_reader(reader uuid) returns void language plpgsql as $$
    begin
      perform pg_advisory_xact_lock_shared(${rolesLock});
      perform pg_advisory_xact_lock(${readerLock} + 1, hashtext(reader::text));
      delete from tenant_reader as t where t.principal_id = reader;
      insert into tenant_reader (principal_id, spans)
        select reader, range_agg(s.span) from schedule as s join role_definition as r on r.id = s.role_definition_id and r.is_enabled
         where s.principal_id = reader and ${reading('s')} and not isempty(s.span)
        having count(*) > 0;
    end
  $$;
  comment on function keep_tenant_reader is
    'Writes anew when a principal may read everything of the tenant by a role of his own; of two changes at once the later sees the earlier.';

  create function keep_tenant_readers() returns void language plpgsql as $$
    begin
      perform pg_advisory_xact_lock(${rolesLock});
      perform keep_tenant_reader(reader.principal_id) from (
        select t.principal_id from tenant_reader as t
        union
        select s.principal_id from schedule as s where ${reading('s')}
        order by 1) as reader;
    end
  $$;
  comment on function keep_tenant_readers is 'The same for everybody.';

  create function a_reader_has_changed() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'INSERT' then perform keep_tenant_reader(old.principal_id); end if;
      if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.principal_id <> old.principal_id) then
        perform keep_tenant_reader(new.principal_id);
      end if;
      return null;
    end
  $$;

  create function readers_have_changed() returns trigger language plpgsql as $$
    begin
      perform keep_tenant_readers();
      return null;
    end
  $$;

  create trigger a_reader_begins after insert on schedule
    for each row when (${reading('new')}) execute function a_reader_has_changed();
  create trigger a_reader_changes after update on schedule
    for each row when (${whose('old')} is distinct from ${whose('new')} and ((${reading('old')}) or (${reading('new')})))
    execute function a_reader_has_changed();
  create trigger a_reader_ends after delete on schedule
    for each row when (${reading('old')}) execute function a_reader_has_changed();
  create trigger all_readers_end after truncate on schedule
    for each statement execute function readers_have_changed();

  create trigger a_reading_role_begins after insert on role_definition
    for each row when (new.id in (${roles})) execute function readers_have_changed();
  create trigger a_reading_role_changes after update of id, is_enabled on role_definition
    for each row when ((old.id, old.is_enabled) <> (new.id, new.is_enabled) and (old.id in (${roles}) or new.id in (${roles})))
    execute function readers_have_changed();
  create trigger a_reading_role_ends after delete on role_definition
    for each row when (old.id in (${roles})) execute function readers_have_changed();
  create trigger all_reading_roles_end after truncate on role_definition
    for each statement execute function readers_have_changed();
`;

const kept = 'select keep_tenant_readers()';

const grants = `
  do $$
  begin
    if exists (select from pg_roles where rolname = 'portcullis_gateway') then
      grant select, insert, delete on tenant_reader to portcullis_gateway;
    end if;
  end
  $$;
`;

/**
 * Functions for what a statement hardly ever comes to: written out in it, it would be made ready each time. `strict` keeps
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
