/**
 * The shortest ways to create a request that needs approval, and to approve it: one statement each, which stores what the
 * service stores (request, approval, stage, schedule, two audit entries, two outbox rows) and checks what it must.
 */

const audit = (ids: string, documents: string, request: string, actor: string): string => `
  insert into directory_audit (id, activity_at, activity_display_name, category, correlation_id, initiated_by, initiated_by_id,
      logged_by_service, operation_type, result, result_reason, target_resources, additional_details, subject_id, request_id)
    select ${ids}[place], moment.at, activity, 'RoleManagement', r.id, ${documents}::jsonb -> 'initiatedBy', ${actor}::uuid, 'PIM', operation,
      'success', r.justification, ${documents}::jsonb -> 'targetResources', ${documents}::jsonb -> 'additionalDetails', r.principal_id, r.id
    from ${request} as r, moment, activities`;

const announce = (ids: string, request: string, schedule: string): string => `
  insert into outbox (event_id, type, occurred_at, kind, provider, request_id, schedule_id, approval_id, principal_id, role_definition_id, scope_id)
    select ${ids}[2 + place], type, moment.at, r.kind, r.provider, r.id, ${schedule}, r.approval_id, r.principal_id, r.role_definition_id, r.scope_id
    from ${request} as r, moment, activities`;

/** Fenced, so that the index by principal is taken whatever the planner thinks of the others. */
const schedulesOf = (kind: string, principal: string): string => `
  select * from schedule
   where principal_id = any (array[${principal}::uuid] || groups_of(${principal}::uuid, now())) and kind = '${kind}' and provider = 'directory' offset 0`;

/** What a principal and his groups hold. */
export const assignmentsOf = (principal: string): string => schedulesOf('assignment', principal);
const eligibilitiesOf = (principal: string): string => schedulesOf('eligibility', principal);

/** `$1` request, `$2` principal, `$3` role, `$4` justification, `$5` audit documents (JSON), `$6` fresh ids: two audit, two events, one stage. */
export const submitCte = `
with moment as materialized (select date_trunc('milliseconds', clock_timestamp()) as at),
activities (place, type, activity, operation) as (values
  (1, 'request.created', 'Add member to role requested (PIM activation)', 'Add'),
  (2, 'request.approvalRequested', 'Add member to role approval requested (PIM activation)', 'Add')),
chosen as (
  select s.id as eligibility_id, rule #> '{setting,approvalStages,0}' as setting
    from moment, (${eligibilitiesOf('$2')}) as s
    join policy as p on p.provider = 'directory' and p.role_definition_id = s.role_definition_id and p.scope_id = '/'
    cross join lateral jsonb_path_query_first(p.rules, '$[*] ? (@.id == "Approval_EndUser_Assignment")') as rule
   where s.role_definition_id = $3 and s.scope_id = '/' and s.span @> moment.at
   limit 1),
request as (
  insert into schedule_request (id, kind, provider, action, principal_id, role_definition_id, scope_id, status, justification, has_schedule,
      requested_start_at, expiration_type, expiration_duration, activated_using, approval_id, lapses_at, created_by_id,
      created_by_application, created_at)
    select $1::uuid, 'assignment', 'directory', 'selfActivate', $2::uuid, $3, '/', 'PendingApproval', $4, true, moment.at, 'afterDuration', 'PT1H',
      eligibility_id, $1::uuid, moment.at + interval '1 day', $2::uuid, false, moment.at
    from chosen, moment
  returning *),
approved as (insert into approval (id, created_at) select id, created_at from request),
staged as (
  insert into approval_stage (id, approval_id, requestor_id, position, status, review_result, is_approver_justification_required, expires_at,
      primary_approvers, approver_user_ids, approver_group_ids, is_decided_by_administrators)
    select ($6::uuid[])[5], r.id, r.principal_id, 0, 'InProgress', 'NotReviewed', true, r.lapses_at, setting -> 'primaryApprovers', '{}',
      array(select (a ->> 'groupId')::uuid from jsonb_array_elements(setting -> 'primaryApprovers') as a), false
    from request as r, chosen),
audited as (${audit('($6::uuid[])', '$5', 'request', '$2')}),
announced as (${announce('($6::uuid[])', 'request', 'null::uuid')})`;

/** `$1` request, `$2` approver, `$3` justification, `$4` audit documents (JSON), `$5` fresh ids: two audit, two events. */
export const approveCte = `
with moment as materialized (select date_trunc('milliseconds', clock_timestamp()) as at),
activities (place, type, activity, operation) as (values
  (1, 'request.approved', 'Add member to role request approved (PIM activation)', 'Update'),
  (2, 'request.provisioned', 'Add member to role completed (PIM activation)', 'Add')),
locked as (
  select r.*, s.id as stage_id
    from moment, schedule_request as r
    join approval_stage as s on s.approval_id = r.id and s.status = 'InProgress'
   where r.id = $1::uuid and r.status = 'PendingApproval' and r.lapses_at > moment.at and r.principal_id <> $2::uuid
     and s.expires_at > moment.at and ($2::uuid = any (s.approver_user_ids) or s.approver_group_ids && groups_of($2::uuid, now()))
     for update of r, s),
reviewed as (
  update approval_stage as s set status = 'Completed', review_result = 'Approved', reviewed_by_id = $2::uuid,
      reviewed_by_name = (select display_name from principal where id = $2::uuid), reviewed_at = moment.at, justification = $3
    from locked, moment where s.id = locked.stage_id
  returning s.*),
provisioned as (
  update schedule_request as r set status = 'Provisioned', start_at = moment.at, completed_at = moment.at, target_schedule_id = r.id
    from locked, moment where r.id = locked.id),
made as (
  insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, activated_using,
      created_using, created_at, start_announced_at)
    select r.id, r.kind, r.provider, r.principal_id, r.role_definition_id, r.scope_id, 'Activated', moment.at,
      moment.at + r.expiration_duration::interval, r.activated_using, r.id, moment.at, moment.at
    from locked as r, moment),
audited as (${audit('($5::uuid[])', '$4', 'locked', '$2')}),
announced as (${announce('($5::uuid[])', 'locked', 'r.id')})`;
