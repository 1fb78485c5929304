import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantReaders } from './0009-known-readers';

/**
 * Keeps apart from the principals when they may read the tenant.
 *
 * With the principal it could not be written while an import holds that table, so that nobody came to such a role, nor
 * lost it, until the import was done; and whoever had locked his principal waited for a role that the import holds.
 */
export class ReadersApart implements MigrationInterface {
  readonly name = 'ReadersApart1760000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(withdrawn);
    await runner.query(readers);
    await runner.query(kept);
    await runner.query(grants);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

const withdrawn = `
  drop trigger a_reader_begins on schedule;
  drop trigger a_reader_changes on schedule;
  drop trigger a_reader_ends on schedule;
  drop trigger all_readers_end on schedule;
  drop trigger a_reading_role_changes on role_definition;
  drop function tenant_reading_has_changed();
  drop function keep_tenant_reading(uuid);
  alter table principal drop column reads_tenant;
`;

const roles = tenantReaders.map((id) => `'${id}'`).join(', ');

const reading = (schedule: string): string => `${schedule}.kind = 'assignment' and ${schedule}.provider = 'directory'
        and ${schedule}.scope_id = '/' and ${schedule}.role_definition_id in (${roles})`;

const whose = (schedule: string): string =>
  `(${['principal_id', 'kind', 'provider', 'role_definition_id', 'scope_id', 'span'].map((name) => `${schedule}.${name}`).join(', ')})`;

/** Any number will do, as long as every version uses the same: of pairs, which no other lock is named by. */
const readerLock = 8_261_945;

/** What is changed about a role is seen by whoever changes its holders, or waits for him. */
const rolesLock = `${readerLock}, 0`;

/** The locks are taken where a statement ends, after those of rows, and are nobody else's: so nothing waits in a circle. */
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
