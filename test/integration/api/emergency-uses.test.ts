import { cast, groups } from '../../support/cast';
import { fillGroups, groupIds } from './group-rows';
import { type Api, openApi } from './open-api';
import { fillResources, resourceIds, resourceScopes } from './resource-rows';
import { fillRequests } from './rows';

let api: Api;
beforeAll(async () => {
  api = await openApi();
  await fillRequests(api.pool);
  await fillGroups(api.pool);
  await fillResources(api.pool);
  await api.pool.query(
    `insert into emergency_use (id, principal_id, provider, role_definition_id, scope_id, used_at, justification, notified_ids, settled_at,
         settled_by_id, settled_by_name, finding)
       select id, principal_id, provider, role_definition_id, scope_id, created_at, 'fire', '{}', created_at, $3, 'Ann', 'a drill'
         from schedule_request where id in ($1, $2)`,
    [groupIds.active, resourceIds.active, cast.ann],
  );
});
afterAll(() => api.close());

const query = `{ emergencyAccessUses { nodes { id provider roleDefinitionId directoryScopeId request { id }
  scheduleRequest { __typename id } } } }`;

const uses = [
  {
    id: groupIds.active,
    provider: 'group',
    roleDefinitionId: 'member',
    directoryScopeId: groups.plain,
    request: null,
    scheduleRequest: { __typename: 'PrivilegedAccessGroupAssignmentScheduleRequest', id: groupIds.active },
  },
  {
    id: resourceIds.active,
    provider: 'azure',
    directoryScopeId: resourceScopes.group.toLowerCase(),
    request: null,
    scheduleRequest: { __typename: 'AzureRoleAssignmentScheduleRequest', id: resourceIds.active },
  },
];

test('every use that bars an account is listed, of groups and resources as well', async () => {
  const { nodes } = (await api.read('adam', query)).emergencyAccessUses;
  // The two of directory roles are among the rows that every variant's tests begin with.
  expect(nodes).toHaveLength(2 + uses.length);
  for (const use of uses) expect(nodes).toContainEqual(expect.objectContaining(use));
});

test('L.1 to whoever may read alerts, and to the account itself', async () => {
  expect((await api.read('alice', query)).emergencyAccessUses.nodes).toHaveLength(2 + uses.length);
  expect((await api.read('ben', query)).emergencyAccessUses.nodes).toEqual([]);
});
