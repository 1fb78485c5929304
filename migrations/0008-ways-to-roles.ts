import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Separation of duties through memberships held through PIM, and owners of groups who stay (G-13). */
export class WaysToRoles implements MigrationInterface {
  readonly name = 'WaysToRoles1760000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(owners);
    await runner.query(ways);
    await runner.query(violations);
    await runner.query(grants);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

const owners = `
  alter table schedule
    drop constraint activation_has_an_end,
    add constraint activation_has_an_end check (
      assignment_type is distinct from 'Activated' or end_at is not null or suspended_end_at is not null
      -- The last owner of a group stays when nobody else has become one for thirty days (G-13).
      or (provider = 'group' and role_definition_id = 'owner'));
  create index schedule_kept_owner on schedule (suspended_end_at) where suspended_end_at is not null and provider = 'group';
`;

const ways = `
  create index schedule_eligible_belonging on schedule ((scope_id::uuid))
    where provider = 'group' and kind = 'eligibility' and role_definition_id = 'member';

  create view way_into_group as
    select m.group_id, m.member_id, 'assignment'::text as kind, tstzrange(null, null) as span, null::uuid as schedule_id from group_member as m
    union all
    select s.scope_id::uuid, s.principal_id, s.kind, s.span, s.id from schedule as s
     where s.provider = 'group' and s.kind = 'assignment' and s.role_definition_id = 'member' and not isempty(s.span)
    union all
    select s.scope_id::uuid, s.principal_id, s.kind, s.span, s.id from schedule as s
     where s.provider = 'group' and s.kind = 'eligibility' and s.role_definition_id = 'member' and not isempty(s.span);
  comment on view way_into_group is 'Who is a member of which group, or may become one by an activation, and when.';

  create function ways_to_groups(member uuid, since timestamptz) returns table (group_id uuid, kind text, span tstzrange, through uuid[])
  language sql stable parallel safe as $$
    with recursive above (group_id, kind, span, through) as (
      select w.group_id, w.kind, w.span, array_remove(array[w.schedule_id], null) from way_into_group as w
       where w.member_id = member and (upper_inf(w.span) or upper(w.span) > since)
         and (select g.deleted_at is null from principal as g where g.id = w.group_id)
      union
      select w.group_id, case when a.kind = w.kind then a.kind else 'eligibility' end, a.span * w.span,
          a.through || array_remove(array[w.schedule_id], null)
        from above as a cross join lateral (
          select n.* from way_into_group as n where n.member_id = a.group_id and (upper_inf(n.span) or upper(n.span) > since) offset 0) as w
       where a.span && w.span and w.schedule_id <> all (a.through) is not false
         and (select g.deleted_at is null from principal as g where g.id = w.group_id)
    )
    select distinct a.group_id, a.kind, a.span, a.through from above as a
  $$;
  comment on function ways_to_groups is
    'The groups that a principal belongs to at some time after an instant, or may by an activation (kind eligibility), nested ones included: a row for each way, with when it is open and through which memberships of PIM it leads.';

  create function ways_to_people(holder uuid, since timestamptz) returns table (person_id uuid, kind text, span tstzrange, through uuid[])
  language sql stable parallel safe as $$
    with recursive below (id, kind, span, through) as (
      select holder, 'assignment'::text, tstzrange(null, null), '{}'::uuid[]
      union
      select w.member_id, case when b.kind = w.kind then b.kind else 'eligibility' end, b.span * w.span,
          array_remove(array[w.schedule_id], null) || b.through
        from below as b cross join lateral (
          select n.* from way_into_group as n where n.group_id = b.id and (upper_inf(n.span) or upper(n.span) > since) offset 0) as w
       where b.span && w.span and w.schedule_id <> all (b.through) is not false
         and (select g.deleted_at is null from principal as g where g.id = b.id)
    )
    select distinct b.id, b.kind, b.span, b.through from below as b
     where (select p.type = 'user' and p.deleted_at is null from principal as p where p.id = b.id)
  $$;
  comment on function ways_to_people is
    'The users, disabled ones too, who are behind a principal at some time after an instant, or may be by an activation (kind eligibility): a row for each way, as in ways_to_groups.';
`;

const violations = `
  drop view separation_violation, parted_holding;

  create view parted_holding as
    select rule.id as rule_id, rule.level, rule.role_definition_ids, person.id as person_id, s.id as schedule_id,
        case when s.kind = person.kind then s.kind else 'eligibility' end as kind, s.scope_id, s.span * person.span as span,
        array_position(rule.role_definition_ids, s.role_definition_id) as place, array_to_string(person.through, '') as through
      from separation_rule as rule
        join schedule as s on s.provider = rule.provider and s.role_definition_id = any (rule.role_definition_ids)
        join principal as holder on holder.id = s.principal_id
        cross join lateral (
          select holder.id, 'assignment'::text, tstzrange(null, null), '{}'::uuid[] where holder.type = 'user' and holder.deleted_at is null
          union all
          select u.person_id, u.kind, u.span, u.through from ways_to_people(holder.id, '-infinity') as u where holder.type = 'group')
          as person (id, kind, span, through)
     where rule.deleted_at is null and not isempty(s.span) and s.span && person.span
     group by rule.id, s.id, person.id, person.kind, person.span, person.through;
  comment on view parted_holding is
    'Who is reached by a schedule of a role that a rule parts from another, in which way and when; grouped, so that it is asked once a schedule who that is.';

  create view separation_violation as
    select md5(concat(one.rule_id, one.person_id, one.schedule_id, other.schedule_id, one.through, other.through))::uuid as id, one.rule_id, one.person_id,
        one.role_definition_ids, array[one.schedule_id::text, other.schedule_id::text] as schedule_ids,
        array[one.scope_id, other.scope_id] as scope_ids, lower(one.span * other.span) as start_at, upper(one.span * other.span) as end_at,
        one.span as one_span, other.span as other_span
      from parted_holding as one
        join parted_holding as other on other.rule_id = one.rule_id and other.person_id = one.person_id
     where one.place = 1 and other.place = 2 and one.span && other.span
       and (one.scope_id = other.scope_id or '/' in (one.scope_id, other.scope_id))
       and (one.level = 'Eligibility' or (one.kind = 'assignment' and other.kind = 'assignment'));
  comment on view separation_violation is
    'Who holds, held or will hold two roles that a rule parts: a row for each person, pair of schedules, and way through memberships of PIM by which he comes to them.';
`;

const grants = `
  do $$
  begin
    if exists (select from pg_roles where rolname = 'portcullis_gateway') then
      grant select on way_into_group, separation_violation to portcullis_gateway;
    end if;
  end
  $$;
`;
