import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Principals, groups, administrative units and roles: what the directory import fills. */
export class Directory implements MigrationInterface {
  readonly name = 'Directory1760000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create extension if not exists btree_gist;

      create table organization (
        tenant_id uuid primary key,
        only_one boolean not null default true constraint organization_is_one unique check (only_one)
      );
      comment on table organization is 'The one organisation that this database serves; its id stands in policy ids and audit entries.';
      insert into organization (tenant_id) values (gen_random_uuid());

      create table principal (
        id uuid primary key,
        type text not null constraint principal_type_is_known check (type in ('user', 'group', 'servicePrincipal')),
        display_name text not null constraint principal_display_name_fits check (length(display_name) between 1 and 256),
        description text,
        mail text,
        mail_nickname text,
        created_at timestamptz,
        deleted_at timestamptz,
        on_premises_sync_enabled boolean,
        -- users and service principals
        account_enabled boolean,
        -- users
        user_principal_name text,
        given_name text,
        surname text,
        job_title text,
        department text,
        company_name text,
        office_location text,
        employee_id text,
        user_type text constraint principal_user_type_is_known check (user_type in ('Member', 'Guest')),
        creation_type text constraint principal_creation_type_is_known
          check (creation_type in ('Invitation', 'LocalAccount', 'EmailVerified')),
        external_user_state text constraint principal_external_user_state_is_known
          check (external_user_state in ('PendingAcceptance', 'Accepted')),
        external_user_state_changed_at timestamptz,
        usage_location text,
        sign_in_activity jsonb,
        manager_id uuid constraint principal_manager_exists references principal deferrable initially deferred,
        -- groups
        mail_enabled boolean,
        security_enabled boolean,
        group_types text[] not null default '{}',
        is_assignable_to_role boolean,
        visibility text,
        membership_rule text,
        membership_rule_processing_state text,
        is_management_restricted boolean,
        renewed_at timestamptz,
        expires_at timestamptz,
        -- service principals
        app_id uuid,
        service_principal_type text,
        app_owner_organization_id uuid,
        tags text[] not null default '{}',
        service_principal_names text[] not null default '{}',
        constraint user_has_a_name_and_a_switch
          check (type <> 'user' or (user_principal_name is not null and account_enabled is not null)),
        constraint role_assignable_group_is_assigned_and_secure check (
          is_assignable_to_role is not true
          or (type = 'group' and security_enabled and not 'DynamicMembership' = any (group_types)))
      );
      comment on table principal is 'Users, groups and service principals; one table, for a principal is referred to without knowing which it is.';
      create unique index principal_user_principal_name_is_unique on principal (lower(user_principal_name)) where type = 'user';
      create index principal_by_type_and_name on principal (type, display_name, id);
      create index principal_by_manager on principal (manager_id) where manager_id is not null;

      create table group_member (
        group_id uuid not null constraint group_member_group_exists references principal on delete cascade deferrable initially deferred,
        member_id uuid not null constraint group_member_member_exists references principal on delete cascade deferrable initially deferred,
        constraint group_member_is_listed_once primary key (group_id, member_id),
        constraint group_is_not_its_own_member check (group_id <> member_id)
      );
      comment on table group_member is 'Direct membership; what is nested follows from it.';
      create index group_member_by_member on group_member (member_id, group_id);

      create table object_owner (
        object_id uuid not null constraint object_owner_object_exists references principal on delete cascade deferrable initially deferred,
        owner_id uuid not null constraint object_owner_owner_exists references principal on delete cascade deferrable initially deferred,
        constraint object_owner_is_listed_once primary key (object_id, owner_id)
      );
      comment on table object_owner is 'Owners of groups and of service principals.';
      create index object_owner_by_owner on object_owner (owner_id, object_id);

      create table administrative_unit (
        id uuid primary key,
        display_name text not null,
        description text,
        visibility text,
        membership_type text,
        membership_rule text,
        membership_rule_processing_state text,
        is_member_management_restricted boolean not null default false,
        deleted_at timestamptz
      );
      comment on table administrative_unit is 'Parts of the directory to which a role can be confined.';

      create table administrative_unit_member (
        administrative_unit_id uuid not null constraint administrative_unit_member_unit_exists
          references administrative_unit on delete cascade deferrable initially deferred,
        member_id uuid not null constraint administrative_unit_member_member_exists
          references principal on delete cascade deferrable initially deferred,
        constraint administrative_unit_member_is_listed_once primary key (administrative_unit_id, member_id)
      );
      comment on table administrative_unit_member is 'Members of an administrative unit.';
      create index administrative_unit_member_by_member on administrative_unit_member (member_id);

      create table role_definition (
        id text primary key,
        provider text not null constraint role_definition_provider_is_known check (provider in ('directory', 'group', 'azure')),
        display_name text not null,
        description text,
        is_built_in boolean not null,
        is_enabled boolean not null,
        is_privileged boolean not null default false,
        resource_scopes text[] not null default '{/}',
        role_permissions jsonb not null default '[]',
        template_id text,
        version text,
        inherits_permissions_from text[] not null default '{}',
        allowed_principal_types text[] not null default '{user,servicePrincipal,group}'
      );
      comment on table role_definition is 'Roles that can be held; a built-in role''s id is its template id.';
      create index role_definition_by_name on role_definition (provider, display_name, id);

      create function groups_of(member uuid) returns uuid[] language sql stable parallel safe as $$
        with recursive above (group_id) as (
          select m.group_id from group_member as m
            join principal as g on g.id = m.group_id and g.deleted_at is null where m.member_id = member
          union
          select m.group_id from above as a join group_member as m on m.member_id = a.group_id
            join principal as g on g.id = m.group_id and g.deleted_at is null
        )
        select coalesce(array_agg(group_id), '{}') from above
      $$;
      comment on function groups_of is 'Every group that a principal is a member of, nested ones included (W-7); deleted groups count no more (M-7).';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
