import type { Pool } from 'pg';
import { type Cells, instant, jsonOf, plain, quoted, rowsOf } from './statement';

type Body = Readonly<Record<string, unknown>>;

const columns =
  'r.id, r.status, r.action, r.created_at, r.justification, r.principal_id, r.role_definition_id, r.approval_id';

const page = (where: string, size: number): string =>
  `(select ${columns} from schedule_request as r where r.kind = 'assignment' and r.provider = 'directory' ${where}
    order by r.created_at desc, r.id desc limit ${size})`;

const pending = page(`and r.status = 'PendingApproval' and r.lapses_at > now()`, 50);
const newest = page('', 101);

const one = `(select ${columns} from schedule_request as r where r.id = $1::uuid and r.kind = 'assignment' and r.provider = 'directory')`;

const stagesJson = `(select coalesce(json_agg(json_build_object('id', s.id, 'status', s.status, 'reviewResult', s.review_result,
  'justification', s.justification) order by s.position), '[]') from approval_stage as s where s.approval_id = r.approval_id)`;

// Unit separators between cells, record separators between rows: neither stands in any value.
const stagesText = `(select string_agg(s.id || e'\\x1f' || s.status || e'\\x1f' || s.review_result || e'\\x1f' || s.justification, e'\\x1e' order by s.position)
  from approval_stage as s where s.approval_id = r.approval_id)`;

const approvalJson = `case when r.approval_id is not null then json_build_object('id', r.approval_id, 'stages', ${stagesJson}) end`;

const joined = 'join principal as p on p.id = r.principal_id join role_definition as d on d.id = r.role_definition_id';

const facts = `'id', r.id, 'status', r.status, 'action', r.action, 'createdDateTime', r.created_at, 'justification', r.justification`;

const nodeJson = `json_build_object(${facts},
  'principal', json_build_object('id', p.id, 'displayName', p.display_name, 'userPrincipalName', p.user_principal_name),
  'roleDefinition', json_build_object('id', d.id, 'displayName', d.display_name), 'approval', ${approvalJson})`;

const pendingAsJson = `select json_build_object('nodes', coalesce(json_agg(${nodeJson} order by r.created_at desc, r.id desc), '[]'))
  from ${pending} as r ${joined}`;

const nodeCells = `r.id, r.status, r.action, r.created_at, r.justification, p.id, p.display_name, p.user_principal_name, d.id, d.display_name,
    r.approval_id, ${stagesText}`;

const pendingAsRows = `select ${nodeCells} from ${pending} as r ${joined} order by r.created_at desc, r.id desc`;

const oneAsJson = `select ${nodeJson} from ${one} as r ${joined}`;

const oneAsRow = `select ${nodeCells} from ${one} as r ${joined}`;

const further = `${joined} left join principal as m on m.id = p.manager_id
  join policy as o on o.provider = 'directory' and o.role_definition_id = d.id and o.scope_id = '/'`;

const newestAsJson = `select json_build_object('edges', json_agg(edge order by place) filter (where place <= 100),
    'pageInfo', json_build_object('hasNextPage', max(place) > 100, 'endCursor', max(edge ->> 'cursor') filter (where place = 100)))
  from (select row_number() over (order by r.created_at desc, r.id desc) as place, json_build_object('cursor', r.created_at || ' ' || r.id,
    'node', json_build_object(${facts},
      'principal', json_build_object('id', p.id, 'displayName', p.display_name, 'userPrincipalName', p.user_principal_name,
        'manager', case when m.id is not null then json_build_object('id', m.id, 'displayName', m.display_name) end),
      'roleDefinition', json_build_object('id', d.id, 'displayName', d.display_name,
        'policyAssignment', json_build_object('policy', json_build_object('id', o.id, 'isOrganizationDefault', o.is_organization_default))),
      'approval', ${approvalJson})) as edge from ${newest} as r ${further}) as f`;

const newestAsRows = `select ${nodeCells}, m.id, m.display_name, o.id, o.is_organization_default
  from ${newest} as r ${further} order by r.created_at desc, r.id desc`;

/** W2, W3 and W4, the answer written by PostgreSQL. */
export const pendingJson = (pool: Pool) => jsonOf(pool, 'w2_json', pendingAsJson, []);
export const newestJson = (pool: Pool) => jsonOf(pool, 'w3_json', newestAsJson, []);
export const oneJson = (pool: Pool, { id }: Body) => jsonOf(pool, 'w4_json', oneAsJson, [id]);

/** W2, the answer written from rows. */
export const pendingRows = async (pool: Pool) =>
  `{"nodes":[${(await rowsOf(pool, 'w2_rows', pendingAsRows, [])).map((row) => `{${node(row)}}}`).join(',')}]}`;

/** W3, the answer written from rows. */
export const newestRows = async (pool: Pool) => {
  const rows = await rowsOf(pool, 'w3_rows', newestAsRows, []);
  const shown = rows.slice(0, 100);
  const last = shown.at(-1);
  return `{"edges":[${shown.map(edge).join(',')}],"pageInfo":{"hasNextPage":${rows.length > 100},"endCursor":${last ? cursor(last) : 'null'}}}`;
};

/** W4, the answer written from a row. */
export const oneRow = async (pool: Pool, { id }: Body) => {
  const [row] = await rowsOf(pool, 'w4_rows', oneAsRow, [id]);
  return row ? `{${node(row)}}}` : 'null';
};

const cursor = ([id, , , created]: Cells): string => plain(`${created} ${id}`);

/** What W2 and W3 have in common; the role's object is left open, for what W3 says of it besides. */
const node = (
  [id, status, action, created, justification, who, name, upn, role, roleName, approval, stages]: Cells,
  manager = '',
): string =>
  `"id":${plain(id)},"status":${plain(status)},"action":${plain(action)},"createdDateTime":${instant(created)},"justification":${quoted(justification)},"principal":{"id":${plain(who)},"displayName":${quoted(name)},"userPrincipalName":${quoted(upn)}${manager}},"approval":${approvalOf(approval, stages)},"roleDefinition":{"id":${plain(role)},"displayName":${quoted(roleName)}`;

function edge(row: Cells): string {
  const [managerId, managerName, policyId, isDefault] = row.slice(12);
  const manager = `,"manager":${managerId ? `{"id":${plain(managerId)},"displayName":${quoted(managerName)}}` : 'null'}`;
  return `{"cursor":${cursor(row)},"node":{${node(row, manager)},"policyAssignment":{"policy":{"id":${plain(policyId)},"isOrganizationDefault":${isDefault === 't'}}}}}}`;
}

const approvalOf = (id: string | null | undefined, stages: string | null | undefined): string =>
  id ? `{"id":"${id}","stages":[${stages ? stages.split('\x1e').map(stage).join(',') : ''}]}` : 'null';

function stage(text: string): string {
  const [id, status, result, justification] = text.split('\x1f');
  return `{"id":${plain(id)},"status":${plain(status)},"reviewResult":${plain(result)},"justification":${quoted(justification)}}`;
}
