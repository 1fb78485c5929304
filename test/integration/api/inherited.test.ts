import { type Api, openApi } from './open-api';
import { fillResources, resourceScopes } from './resource-rows';

const { root, group } = resourceScopes;
let api: Api;
beforeAll(async () => {
  api = await openApi();
  await fillResources(api.pool);
});
afterAll(() => api.close());

const list = `query ($filter: AzureRoleAssignmentScheduleInstanceFilter) {
  azureRoleAssignmentScheduleInstances(first: 10, filter: $filter) { nodes { scope memberType } } }`;

const shown = async (filter: object) =>
  (await api.read('adam', list, { filter })).azureRoleAssignmentScheduleInstances.nodes;

const atScope = { eq: group.toUpperCase() };
const own = { scope: group, memberType: 'Direct' };
const inherited = { scope: root, memberType: 'Inherited' };

test.each([
  ['by itself', { atScope }, [own, inherited]],
  ['with a member type', { atScope, memberType: { eq: 'Inherited' } }, [inherited]],
  ['within and', { and: [{ atScope }, { memberType: { eq: 'Inherited' } }] }, [inherited]],
  ['within and within and', { and: [{ and: [{ atScope }] }] }, [own, inherited]],
])(
  'S-4 what comes from above the scope that a list is looked at from is inherited, asked for %s',
  async (_how, filter, right) => {
    expect(await shown(filter)).toEqual(right);
  },
);

test('S-4 nothing is inherited where no scope is looked at from', async () => {
  expect(await shown({ scope: { eq: root } })).toEqual([{ scope: root, memberType: 'Direct' }]);
});
