import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The role that the gateway runs as: it owns nothing, and may only add to and read the audit.
 *
 * Roles belong to the cluster, so two databases may make it at once; and an operator's account may not be allowed to
 * make roles at all. Then the gateway runs as that account, and the audit is held by its trigger alone.
 */
export class GatewayRole implements MigrationInterface {
  readonly name = 'GatewayRole1760000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$
      begin
        if not exists (select from pg_roles where rolname = 'portcullis_gateway') then
          create role portcullis_gateway nologin;
        end if;
      exception
        when duplicate_object or unique_violation then null;
        when insufficient_privilege then
          raise notice 'this account may not create the role portcullis_gateway; the gateway will run as its owner';
      end
      $$;
      do $$
      begin
        if exists (select from pg_roles where rolname = 'portcullis_gateway') then
          grant usage on schema public to portcullis_gateway;
          grant select, insert, update, delete on all tables in schema public to portcullis_gateway;
          grant usage on all sequences in schema public to portcullis_gateway;
          revoke update, delete on directory_audit from portcullis_gateway;
          revoke insert, update, delete on schema_migration, organization from portcullis_gateway;
        end if;
      end
      $$;
      do $$
      begin
        if exists (select from pg_roles where rolname = 'portcullis_gateway') then
          execute format('grant portcullis_gateway to %I', current_user);
        end if;
      exception
        when insufficient_privilege then
          raise notice 'this account may not be given the role portcullis_gateway; the gateway will run as its owner';
      end
      $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
