import { adminRole } from '../../../src/domain/authorization';
import type { Sizes } from './sizes';

/**
 * What the request of ordinal `n` (from 0) is, by its last digit: 0, 1, 5, 6 gave an eligibility, 2 an active assignment, the
 * others asked for an activation that came to nothing or still waits. Every principal has four eligibilities in a row.
 */
const plannedSql = ({ requests, users, pending, firstWaiting }: Sizes): string => `
  create unlogged table bench.planned as
  select n, bench.request(n, ${requests}) as id, bench.made_at(n, ${requests}) as made_at, what, bench.principal(who) as principal_id, r.id as role_id,
    r.approver_group, what = 'activation' or what in ('past', 'waiting') as is_asked, pick
  from (
    select n, (n / 10) as ten, n % 10 as digit,
      case when n % 10 in (0, 1, 5, 6) then 'eligibility'
        when n % 10 = 2 and n / 10 < ${requests / 20} then 'activation'
        when n % 10 = 2 then 'assignment'
        when n >= ${requests - pending * 20} and n % 20 = 3 then 'waiting'
        else 'past' end as what
    from generate_series(0, ${requests - 1}) as n) as counted
  cross join lateral (select
    case what when 'waiting' then ${firstWaiting} + (n - ${requests - pending * 20}) / 20
      when 'past' then n * 31 % ${users} + 1
      else ten + 1 end as who,
    case digit when 0 then 0 when 1 then 1 when 5 then 2 when 6 then 3 when 2 then 4 else n % 4 end as pick) as chosen
  join bench.role as r on r.place = (who * 7 + case what when 'activation' then 0 else pick end * 13) % (select count(*) from bench.role);
`;

const storedSql = ({ requests }: Sizes): string => `
  insert into schedule_request (id, kind, provider, action, principal_id, role_definition_id, scope_id, status, justification, has_schedule,
      start_at, requested_start_at, expiration_type, expiration_duration, target_schedule_id, activated_using, approval_id, lapses_at,
      created_by_id, created_by_application, created_at, completed_at)
    select id, case what when 'eligibility' then 'eligibility' else 'assignment' end, 'directory',
      case when is_asked then 'selfActivate' else 'adminAssign' end, principal_id, role_id, '/',
      case what when 'waiting' then 'PendingApproval'
        when 'past' then (array['Denied', 'Canceled', 'TimedOut', 'Denied', 'Canceled'])[1 + n / 10 % 5] else 'Provisioned' end,
      'Change ' || n || ' of the order system', true,
      case when what in ('waiting', 'past') then null else made_at end, made_at, case when is_asked then 'afterDuration' else 'noExpiration' end,
      case when is_asked then 'PT4H' end, case when what in ('waiting', 'past') then null else id end,
      case when what = 'activation' then bench.request(n - 2, ${requests}) end,
      case when is_asked then id end, case when is_asked then '2099-01-01T00:00:00Z'::timestamptz end,
      principal_id, false, made_at, case when what <> 'waiting' then made_at + interval '10 min' end
    from bench.planned order by n;
  insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, activated_using,
      created_using, created_at, start_announced_at)
    select id, case what when 'eligibility' then 'eligibility' else 'assignment' end, 'directory', principal_id, role_id, '/',
      case what when 'activation' then 'Activated' when 'assignment' then 'Assigned' end, made_at,
      case when what = 'activation' then '2099-01-01T00:00:00Z'::timestamptz end,
      case when what = 'activation' then bench.request(n - 2, ${requests}) end, id, made_at, made_at
    from bench.planned where what in ('eligibility', 'activation', 'assignment') order by n;
  insert into approval (id, created_at) select id, made_at from bench.planned where is_asked order by n;
  -- Half of the approvals have a second stage.
  insert into approval_stage (id, approval_id, requestor_id, position, display_name, status, review_result, reviewed_by_id, reviewed_by_name, reviewed_at,
      justification, is_approver_justification_required, expires_at, primary_approvers, approver_user_ids, approver_group_ids,
      is_decided_by_administrators)
    select bench.stage(n, place), q.id, q.principal_id, place, null, state, result,
      case when result <> 'NotReviewed' then approver end, case when result <> 'NotReviewed' then 'An approver' end,
      case when result <> 'NotReviewed' then made_at + interval '10 min' end,
      case when result <> 'NotReviewed' then 'Seen' else '' end, true, '2099-01-01T00:00:00Z'::timestamptz,
      jsonb_build_array(jsonb_build_object('kind', 'groupMembers', 'groupId', approver_group, 'description', null)), '{}',
      array[approver_group], false
    from bench.planned as p join schedule_request as q on q.id = p.id
    cross join lateral generate_series(0, (n / 2 % 2)::int) as place
    cross join lateral (select bench.principal(1) as approver,
      case q.status when 'PendingApproval' then case place when 0 then 'InProgress' else 'Initializing' end when 'TimedOut' then 'Expired' else 'Completed' end as state,
      case q.status when 'Provisioned' then 'Approved' when 'Denied' then case place when 0 then 'Denied' else 'NotReviewed' end else 'NotReviewed' end as result) as review
    where is_asked order by n, place;
  insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, created_at, start_announced_at)
    select gen_random_uuid(), 'assignment', 'directory', p.id, '${adminRole.globalReader}', '/', 'Assigned', '2020-01-01T00:00:00Z',
      '2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z'
    from principal as p where p.id = bench.principal($reader);
  drop table bench.planned;
`;

/** Requests, schedules, approvals and stages, and the reader's role. */
export const requestsSql = (sizes: Sizes): string =>
  `${plannedSql(sizes)}${storedSql(sizes).replace('$reader', String(sizes.reader))}`;
