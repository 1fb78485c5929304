import { initialStatuses, transitions } from '../../src/domain/request';
import { role } from './machine';
import type { World } from './world';

/** `$1` is the instant, `$2` Global Administrator, `$3` Privileged Role Administrator. Each row is something that must not be. */
const broken = `
  select 'two schedules overlap: ' || a.id || ' ' || b.id as what from schedule as a join schedule as b
      on a.id < b.id and a.kind = b.kind and a.principal_id = b.principal_id and a.role_definition_id = b.role_definition_id
     and a.scope_id = b.scope_id and a.span && b.span
  union all
  select 'an activation began without an eligibility: ' || a.id from schedule as a join schedule as u on u.id = a.activated_using
   where not isempty(a.span) and not exists (select from schedule as e where e.kind = 'eligibility' and e.principal_id = u.principal_id
     and e.role_definition_id = a.role_definition_id and e.span @> lower(a.span))
  union all
  select 'an activation outlasts its eligibility: ' || a.id from schedule as a join schedule as u on u.id = a.activated_using
   where not isempty(a.span) and a.role_definition_id not in ($2, $3) and not a.span <@ (
     select range_agg(e.span) from schedule as e where e.kind = 'eligibility' and e.principal_id = u.principal_id
       and e.role_definition_id = a.role_definition_id)
  union all
  select 'decided by the requestor: ' || t.id from approval_stage as t join schedule_request as r on r.approval_id = t.approval_id
   where t.reviewed_by_id in (r.principal_id, r.created_by_id)
  union all
  select 'decided twice by one approver: ' || t.approval_id from approval_stage as t where t.reviewed_by_id is not null
   group by t.approval_id, t.reviewed_by_id having count(*) > 1
  union all
  select 'nobody holds ' || g.id from unnest(array[$2, $3]) as g (id) where not exists (
    select from schedule as s cross join lateral people_of(s.principal_id) as person (id)
     where s.kind = 'assignment' and s.role_definition_id = g.id and s.span @> $1::timestamptz
       and (s.assignment_type <> 'Activated' or g.id = $2))
  union all
  select 'holds two parted roles: ' || v.person_id from separation_violation as v where v.end_at is null or v.end_at > $1
  union all
  select 'two unsettled uses: ' || u.principal_id from emergency_use as u where u.settled_at is null group by u.principal_id having count(*) > 1
  union all
  select 'pending without an open stage: ' || r.id from schedule_request as r where r.status = 'PendingApproval'
    and not exists (select from approval_stage as t where t.approval_id = r.approval_id and t.status = 'InProgress')
  union all
  select 'an open stage of what is ' || r.status || ': ' || r.id from schedule_request as r join approval_stage as t on t.approval_id = r.approval_id
   where r.status <> 'PendingApproval' and t.status in ('InProgress', 'Initializing')
  union all
  select 'lapses at another instant than its first open stage: ' || r.id from schedule_request as r where r.status = 'PendingApproval'
    and r.lapses_at is distinct from (select min(t.expires_at) from approval_stage as t where t.approval_id = r.approval_id and t.status = 'InProgress')
  union all
  select 'a request without its audit or its event: ' || r.id from schedule_request as r
   where not exists (select from directory_audit as d where d.correlation_id = r.id) or not exists (select from outbox as o where o.request_id = r.id)
  union all
  select 'status ' || r.status || ' and schedule disagree: ' || r.id from schedule_request as r left join schedule as s on s.id = r.id
   where (r.status in ('Granted', 'Provisioned') and s.id is null) or (r.status in ('PendingApproval', 'PendingAdminDecision', 'Denied', 'TimedOut') and s.id is not null)
      or (r.status in ('Canceled', 'Failed') and not isempty(s.span))
  union all
  select format('%s events and %s entries of what was done', events, entries) from (select count(*) as events from outbox) as o,
    (select count(*) as entries from directory_audit where not (result = 'failure' and result_reason ~ '^[A-Za-z_]+: ')) as a
   where events <> entries`;

/** What must not be, read from PostgreSQL; empty when all is well. */
export async function brokenInvariants(world: World): Promise<readonly string[]> {
  const { stage } = world;
  const { rows } = await stage.pool.query<{ what: string }>({
    name: 'model_invariants',
    text: broken,
    values: [stage.clock.now(), role.global, role.privileged],
  });
  return rows.map(({ what }) => what);
}

const isMove = (from: string, to: string): boolean =>
  Object.entries(transitions).some(([status, next]) => status === from && next.some((one) => one === to));

/** Statuses as they are stored, by request. */
type Statuses = Readonly<Record<string, string>>;

/** Requests that were born as none is, that moved in a way that the table does not know, or that were forgotten. */
export const illegalMoves = (before: Statuses, after: Statuses): readonly string[] => [
  ...Object.entries(before).flatMap(([id, from]) => {
    const to = after[id];
    return to === from || (to !== undefined && isMove(from, to))
      ? []
      : [`${id} went from ${from} to ${to ?? 'nothing'}`];
  }),
  ...Object.entries(after).flatMap(([id, status]) =>
    id in before || initialStatuses.some((one) => one === status) ? [] : [`${id} was born ${status}`],
  ),
];
