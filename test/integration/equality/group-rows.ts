import { cast, groups } from '../../support/cast';

const guid = (number: string): string => `('00000000-0000-4000-9000-' || lpad((${number})::text, 12, '0'))::uuid`;

const group = `(array['${groups.helpdesk}', '${groups.approvers}', '${groups.plain}'])[1 + n % 3]`;
const access = `(array['member', 'owner'])[1 + n % 2]`;

const schedules = `
  insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, start_at, end_at, created_using, created_at, modified_at)
    select ${guid('11000 + n')}, 'eligibility', 'group', case when n % 7 = 0 then '${groups.innerApprovers}' else ${guid('n')} end::uuid, ${access}, ${group},
      '2025-12-01T00:00:00Z'::timestamptz + n * interval '1 hour', case when n % 2 = 0 then '2026-06-01T00:00:00Z'::timestamptz end, ${guid('12000 + n')},
      '2025-12-01T00:00:00Z'::timestamptz + n * interval '1 minute', case when n % 5 = 0 then '2025-12-05T00:00:00.25Z'::timestamptz end
      from generate_series(1, 48) as n where n % 7 > 0 or n <= 42 and n % 14 = 0;
  insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, revoked_at,
      activated_using, created_using, created_at)
    select ${guid('13000 + n')}, 'assignment', 'group', principal_id, role_definition_id, scope_id, 'Activated', '2025-12-31T20:00:00Z',
      '2026-01-01T04:00:00Z', case when n % 6 = 0 then '2025-12-31T22:00:00Z'::timestamptz end, id, ${guid('14000 + n')}, '2025-12-31T20:00:00Z'
      from (select *, row_number() over (order by id) as n from schedule where provider = 'group' and id between ${guid('11001')} and ${guid('11060')}) as s
     where n % 2 = 0 and principal_id <> '${groups.innerApprovers}'`;

const statuses = `array['Canceled', 'Denied', 'Failed', 'Granted', 'PendingAdminDecision', 'PendingApproval', 'Provisioned', 'Revoked', 'TimedOut']`;

const requests = `
  insert into schedule_request (id, kind, provider, action, principal_id, role_definition_id, scope_id, status, justification, ticket_number,
      ticket_system, has_schedule, start_at, expiration_type, expiration_end_at, expiration_duration, target_schedule_id, activated_using,
      approval_id, lapses_at, created_by_id, created_by_application, created_at, completed_at)
    select ${guid('15000 + n')}, kind, 'group', case kind when 'assignment' then 'selfActivate' else 'adminAssign' end, ${guid('1 + n % 60')}, ${access}, ${group},
      status, case n % 4 when 0 then null when 1 then E'say "hi"\\n\\\\' else 'incident ' || n end, case when n % 3 = 0 then 'T-' || n end,
      case when n % 3 = 0 then 'tickets' end, n % 8 <> 0,
      case when status = 'Granted' then '2026-01-01T00:00:00Z'::timestamptz + (n % 5 - 2) * interval '1 hour' when n % 2 = 0 then '2025-12-30T00:00:00Z' end,
      case n % 3 when 0 then 'afterDuration' when 1 then 'afterDateTime' else 'noExpiration' end,
      case when n % 3 = 1 then '2026-03-01T00:00:00Z'::timestamptz end, case when n % 3 = 0 then 'PT2H' end,
      case when n % 8 > 0 then ${guid('11000 + n % 60')} end, case when kind = 'assignment' then ${guid('11000 + n % 60')} end,
      case when kind = 'assignment' and (status in ('PendingApproval', 'Denied', 'TimedOut') or n % 4 = 0) then ${guid('15000 + n')} end,
      case when status = 'PendingApproval' then '2026-01-01T00:00:00Z'::timestamptz + (n % 3 - 1) * interval '1 hour' end,
      case when kind = 'assignment' then ${guid('1 + n % 60')} else '${cast.adam}' end::uuid, false,
      '2025-12-20T00:00:00Z'::timestamptz + n * interval '23 minutes', case when status not like 'Pending%' then '2025-12-31T00:00:00Z'::timestamptz end
      from (select n, case when n % 9 = 5 or n % 3 > 0 then 'assignment' else 'eligibility' end as kind, (${statuses})[1 + n % 9] as status
        from generate_series(0, 89) as n) as made`;

/** Eligibilities, activations and requests of members and owners of groups, by people and by a group; of approvals see `rows.ts`. */
export const groupRows: readonly string[] = [schedules, requests];
