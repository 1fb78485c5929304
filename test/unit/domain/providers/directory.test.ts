import { adminRole, can } from '../../../../src/domain/authorization';
import { directoryProvider, unitIdIn } from '../../../../src/domain/providers/directory';
import { placeOf } from '../../../../src/domain/scope';
import { rulesOf } from '../../../../src/domain/target';
import { unit } from '../../../support/cast';
import { anActor, aPrincipal, role, tenantAsScope, unitAsScope } from '../builders';

const unitScope = `/administrativeUnits/${unit}`;
const { canonicalRole, canonicalScope, principalFault, scopeFault } = directoryProvider;

describe('resources 7.4 scopes of the directory', () => {
  test.each([
    ['/', '/'],
    [unitScope, unitScope],
    [`/administrativeUnits/${unit.toUpperCase()}`, unitScope],
    [`/ADMINISTRATIVEUNITS/${unit}`, unitScope],
    ['', null],
    ['//', null],
    [`${unitScope}/`, null],
    [` ${unitScope}`, null],
    [`${unitScope}\n`, null],
    [`/${unit}`, null],
    ['/administrativeUnits/', null],
    ['/administrativeUnits/x', null],
    ['/subscriptions/x', null],
  ])('%j is %j', (written, canonical) => expect(canonicalScope(written)).toBe(canonical));

  test.each([
    { holder: '/', wanted: tenantAsScope, yields: true },
    { holder: '/', wanted: unitAsScope(unit), yields: true },
    { holder: unitScope, wanted: unitAsScope(unit), yields: true },
    { holder: unitScope, wanted: tenantAsScope, yields: false },
    { holder: unitScope, wanted: unitAsScope(unit.replace('1', '2')), yields: false },
  ])('what is held at $holder reaches $wanted.id: $yields', ({ holder, wanted, yields }) => {
    const held = { provider: 'directory', roleDefinitionId: adminRole.globalAdministrator, scopeId: holder } as const;
    expect(can(anActor({ roles: [held] }), 'assignment.manage', placeOf('directory', wanted))).toBe(yields);
  });

  test('nothing but the whole tenant reaches a scope that is not known', () => {
    const held = (scopeId: string) =>
      anActor({ roles: [{ provider: 'directory', roleDefinitionId: adminRole.globalAdministrator, scopeId }] });
    expect(can(held('/'), 'assignment.manage', placeOf('directory', null))).toBe(true);
    expect(can(held(unitScope), 'assignment.manage', placeOf('directory', null))).toBe(false);
  });

  test('the unit that a scope names', () => {
    expect(unitIdIn(unitScope)).toBe(unit);
    expect(unitIdIn('/')).toBeNull();
  });
});

test('7.1 a role is named by its id, as it is', () => {
  expect(canonicalRole(adminRole.globalReader)).toBe(adminRole.globalReader);
  expect(scopeFault(tenantAsScope)).toBeNull();
});

describe('M-1, M-2, G-16 who can be given a directory role', () => {
  const group = (isAssignableToRole: boolean | null) => aPrincipal({ type: 'group', isAssignableToRole });
  const application = aPrincipal({ type: 'servicePrincipal' });
  const onlyAssignable = 'Only role-assignable groups can be given directory roles.';
  test.each([
    { who: 'a person', principal: aPrincipal(), eligible: null, active: null },
    { who: 'G-16 a role-assignable group', principal: group(true), eligible: null, active: null },
    { who: 'G-16 another group', principal: group(false), eligible: onlyAssignable, active: onlyAssignable },
    {
      who: 'G-16 a group of which it is not said',
      principal: group(null),
      eligible: onlyAssignable,
      active: onlyAssignable,
    },
    {
      who: 'M-2 a service principal',
      principal: application,
      eligible: 'Service principals cannot be eligible, as they cannot activate.',
      active: null,
    },
  ])('$who', ({ principal, eligible, active }) => {
    const at = { principal, roleDefinitionId: role, scope: tenantAsScope };
    expect(principalFault({ ...at, kind: 'eligibility' })).toBe(eligible);
    expect(principalFault({ ...at, kind: 'assignment' })).toBe(active);
  });
});

test.each(['directory', 'group', 'azure'] as const)('the provider %s has the rules of its own', (provider) =>
  expect(rulesOf(provider).provider).toBe(provider),
);
