import type { Stage } from '../../support/stage';

/** All that there is of a request: how it and its stages stand, what its principal has, and how much has been told of it. */
export const standing = (stage: Stage, requestId: string): Promise<object> =>
  stage.one<object>(
    `select r.status, r.lapses_at,
      (select array_agg(concat_ws(' ', t.status, t.review_result, t.reviewed_by_id, t.expires_at) order by t.position)
         from approval_stage as t where t.approval_id = r.id) as stages,
      (select array_agg(concat_ws(' ', s.kind, s.id, s.span) order by s.id) from schedule as s where s.principal_id = r.principal_id) as schedules,
      (select count(*)::int from directory_audit where correlation_id = r.id) as audits,
      (select count(*)::int from outbox where request_id = r.id) as events,
      (select count(*)::int from idempotency_key where key = r.id::text) as keys
     from schedule_request as r where r.id = $1`,
    [requestId],
  );
