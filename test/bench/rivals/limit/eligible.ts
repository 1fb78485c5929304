import type { Pool } from 'pg';
import { type Cells, instant, jsonOf, plain, quoted, rowsOf } from './statement';

const from = `from schedule as s
    join role_definition as d on d.id = s.role_definition_id and d.is_enabled
    join policy as p on p.provider = 'directory' and p.role_definition_id = d.id and p.scope_id = '/'
   where s.principal_id = any (array[$1::uuid] || groups_of($1::uuid, now())) and s.kind = 'eligibility' and s.provider = 'directory' and s.span @> now()
   order by s.start_at desc, s.id desc limit 8`;

const asJson = `select json_build_object('nodes', coalesce(json_agg(json_build_object('id', f.id, 'startDateTime', f.start_at, 'endDateTime', f.end_at,
    'roleDefinition', json_build_object('id', f.role_id, 'displayName', f.display_name, 'description', f.description,
      'isPrivileged', f.is_privileged, 'policyAssignment', json_build_object('policy', json_build_object('id', f.policy_id, 'rules', f.rules))))), '[]'))
  from (select s.id, s.start_at, upper(s.span) as end_at, d.id as role_id, d.display_name, d.description, d.is_privileged, p.id as policy_id, p.rules ${from}) as f`;

const asRows = `select s.id, s.start_at, upper(s.span), d.id, d.display_name, d.description, d.is_privileged, p.id, p.rules ${from}`;

/** W1, the answer written by PostgreSQL. */
export const eligibleJson = (pool: Pool, { caller }: Readonly<Record<string, unknown>>) =>
  jsonOf(pool, 'w1_json', asJson, [caller]);

/** W1, the answer written from rows. */
export const eligibleRows = async (pool: Pool, { caller }: Readonly<Record<string, unknown>>) =>
  `{"nodes":[${(await rowsOf(pool, 'w1_rows', asRows, [caller])).map(node).join(',')}]}`;

const node = ([id, start, end, roleId, name, description, privileged, policyId, rules]: Cells): string =>
  `{"id":${plain(id)},"startDateTime":${instant(start)},"endDateTime":${instant(end)},"roleDefinition":{"id":${plain(roleId)},"displayName":${quoted(name)},"description":${quoted(description)},"isPrivileged":${privileged === 't'},"policyAssignment":{"policy":{"id":${plain(policyId)},"rules":${rules}}}}}`;
