import type { Stage } from '../../support/stage';

/** Where audit and outbox stood. */
interface Marks {
  readonly audits: readonly string[];
  readonly events: string;
}

interface AuditLeft {
  readonly activity: string;
  readonly correlation: string;
  readonly result: string;
  readonly reason: string | null;
  readonly initiator: string;
  readonly subject: string | null;
}

interface EventLeft {
  readonly type: string;
  readonly request_id: string | null;
}

/** Where audit and outbox stand now. */
export const marks = (stage: Stage): Promise<Marks> =>
  stage.one(
    `select coalesce(array_agg(id), '{}') as audits, (select coalesce(max(id), 0) from outbox) as events from directory_audit`,
  );

/** What audit and outbox have got since then. */
export async function leftSince(stage: Stage, { audits, events }: Marks) {
  const entries = await stage.pool.query<AuditLeft>(
    `select activity_display_name as activity, correlation_id as correlation, result, result_reason as reason,
       initiated_by_id as initiator, subject_id as subject from directory_audit where not id = any ($1) order by id`,
    [audits],
  );
  const told = await stage.pool.query<EventLeft>('select type, request_id from outbox where id > $1 order by id', [
    events,
  ]);
  return { audits: entries.rows, events: told.rows };
}
