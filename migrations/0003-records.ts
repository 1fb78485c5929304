import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The audit, the outbox and idempotency keys: what every change leaves behind. */
export class Records implements MigrationInterface {
  readonly name = 'Records1760000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table directory_audit (
        id uuid primary key,
        activity_at timestamptz not null,
        activity_display_name text not null,
        category text not null,
        correlation_id uuid not null,
        initiated_by jsonb not null,
        initiated_by_id uuid,
        logged_by_service text not null,
        operation_type text not null,
        result text not null constraint directory_audit_result_is_known check (result in ('success', 'failure', 'timeout')),
        result_reason text,
        target_resources jsonb not null,
        additional_details jsonb not null,
        subject_id uuid,
        request_id uuid
      );
      comment on table directory_audit is 'Every act and every refused attempt; rows are written once and stay.';
      create index directory_audit_by_time on directory_audit (activity_at desc, id desc);
      create index directory_audit_by_initiator on directory_audit (initiated_by_id, activity_at desc, id desc);
      create index directory_audit_by_subject on directory_audit (subject_id, activity_at desc, id desc);
      create index directory_audit_by_request on directory_audit (request_id) where request_id is not null;
      create index directory_audit_by_correlation on directory_audit (correlation_id);

      create function directory_audit_is_append_only() returns trigger language plpgsql as $$
        begin
          raise exception 'the audit cannot be changed' using errcode = 'insufficient_privilege', constraint = 'directory_audit_is_append_only';
        end
      $$;
      create trigger directory_audit_is_append_only before update or delete or truncate on directory_audit
        for each statement execute function directory_audit_is_append_only();

      create table outbox (
        id bigint generated always as identity primary key,
        tx_id xid8 not null default pg_current_xact_id(),
        event_id uuid not null,
        type text not null,
        occurred_at timestamptz not null,
        kind text,
        provider text,
        request_id uuid,
        schedule_id uuid,
        approval_id uuid,
        policy_id text,
        principal_id uuid,
        role_definition_id text,
        scope_id text,
        payload jsonb not null default '{}'
      );
      comment on table outbox is 'Events in the order in which their transactions can be seen: (tx_id, id) below pg_snapshot_xmin is final.';
      create unique index outbox_in_order on outbox (tx_id, id);
      create index outbox_by_age on outbox (occurred_at);

      create table outbox_horizon (
        tx_id xid8 not null,
        id bigint not null,
        only_one boolean not null default true constraint outbox_horizon_is_one unique check (only_one)
      );
      comment on table outbox_horizon is 'The place of the last event that retention has removed; a cursor before it cannot be resumed.';
      insert into outbox_horizon (tx_id, id) values ('0', 0);

      create table idempotency_key (
        caller_id uuid not null,
        key text not null,
        operation text not null,
        input_hash text not null,
        result jsonb not null,
        created_at timestamptz not null,
        constraint idempotency_key_is_used_once primary key (caller_id, key)
      );
      comment on table idempotency_key is 'The first result of a keyed command, answered again for 24 hours.';
      create index idempotency_key_by_age on idempotency_key (created_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
