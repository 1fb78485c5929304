import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One version for all that is read again and again and seldom changed: role definitions and policies.
 *
 * The row is changed where a transaction ends, and so held no longer than its commit takes; whoever comes second waits for
 * that, so that a version names one state of both tables, and no other.
 */
export class ReferenceVersion implements MigrationInterface {
  readonly name = 'ReferenceVersion1760000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table reference_version (
        is_only boolean primary key default true constraint reference_version_is_one_row check (is_only),
        version uuid not null,
        changed_in xid8 not null
      );
      comment on table reference_version is
        'Names the state of role_definition and policy; another one from every transaction that changes either.';
      insert into reference_version (version, changed_in) values (gen_random_uuid(), pg_current_xact_id());

      create function reference_has_changed() returns trigger language plpgsql as $$
        begin
          update reference_version set version = gen_random_uuid(), changed_in = pg_current_xact_id()
           where changed_in <> pg_current_xact_id();
          return null;
        end
      $$;
      comment on function reference_has_changed is 'Gives the reference another version, once for each transaction.';

      create constraint trigger reference_has_changed after insert or update or delete on role_definition
        deferrable initially deferred for each row execute function reference_has_changed();
      create constraint trigger reference_has_changed after insert or update or delete on policy
        deferrable initially deferred for each row execute function reference_has_changed();
      create trigger reference_was_emptied after truncate on role_definition
        for each statement execute function reference_has_changed();
      create trigger reference_was_emptied after truncate on policy
        for each statement execute function reference_has_changed();

      -- Nearly every role is enabled: who asks for the others finds at once that there is none.
      create index role_definition_disabled on role_definition (id) where not is_enabled;

      do $$
      begin
        if exists (select from pg_roles where rolname = 'portcullis_gateway') then
          grant select, update on reference_version to portcullis_gateway;
        end if;
      end
      $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
