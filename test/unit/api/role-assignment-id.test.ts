import { readRoleAssignmentId, roleAssignmentId } from '../../../src/queries/shapes/role-assignment-id';

const roleDefinitionId = '62e90394-69f5-4237-9190-012177145e10';

test.each([
  { principalId: '6be4b305-b75e-4efc-bfcc-31bd3b53a5f8', id: 'lAPpYvVpN0KRkAEhdxReEAWz5Gtet_xOv8wxvTtTpfg-1' },
  { principalId: '56f2d212-e49c-42e3-8298-0188e5bef094', id: 'lAPpYvVpN0KRkAEhdxReEBLS8lac5ONCgpgBiOW-8JQ-1' },
])('examples 2.1: the id of $principalId is the published one', ({ principalId, id }) => {
  const assigned = { roleDefinitionId, principalId, scopeId: '/' };
  expect(roleAssignmentId(assigned)).toBe(id);
  expect(readRoleAssignmentId(id)).toEqual(assigned);
});

test('resources 7.4: an administrative unit makes another id, which can be read as well', () => {
  const tenantWide = { roleDefinitionId, principalId: '6be4b305-b75e-4efc-bfcc-31bd3b53a5f8', scopeId: '/' };
  const inUnit = { ...tenantWide, scopeId: '/administrativeUnits/a0000a00-0000-4000-8000-000000000001' };
  expect(roleAssignmentId(inUnit)).not.toBe(roleAssignmentId(tenantWide));
  expect(readRoleAssignmentId(roleAssignmentId(inUnit))).toEqual(inUnit);
});

test.each([
  ['nothing', ''],
  ['a GUID', roleDefinitionId],
  ['another ending', 'lAPpYvVpN0KRkAEhdxReEAWz5Gtet_xOv8wxvTtTpfg-2'],
  ['a letter too few', 'lAPpYvVpN0KRkAEhdxReEAWz5Gtet_xOv8wxvTtTpf-1'],
  ['spare bits that are not zero', 'lAPpYvVpN0KRkAEhdxReEAWz5Gtet_xOv8wxvTtTpfh-1'],
  ['letters of plain base64', 'lAPpYvVpN0KRkAEhdxReEAWz5Gtet/xOv8wxvTtTpfg-1'],
])('reads nothing from %s', (_what, id) => expect(readRoleAssignmentId(id)).toBeNull());
