import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Membership and ownership of groups held through PIM, roles on resources, and guests with a home organisation. */
export class ThreeVariants implements MigrationInterface {
  readonly name = 'ThreeVariants1760000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(scopes);
    await runner.query(records);
    await runner.query(memberships);
    await runner.query(people);
    await runner.query(grants);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

const scopes = `
  create table resource_scope (
    id text primary key constraint resource_scope_id_is_a_path check (id ~ '^/[^/]+(/[^/]+)+$'),
    spelling text not null,
    type text not null,
    display_name text not null constraint resource_scope_display_name_fits check (length(display_name) between 1 and 256),
    parent_id text constraint resource_scope_parent_exists references resource_scope deferrable initially deferred,
    covered_by text[] not null constraint resource_scope_covers_itself check (id = any (covered_by)),
    created_at timestamptz,
    deleted_at timestamptz
  );
  comment on table resource_scope is
    'The tree of scopes at which roles on resources are held; covered_by holds a scope and all above it, so that what reaches it is found at once.';
  create index resource_scope_by_parent on resource_scope (parent_id);
  create index resource_scope_by_name on resource_scope (type, display_name, id);
  create index resource_scope_below on resource_scope using gin (covered_by);

  create function scopes_above(of_provider text, scope text) returns text[] language sql stable parallel safe as $$
    select case of_provider when 'directory' then array['/', scope] when 'group' then array[scope]
      else (select s.covered_by from resource_scope as s where s.id = scope) end
  $$;
  comment on function scopes_above is 'The scopes from which what is held reaches a scope, itself included.';

  insert into role_definition (id, provider, display_name, description, is_built_in, is_enabled, resource_scopes, allowed_principal_types) values
    ('member', 'group', 'Member', 'Membership of a group.', true, true, '{}', '{user,servicePrincipal,group}'),
    ('owner', 'group', 'Owner', 'Ownership of a group.', true, true, '{}', '{user,servicePrincipal,group}');
`;

const records = `
  alter table schedule_request
    add condition text,
    add condition_version text,
    add constraint request_condition_has_a_version check ((condition is null) = (condition_version is null));
  alter table schedule
    add condition text,
    add condition_version text,
    add activated_through uuid[] not null default '{}',
    add constraint schedule_condition_has_a_version check ((condition is null) = (condition_version is null)),
    add constraint only_activations_go_through_memberships check (cardinality(activated_through) = 0 or activated_using is not null);
  comment on column schedule.activated_through is
    'The memberships held through PIM that brought the eligibility of a group to whoever activated it; it ends with them.';
  create index schedule_by_membership on schedule using gin (activated_through) where activated_through <> '{}';

  alter table principal
    add home_organization_id uuid,
    add withdrawn_at timestamptz,
    add constraint withdrawn_principal_is_a_guest check (withdrawn_at is null or user_type = 'Guest'),
    add constraint withdrawn_guest_is_disabled check (withdrawn_at is null or not account_enabled);
  comment on column principal.home_organization_id is 'The organisation that a guest belongs to; null for members.';
  comment on column principal.withdrawn_at is 'When his home organisation withdrew a guest: what he had has ended, and he is disabled.';

  alter table directory_audit add provider text, add scope_id text;
  comment on column directory_audit.provider is 'Whose things it is about; null for entries from before there was more than one.';
`;

const holdsAt = (schedule: string): string => `${schedule}.provider = 'group' and ${schedule}.kind = 'assignment'
        and ${schedule}.role_definition_id = 'member' and not isempty(${schedule}.span) and lower(${schedule}.span) <= at
        and (upper_inf(${schedule}.span) or upper(${schedule}.span) > at)`;

/** The groups right above a member at the instant `at`; kept apart from what asks, so that each half is looked up by its index. */
const groupsAbove = (member: string): string => `(
        select d.group_id, null::timestamptz as until, null::uuid as schedule_id from group_member as d where d.member_id = ${member}
        union all
        select s.scope_id::uuid, upper(s.span), s.id from schedule as s where s.principal_id = ${member} and ${holdsAt('s')} offset 0)`;

/** The members right below a group at the instant `at`. */
const membersBelow = (group: string): string => `(
        select d.member_id from group_member as d where d.group_id = ${group}
        union all
        select s.principal_id from schedule as s where s.scope_id::uuid = ${group} and ${holdsAt('s')} offset 0)`;

const isThere = (group: string): string => `(select g.deleted_at is null from principal as g where g.id = ${group})`;

const memberships = `
  create index schedule_membership on schedule (principal_id)
    where provider = 'group' and kind = 'assignment' and role_definition_id = 'member';
  create index schedule_belonging on schedule ((scope_id::uuid), role_definition_id)
    where provider = 'group' and kind = 'assignment';

  create view membership as
    select m.group_id, m.member_id, '-infinity'::timestamptz as start_at, null::timestamptz as end_at, null::uuid as schedule_id from group_member as m
    union all
    select s.scope_id::uuid, s.principal_id, lower(s.span), upper(s.span), s.id
      from schedule as s
     where s.provider = 'group' and s.kind = 'assignment' and s.role_definition_id = 'member' and not isempty(s.span);
  comment on view membership is 'Who is a member of which group, and when: as the directory says, and as held through PIM (G-6).';

  create view ownership as
    select o.object_id, o.owner_id, '-infinity'::timestamptz as start_at, null::timestamptz as end_at, null::uuid as schedule_id from object_owner as o
    union all
    select s.scope_id::uuid, s.principal_id, lower(s.span), upper(s.span), s.id
      from schedule as s
     where s.provider = 'group' and s.kind = 'assignment' and s.role_definition_id = 'owner' and not isempty(s.span);
  comment on view ownership is 'Who owns which group or application, and when: as the directory says, and as held through PIM (G-6).';

  create function groups_of(member uuid, at timestamptz) returns uuid[] language sql stable parallel safe as $$
    with recursive above (id) as (
      select member
      union
      select m.group_id from above as a cross join lateral ${groupsAbove('a.id')} as m where ${isThere('m.group_id')}
    )
    select coalesce(array_agg(id), '{}') from above where id <> member
  $$;
  comment on function groups_of(uuid, timestamptz) is
    'Every group that a principal is a member of at an instant, nested ones included (W-7), through PIM as well (G-6); deleted groups count no more (M-7).';

  create function memberships_of(member uuid, at timestamptz) returns table (group_id uuid, until timestamptz, through uuid[], ends timestamptz[])
  language sql stable parallel safe rows 5 as $$
    with recursive above (group_id, until, through, ends) as (
      select member, null::timestamptz, '{}'::uuid[], '{}'::timestamptz[]
      union
      select m.group_id, least(a.until, m.until), a.through || array_remove(array[m.schedule_id], null),
          case when m.schedule_id is null then a.ends else a.ends || m.until end
        from above as a cross join lateral ${groupsAbove('a.group_id')} as m
       where m.schedule_id <> all (a.through) is not false and ${isThere('m.group_id')}
    )
    select distinct on (a.group_id) a.group_id, a.until, a.through, a.ends from above as a where a.group_id <> member
     order by a.group_id, a.until desc nulls first, cardinality(a.through), a.through
  $$;
  comment on function memberships_of is
    'Every group that a principal is a member of at an instant, how long he will be at least, null for ever, and through which memberships of PIM, with their ends: of several ways the one that lasts longest.';

  create or replace function people_of(holder uuid) returns setof uuid language sql stable parallel safe as $$
    with recursive below (id) as (
      select holder
      union
      select m.member_id from below as b join group_member as m on m.group_id = b.id
        join principal as g on g.id = b.id and g.deleted_at is null
    )
    select b.id from below as b
     where (select p.type = 'user' and p.account_enabled and p.deleted_at is null from principal as p where p.id = b.id)
  $$;
  comment on function people_of(uuid) is
    'The enabled people behind a principal for as long as the directory stays as it is: the user himself, or the members of a group, nested ones included; memberships held through PIM do not count, since they end.';

  create function people_of(holder uuid, at timestamptz) returns setof uuid language sql stable parallel safe as $$
    with recursive below (id) as (
      select holder
      union
      select m.member_id from below as b cross join lateral ${membersBelow('b.id')} as m where ${isThere('b.id')}
    )
    select b.id from below as b
     where (select p.type = 'user' and p.account_enabled and p.deleted_at is null from principal as p where p.id = b.id)
  $$;
  comment on function people_of(uuid, timestamptz) is
    'The enabled people behind a principal at an instant: the user himself, or the members of a group, nested ones and those through PIM included.';
`;

const people = `
  create or replace function roles_of(holder uuid, at timestamptz) returns table (role_definition_id text, scope_id text)
  language sql stable parallel safe as $$
    select s.role_definition_id, s.scope_id
      from schedule as s
      join role_definition as r on r.id = s.role_definition_id and r.is_enabled
     where s.kind = 'assignment' and s.provider = 'directory' and not isempty(s.span) and lower(s.span) <= at and (upper_inf(s.span) or upper(s.span) > at)
       and s.principal_id = any ((select array[holder] || groups_of(holder, at))::uuid[])
       and exists (select from principal as p where p.id = holder and p.account_enabled and p.deleted_at is null)
  $$;

  drop function stage_has_approver(jsonb, uuid);
  create function stage_has_approver(stage jsonb, requestor uuid, at timestamptz) returns boolean language sql stable parallel safe as $$
    select exists (
      select from jsonb_array_elements(stage -> 'primaryApprovers') as a (approver)
        cross join lateral people_of(case approver ->> 'kind'
          when 'singleUser' then (approver ->> 'userId')::uuid
          when 'groupMembers' then (approver ->> 'groupId')::uuid
          else manager_of(requestor, (approver ->> 'managerLevel')::integer) end, at) as person (id)
       where person.id <> requestor)
  $$;
  comment on function stage_has_approver is 'Whether anybody but the requestor could decide a stage of a policy at an instant (E-4).';
`;

const grants = `
  do $$
  begin
    if exists (select from pg_roles where rolname = 'portcullis_gateway') then
      grant select, insert, update, delete on resource_scope to portcullis_gateway;
      grant select on membership, ownership to portcullis_gateway;
    end if;
  end
  $$;
`;
