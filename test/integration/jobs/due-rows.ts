import { activity } from '../../../src/domain/activities';
import { cast } from '../../support/cast';
import type { Stage } from '../../support/stage';

/** Assignments that began and were told of long ago, and of which nothing else is to come but this end. */
export async function assignmentsUntil(stage: Stage, endAt: Date, count: number): Promise<void> {
  await stage.pool.query(
    `with made as (
       insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at,
           created_at, start_announced_at, extension_announced_at, renewal_closed_at)
         select gen_random_uuid(), 'assignment', 'directory', $1, 'role ' || gen_random_uuid(), '/', 'Assigned', '2020-01-01', $2,
           '2020-01-01', '2020-01-01', '2020-01-01', '2020-01-01'
           from generate_series(1, $3))
     select pg_notify('outbox', '')`,
    [cast.alice, endAt, count],
  );
}

/** How often the ends of these assignments have been told: in the feed, in the audit, and by the rows themselves. */
export const tellings = (stage: Stage): Promise<Tellings> =>
  stage.one(
    `select (select count(*)::int from schedule where role_definition_id like 'role %' and end_announced_at is not null) as ends,
      (select count(*)::int from outbox where type = 'schedule.ended') as events,
      (select count(distinct schedule_id)::int from outbox where type = 'schedule.ended') as "ofSchedules",
      (select count(*)::int from directory_audit where activity_display_name = $1) as audits`,
    [activity.assignmentEnded],
  );

export interface Tellings {
  readonly ends: number;
  readonly events: number;
  readonly ofSchedules: number;
  readonly audits: number;
}

/** Every one told, and none twice. */
export const eachOnce = (count: number): Tellings => ({
  ends: count,
  events: count,
  ofSchedules: count,
  audits: count,
});
