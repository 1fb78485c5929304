import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Policies, requests, schedules and approvals: the state machine and the guards that hold it. */
export class Requests implements MigrationInterface {
  readonly name = 'Requests1760000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table policy (
        id text primary key,
        provider text not null constraint policy_provider_is_known check (provider in ('directory', 'group', 'azure')),
        role_definition_id text not null,
        scope_id text not null,
        rules jsonb not null constraint policy_has_seventeen_rules check (jsonb_array_length(rules) = 17),
        is_organization_default boolean not null default false,
        last_modified_at timestamptz,
        last_modified_by_name text,
        constraint one_policy_per_target unique (provider, role_definition_id, scope_id)
      );
      comment on table policy is 'What a role demands; one row holds all seventeen rules, so that they are read and changed as one.';

      create table schedule_request (
        id uuid primary key,
        kind text not null constraint schedule_request_kind_is_known check (kind in ('assignment', 'eligibility')),
        provider text not null constraint schedule_request_provider_is_known check (provider in ('directory', 'group', 'azure')),
        action text not null constraint schedule_request_action_is_known check (action in (
          'adminAssign', 'adminUpdate', 'adminRemove', 'selfActivate', 'selfDeactivate',
          'adminExtend', 'adminRenew', 'selfExtend', 'selfRenew')),
        principal_id uuid not null constraint schedule_request_principal_exists references principal,
        role_definition_id text not null,
        scope_id text not null,
        app_scope_id text,
        status text not null constraint schedule_request_status_is_known check (status in (
          'Canceled', 'Denied', 'Failed', 'Granted', 'PendingAdminDecision', 'PendingApproval', 'Provisioned', 'Revoked', 'TimedOut')),
        justification text,
        ticket_number text,
        ticket_system text,
        custom_data text,
        has_schedule boolean not null,
        start_at timestamptz,
        requested_start_at timestamptz,
        expiration_type text not null constraint schedule_request_expiration_type_is_known
          check (expiration_type in ('notSpecified', 'noExpiration', 'afterDateTime', 'afterDuration')),
        expiration_end_at timestamptz,
        expiration_duration text,
        target_schedule_id uuid,
        activated_using uuid,
        approval_id uuid constraint approval_has_the_id_of_its_request check (approval_id = id),
        lapses_at timestamptz,
        created_by_id uuid not null,
        created_by_application boolean not null,
        created_at timestamptz not null,
        completed_at timestamptz,
        failure_reason text,
        constraint pending_approval_lapses check (status <> 'PendingApproval' or (approval_id is not null and lapses_at is not null)),
        constraint granted_request_has_a_start check (status <> 'Granted' or start_at is not null)
      );
      comment on table schedule_request is 'What was asked for and what came of it; nothing else is created by clients (A-1).';
      create unique index one_pending_request_per_target on schedule_request (principal_id, provider, role_definition_id, scope_id, kind)
        where status in ('PendingApproval', 'PendingAdminDecision');
      create index schedule_request_by_time on schedule_request (kind, provider, created_at desc, id desc);
      create index schedule_request_by_principal on schedule_request (principal_id, kind, created_at desc, id desc);
      create index schedule_request_by_creator on schedule_request (created_by_id, kind, created_at desc, id desc);
      create index schedule_request_by_role on schedule_request (role_definition_id, kind, created_at desc, id desc);
      create index schedule_request_open on schedule_request (kind, provider, status, created_at desc, id desc)
        where status in ('PendingApproval', 'PendingAdminDecision', 'Granted');
      create index schedule_request_lapsing on schedule_request (lapses_at) where status = 'PendingApproval';
      create index schedule_request_starting on schedule_request (start_at) where status = 'Granted';

      create function request_status_moves() returns trigger language plpgsql as $$
        begin
          if new.status is distinct from old.status and not (
            (old.status = 'PendingApproval' and new.status in ('Granted', 'Provisioned', 'Denied', 'TimedOut', 'Canceled', 'Failed'))
            or (old.status = 'PendingAdminDecision' and new.status in ('Granted', 'Provisioned', 'Denied', 'Canceled', 'Failed'))
            or (old.status = 'Granted' and new.status in ('Provisioned', 'Canceled', 'Failed', 'Revoked')))
          then
            raise exception 'request % may not go from % to %', old.id, old.status, new.status
              using errcode = 'check_violation', constraint = 'request_status_moves';
          end if;
          return new;
        end
      $$;
      create trigger request_status_moves before update of status on schedule_request
        for each row execute function request_status_moves();

      create table schedule (
        id uuid primary key,
        kind text not null constraint schedule_kind_is_known check (kind in ('assignment', 'eligibility')),
        provider text not null constraint schedule_provider_is_known check (provider in ('directory', 'group', 'azure')),
        principal_id uuid not null constraint schedule_principal_exists references principal,
        role_definition_id text not null,
        scope_id text not null,
        app_scope_id text,
        assignment_type text constraint schedule_assignment_type_is_known check (assignment_type in ('Assigned', 'Activated')),
        start_at timestamptz not null,
        end_at timestamptz constraint schedule_ends_after_it_starts check (end_at > start_at),
        revoked_at timestamptz,
        span tstzrange generated always as (tstzrange(start_at,
          case when revoked_at is null then end_at else least(end_at, greatest(start_at, revoked_at)) end, '[)')) stored,
        activated_using uuid constraint activation_uses_an_eligibility references schedule deferrable initially deferred,
        created_using uuid,
        created_at timestamptz not null,
        modified_at timestamptz,
        start_announced_at timestamptz,
        end_announced_at timestamptz,
        constraint only_assignments_have_a_type check ((kind = 'assignment') = (assignment_type is not null)),
        constraint only_activations_use_an_eligibility check ((assignment_type is not distinct from 'Activated') = (activated_using is not null)),
        constraint activation_has_an_end check (assignment_type is distinct from 'Activated' or end_at is not null),
        -- One text for principal and target: the index then serves this guard alone, and no read is led to it by a part.
        constraint schedule_does_not_overlap exclude using gist ((
          principal_id::text || ' ' || kind || ' ' || provider || ' ' || role_definition_id || ' ' || scope_id) with =, span with &&)
      );
      comment on table schedule is 'Who holds or may activate what, and when; the span is cut where it was revoked, so that it answers for the past as well.';
      create index schedule_by_principal on schedule (principal_id, kind, provider);
      create index schedule_by_role on schedule (role_definition_id, kind, created_at desc, id desc);
      create index schedule_by_time on schedule (kind, provider, created_at desc, id desc);
      create index schedule_by_eligibility on schedule (activated_using) where activated_using is not null;
      create index schedule_starting on schedule (start_at) where start_announced_at is null;
      create index schedule_ending on schedule (upper(span)) where end_announced_at is null and not upper_inf(span);

      create table approval (
        id uuid primary key constraint approval_belongs_to_a_request references schedule_request deferrable initially deferred,
        created_at timestamptz not null
      );
      comment on table approval is 'What waits for approvers; the id is that of its request.';

      create table approval_stage (
        id uuid primary key,
        approval_id uuid not null constraint approval_stage_approval_exists references approval deferrable initially deferred,
        position integer not null constraint approval_stage_is_one_of_five check (position between 0 and 4),
        display_name text,
        status text not null constraint approval_stage_status_is_known check (status in ('Initializing', 'InProgress', 'Completed', 'Expired')),
        review_result text not null constraint approval_stage_result_is_known check (review_result in ('NotReviewed', 'Approved', 'Denied')),
        reviewed_by_id uuid,
        reviewed_by_name text,
        reviewed_at timestamptz,
        justification text not null default '',
        is_approver_justification_required boolean not null,
        expires_at timestamptz not null,
        primary_approvers jsonb not null,
        approver_user_ids uuid[] not null,
        approver_group_ids uuid[] not null,
        is_decided_by_administrators boolean not null,
        constraint one_stage_per_position unique (approval_id, position),
        constraint review_is_whole check ((review_result = 'NotReviewed') = (reviewed_by_id is null) and (reviewed_by_id is null) = (reviewed_at is null))
      );
      comment on table approval_stage is 'One stage of an approval, with the settings its policy had when the request was made.';

      create function a_stage_is_decided_once() returns trigger language plpgsql as $$
        begin
          if old.status in ('Completed', 'Expired') or old.review_result <> 'NotReviewed' then
            raise exception 'stage % is decided', old.id using errcode = 'check_violation', constraint = 'a_stage_is_decided_once';
          end if;
          return new;
        end
      $$;
      create trigger a_stage_is_decided_once before update on approval_stage
        for each row execute function a_stage_is_decided_once();

      create function must_be_unchanged(is_unchanged boolean) returns void language plpgsql as $$
        begin
          if not is_unchanged then
            raise exception 'a record changed before it was stored' using errcode = 'serialization_failure';
          end if;
        end
      $$;
      comment on function must_be_unchanged is 'Ends a statement whose compare-and-set found a record changed; the transaction is then repeated.';

      create function roles_of(holder uuid, at timestamptz) returns table (role_definition_id text, scope_id text)
      language sql stable parallel safe as $$
        select s.role_definition_id, s.scope_id
          from schedule as s
          join role_definition as r on r.id = s.role_definition_id and r.is_enabled
         where s.kind = 'assignment' and s.provider = 'directory' and not isempty(s.span) and lower(s.span) <= at and (upper_inf(s.span) or upper(s.span) > at)
           and s.principal_id = any (array[holder] || groups_of(holder))
           and exists (select from principal as p where p.id = holder and p.account_enabled and p.deleted_at is null)
      $$;
      comment on function roles_of is 'Directory roles that a principal holds at an instant, directly or through groups; none while disabled (M-7).';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
