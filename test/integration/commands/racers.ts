import { v7 } from 'uuid';
import type { Caller } from '../../../src/domain/actor';
import { caller } from '../../support/cast';
import type { Stage } from '../../support/stage';
import { role } from './acts';

/** Somebody of his own for each round of a race, eligible for the role since long ago. */
export interface Racer {
  readonly id: string;
  readonly groupId: string;
  readonly caller: Caller;
  /** Whose eligibility it is: his own, or that of the group that only he is in. */
  readonly eligibleId: string;
}

/** Fresh racers, each in a role-assignable group of his own; stored straight away, for only the race is looked at. */
export async function racers(stage: Stage, count: number, by: 'himself' | 'group'): Promise<readonly Racer[]> {
  const fresh = Array.from({ length: count }, (): Racer => {
    const [id, groupId] = [v7(), v7()];
    return { id, groupId, caller: caller('alice', { principalId: id }), eligibleId: by === 'group' ? groupId : id };
  });
  const ids = fresh.map(({ id }) => id);
  const groupIds = fresh.map(({ groupId }) => groupId);
  await stage.pool.query(
    `with people as (
      insert into principal (id, type, display_name, user_principal_name, account_enabled)
        select id, 'user', 'Racer', id || '@contoso.example', true from unnest($1::uuid[]) as id),
    sets as (
      insert into principal (id, type, display_name, security_enabled, is_assignable_to_role)
        select id, 'group', 'Racers', true, true from unnest($2::uuid[]) as id)
    insert into group_member (member_id, group_id) select * from unnest($1::uuid[], $2::uuid[])`,
    [ids, groupIds],
  );
  await stage.pool.query(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, start_at, created_at)
      select gen_random_uuid(), 'eligibility', 'directory', id, $2, '/', '2025-01-01', '2025-01-01' from unnest($1::uuid[]) as id`,
    [fresh.map(({ eligibleId }) => eligibleId), role],
  );
  return fresh;
}

/** `ok`, or the code with which each contestant was refused; what is no refusal stands as its text. */
export async function outcomes(
  contestants: readonly (() => Promise<unknown>)[],
  isReversed: boolean,
): Promise<readonly string[]> {
  const starting = isReversed ? [...contestants].reverse() : contestants;
  const settled = await Promise.allSettled(starting.map((start) => start()));
  const told = settled.map((one) => (one.status === 'fulfilled' ? 'ok' : String(one.reason.code ?? one.reason)));
  return isReversed ? told.reverse() : told;
}

/**
 * What must hold whoever won, as a list of what does not:
 * no activation outlasts its eligibility, status and schedule and stage agree, and each event has its audit entry.
 */
export async function broken(stage: Stage): Promise<readonly string[]> {
  const { rows } = await stage.pool.query<{ what: string }>(`
    select 'activation without its eligibility: ' || a.id as what
      from schedule as a join schedule as e on e.id = a.activated_using where not isempty(a.span) and not a.span <@ e.span
    union all
    select 'status ' || r.status || ' and schedule disagree: ' || r.id
      from schedule_request as r left join schedule as s on s.id = r.id
     where (r.status in ('Provisioned', 'Granted') and s.id is null)
        or (r.status in ('PendingApproval', 'Denied', 'TimedOut') and s.id is not null)
        or (r.status in ('Canceled', 'Failed') and s.id is not null and not isempty(s.span))
    union all
    select 'status ' || r.status || ' and stage ' || t.status || ' ' || t.review_result || ' disagree: ' || r.id
      from schedule_request as r join approval_stage as t on t.approval_id = r.id
     where (r.status, t.status, t.review_result) not in (('PendingApproval', 'Initializing', 'NotReviewed'),
        ('PendingApproval', 'InProgress', 'NotReviewed'), ('PendingApproval', 'Completed', 'Approved'),
        ('Provisioned', 'Completed', 'Approved'), ('Granted', 'Completed', 'Approved'),
        ('Failed', 'Completed', 'Approved'), ('Failed', 'Completed', 'NotReviewed'),
        ('Denied', 'Completed', 'Denied'), ('Denied', 'Completed', 'Approved'), ('Denied', 'Completed', 'NotReviewed'),
        ('Canceled', 'Completed', 'NotReviewed'), ('Canceled', 'Completed', 'Approved'),
        ('TimedOut', 'Expired', 'NotReviewed'), ('TimedOut', 'Completed', 'Approved'))
    union all
    select 'status ' || r.status || ' and number of open, approved and denied stages disagree: ' || r.id
      from schedule_request as r cross join lateral (
        select count(*) filter (where t.status = 'InProgress') as open, count(*) filter (where t.review_result = 'Approved') as approved,
            count(*) filter (where t.review_result = 'Denied') as denied, min(t.expires_at) filter (where t.status = 'InProgress') as lapses_at
          from approval_stage as t where t.approval_id = r.approval_id) as stages
     where r.approval_id is not null and not case r.status
       when 'PendingApproval' then stages.open > 0 and stages.lapses_at = r.lapses_at
       when 'Denied' then stages.denied = 1
       when 'Canceled' then stages.open = 0
       when 'TimedOut' then stages.open = 0
       else stages.approved > 0 end
    union all
    select format('%s events and %s entries of what was done', events, entries)
      from (select count(*) as events from outbox) as o,
        (select count(*) as entries from directory_audit where not (result = 'failure' and result_reason ~ '^[A-Za-z_]+: ')) as a
     where events <> entries`);
  return rows.map(({ what }) => what);
}
