import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Several stages, escalation, windows to extend and renew, kept ends, emergency accounts and separation of duties. */
export class WholeLife implements MigrationInterface {
  readonly name = 'WholeLife1760000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table approval
        add approval_mode text not null default 'SingleStage' constraint approval_mode_is_known
          check (approval_mode in ('SingleStage', 'Serial', 'Parallel')),
        add is_approver_allowed_in_several_stages boolean not null default false;

      alter table approval_stage
        add requestor_id uuid,
        add time_out_minutes integer not null default 1440
          constraint approval_stage_time_out_is_an_hour_to_thirty_days check (time_out_minutes between 60 and 43200),
        add approver_manager_levels integer[] not null default '{}',
        add escalation_minutes integer constraint escalation_comes_after_a_while check (escalation_minutes > 0),
        add escalates_at timestamptz,
        add escalation_announced_at timestamptz,
        add escalation_approvers jsonb not null default '[]',
        add escalation_user_ids uuid[] not null default '{}',
        add escalation_group_ids uuid[] not null default '{}',
        add escalation_manager_levels integer[] not null default '{}',
        add fallback_reason text,
        alter expires_at drop not null,
        add constraint open_stage_expires check (status <> 'InProgress' or expires_at is not null);
      update approval_stage as t set requestor_id = r.principal_id from schedule_request as r where r.id = t.approval_id
        and t.status not in ('Completed', 'Expired');
      alter table approval_stage add constraint open_stage_has_a_requestor
        check (status in ('Completed', 'Expired') or requestor_id is not null);
      create index approval_stage_escalating on approval_stage (escalates_at)
        where status = 'InProgress' and escalates_at is not null and escalation_announced_at is null;

      update policy set rules = (
        select jsonb_agg(case when rule ->> 'type' = 'approval' then
            jsonb_set(jsonb_set(rule, '{setting,isApproverAllowedInSeveralStages}', 'false'), '{setting,approvalStages}',
              (select jsonb_agg(stage || '{"approvalStageTimeOutInHours": 0}' order by place)
                 from jsonb_array_elements(rule -> 'setting' -> 'approvalStages') with ordinality as s (stage, place)))
          else rule end order by place)
          from jsonb_array_elements(rules) with ordinality as r (rule, place));

      -- A page of pending requests is not to be led to it: only what asks when a request lapses is.
      drop index schedule_request_lapsing;
      create index schedule_request_lapsing on schedule_request (lapses_at) where status = 'PendingApproval' and lapses_at is not null;

      alter table schedule
        add suspended_end_at timestamptz,
        add extension_announced_at timestamptz,
        add renewal_closed_at timestamptz,
        add handed_over_to uuid constraint successor_is_a_schedule references schedule deferrable initially deferred,
        add handed_over_end_at timestamptz,
        add constraint handover_is_whole check ((handed_over_to is null) = (handed_over_end_at is null)),
        drop constraint activation_has_an_end,
        add constraint activation_has_an_end check (
          assignment_type is distinct from 'Activated' or end_at is not null or suspended_end_at is not null),
        add constraint suspended_end_leaves_it_open check (suspended_end_at is null or end_at is null);
      comment on column schedule.suspended_end_at is 'The end that was planned, while the schedule is kept past it because nobody else would hold the role (K-2).';
      comment on column schedule.handed_over_to is 'The schedule that takes over from it before its planned end, handed_over_end_at, which it gets back when that one is withdrawn.';
      create index schedule_kept on schedule (role_definition_id) where suspended_end_at is not null;
      -- What was taken back before it began never starts, and would stand at the front of these for ever.
      drop index schedule_starting, schedule_ending;
      create index schedule_starting on schedule (start_at) where start_announced_at is null and not isempty(span);
      create index schedule_ending on schedule (upper(span)) where end_announced_at is null and not upper_inf(span) and not isempty(span);
      create index schedule_extendable on schedule (end_at)
        where extension_announced_at is null and end_at is not null and revoked_at is null and assignment_type is distinct from 'Activated';
      create index schedule_renewable on schedule (end_at)
        where renewal_closed_at is null and end_at is not null and revoked_at is null and assignment_type is distinct from 'Activated';

      alter table principal add is_emergency_account boolean not null default false
        constraint emergency_account_is_a_user check (type = 'user' or not is_emergency_account);

      create table emergency_use (
        id uuid primary key constraint emergency_use_is_a_request references schedule_request deferrable initially deferred,
        principal_id uuid not null constraint emergency_use_principal_exists references principal,
        provider text not null,
        role_definition_id text not null,
        scope_id text not null,
        used_at timestamptz not null,
        justification text not null,
        notified_ids uuid[] not null,
        settled_at timestamptz,
        settled_by_id uuid,
        settled_by_name text,
        finding text,
        constraint settlement_is_whole check (
          (settled_at is null) = (settled_by_id is null) and (settled_at is null) = (finding is null)),
        constraint nobody_settles_his_own_use check (settled_by_id <> principal_id)
      );
      comment on table emergency_use is 'Each activation of an emergency account, and what another administrator found when he looked at it.';
      create unique index one_unsettled_use_per_account on emergency_use (principal_id) where settled_at is null;
      create index emergency_use_by_time on emergency_use (used_at desc, id desc);
      create function a_use_is_settled_once() returns trigger language plpgsql as $$
        begin
          if old.settled_at is not null then
            raise exception 'use % is settled', old.id using errcode = 'check_violation', constraint = 'a_use_is_settled_once';
          end if;
          return new;
        end
      $$;
      create trigger a_use_is_settled_once before update on emergency_use
        for each row execute function a_use_is_settled_once();

      create table separation_rule (
        id uuid primary key,
        display_name text not null constraint separation_rule_name_fits check (length(display_name) between 1 and 256),
        description text,
        provider text not null constraint separation_rule_provider_is_known check (provider in ('directory', 'group', 'azure')),
        role_definition_ids text[] not null constraint separation_rule_parts_two_roles
          check (cardinality(role_definition_ids) = 2 and role_definition_ids[1] <> role_definition_ids[2]),
        level text not null constraint separation_rule_level_is_known check (level in ('Eligibility', 'Assignment')),
        created_at timestamptz not null,
        modified_at timestamptz,
        deleted_at timestamptz
      );
      comment on table separation_rule is 'Two roles that one person may not hold at the same time within the same scope.';
      create index separation_rule_by_role on separation_rule using gin (role_definition_ids);
      create index separation_rule_by_time on separation_rule (created_at desc, id desc);

      create unique index two_roles_are_parted_once on separation_rule
        (provider, least(role_definition_ids[1], role_definition_ids[2]), greatest(role_definition_ids[1], role_definition_ids[2]))
        where deleted_at is null;

      create function a_new_rule_waits_for_requests() returns trigger language plpgsql as $$
        begin
          lock table separation_rule in exclusive mode;
          return null;
        end
      $$;
      comment on function a_new_rule_waits_for_requests is
        'Requests lock the rules that they are judged by, but not the one that is being made: it waits for those under way, which count among its violations then, and holds up the next ones until it can be seen.';
      create trigger a_new_rule_waits_for_requests before insert on separation_rule
        for each statement execute function a_new_rule_waits_for_requests();

      create table protected_role (role_definition_id text primary key);
      comment on table protected_role is 'Roles that somebody always holds (K-1); the row is the guard that changes of their holders are made under.';
      insert into protected_role (role_definition_id) values
        ('62e90394-69f5-4237-9190-012177145e10'), ('e8611ab8-c189-46e8-94e1-60213ab1f814');

      create function manager_of(subject uuid, level integer) returns uuid language sql stable parallel safe as $$
        with recursive chain (id, height) as (
          select p.manager_id, 1 from principal as p where p.id = subject
          union all
          select p.manager_id, c.height + 1 from chain as c join principal as p on p.id = c.id where c.height < level
        )
        select c.id from chain as c where c.height = level
      $$;
      comment on function manager_of is 'The manager of a user at a level: 1 is his own, 2 the manager of that one.';

      create function people_of(holder uuid) returns setof uuid language sql stable parallel safe as $$
        with recursive below (id) as (
          select holder
          union
          select m.member_id from below as b join group_member as m on m.group_id = b.id
            join principal as g on g.id = b.id and g.deleted_at is null
        )
        select p.id from below as b join principal as p on p.id = b.id
         where p.type = 'user' and p.account_enabled and p.deleted_at is null
      $$;
      comment on function people_of is 'The enabled people behind a principal: the user himself, or the members of a group, nested ones included.';

      create function users_of(holder uuid) returns setof uuid language sql stable parallel safe as $$
        with recursive below (id) as (
          select holder
          union
          select m.member_id from below as b join group_member as m on m.group_id = b.id
           where (select g.deleted_at is null from principal as g where g.id = b.id)
        )
        select b.id from below as b where (select p.type = 'user' and p.deleted_at is null from principal as p where p.id = b.id)
      $$;
      comment on function users_of is 'The users behind a principal, disabled ones too: himself, or the members of a group, nested ones included.';

      create view parted_holding as
        select rule.id as rule_id, rule.level, rule.role_definition_ids, person.id as person_id, s.id as schedule_id, s.kind, s.scope_id, s.span,
            array_position(rule.role_definition_ids, s.role_definition_id) as place
          from separation_rule as rule
            join schedule as s on s.provider = rule.provider and s.role_definition_id = any (rule.role_definition_ids)
            join principal as holder on holder.id = s.principal_id
            cross join lateral (
              select holder.id where holder.type = 'user' and holder.deleted_at is null
              union all
              select u.id from users_of(holder.id) as u (id) where holder.type = 'group') as person (id)
         where rule.deleted_at is null and not isempty(s.span)
         group by rule.id, s.id, person.id;
      comment on view parted_holding is
        'Who is reached by a schedule of a role that a rule parts from another; grouped, so that it is asked once a schedule who that is.';

      create view separation_violation as
        select md5(concat(one.rule_id, one.person_id, one.schedule_id, other.schedule_id))::uuid as id, one.rule_id, one.person_id,
            one.role_definition_ids, array[one.schedule_id::text, other.schedule_id::text] as schedule_ids,
            array[one.scope_id, other.scope_id] as scope_ids, lower(one.span * other.span) as start_at, upper(one.span * other.span) as end_at,
            one.span as one_span, other.span as other_span
          from parted_holding as one
            join parted_holding as other on other.rule_id = one.rule_id and other.person_id = one.person_id
         where one.place = 1 and other.place = 2 and one.span && other.span
           and (one.scope_id = other.scope_id or '/' in (one.scope_id, other.scope_id))
           and (one.level = 'Eligibility' or (one.kind = 'assignment' and other.kind = 'assignment'));
      comment on view separation_violation is 'Who holds, held or will hold two roles that a rule parts: a row for each person and pair of schedules.';

      -- The groups in a subquery: asked for once, also where the planner reads all schedules because it knows too little of them.
      create or replace function roles_of(holder uuid, at timestamptz) returns table (role_definition_id text, scope_id text)
      language sql stable parallel safe as $$
        select s.role_definition_id, s.scope_id
          from schedule as s
          join role_definition as r on r.id = s.role_definition_id and r.is_enabled
         where s.kind = 'assignment' and s.provider = 'directory' and not isempty(s.span) and lower(s.span) <= at and (upper_inf(s.span) or upper(s.span) > at)
           and s.principal_id = any ((select array[holder] || groups_of(holder))::uuid[])
           and exists (select from principal as p where p.id = holder and p.account_enabled and p.deleted_at is null)
      $$;

      create function stage_has_approver(stage jsonb, requestor uuid) returns boolean language sql stable parallel safe as $$
        select exists (
          select from jsonb_array_elements(stage -> 'primaryApprovers') as a (approver)
            cross join lateral people_of(case approver ->> 'kind'
              when 'singleUser' then (approver ->> 'userId')::uuid
              when 'groupMembers' then (approver ->> 'groupId')::uuid
              else manager_of(requestor, (approver ->> 'managerLevel')::integer) end) as person (id)
           where person.id <> requestor)
      $$;
      comment on function stage_has_approver is 'Whether anybody but the requestor could decide a stage of a policy now (E-4).';

      do $$
      begin
        if exists (select from pg_roles where rolname = 'portcullis_gateway') then
          grant select, insert, update, delete on emergency_use, separation_rule to portcullis_gateway;
          grant select on separation_violation to portcullis_gateway;
          grant select, update on protected_role to portcullis_gateway;
        end if;
      end
      $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
