import { approveCte, submitCte } from './writes-sql';

/**
 * What PostGraphile is given for what it cannot say itself: the question of W1, whose rows hold at this moment and belong
 * to the caller or his groups, and the two writes of W5. The same statements as those of the limit.
 */
export const rivalsSql = `
  create schema if not exists rival;
  create or replace function rival.eligible_instances(caller uuid) returns setof public.schedule language sql stable as $$
    select s.* from public.schedule as s
     where s.principal_id = any (array[caller] || groups_of(caller, now())) and s.kind = 'eligibility' and s.provider = 'directory' and s.span @> now()
     order by s.start_at desc, s.id desc
  $$;
  create or replace function rival.submit_request(request_id uuid, asking uuid, role text, reason text, documents jsonb, ids uuid[])
    returns public.schedule_request language plpgsql volatile as $$
    #variable_conflict use_column
    declare answer public.schedule_request;
    begin
      ${submitCte} select request.* into answer from request;
      perform pg_notify('bench_outbox', '');
      return answer;
    end
  $$;
  create or replace function rival.approve_request(request_id uuid, approver uuid, reason text, documents jsonb, ids uuid[])
    returns public.approval_stage language plpgsql volatile as $$
    #variable_conflict use_column
    declare answer public.approval_stage;
    begin
      ${approveCte} select reviewed.* into answer from reviewed;
      perform pg_notify('bench_outbox', '');
      return answer;
    end
  $$;
`;
