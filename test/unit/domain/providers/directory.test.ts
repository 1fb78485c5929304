import { directoryProvider, unitIdIn } from '../../../../src/domain/providers/directory';
import { rulesOf } from '../../../../src/domain/target';
import { unit } from '../../../support/cast';

const unitScope = `/administrativeUnits/${unit}`;
const { canonicalScope, covers } = directoryProvider;

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
    { holder: '/', wanted: '/', yields: true },
    { holder: '/', wanted: unitScope, yields: true },
    { holder: unitScope, wanted: unitScope, yields: true },
    { holder: unitScope, wanted: '/', yields: false },
    { holder: unitScope, wanted: `/administrativeUnits/${unit.replace('1', '2')}`, yields: false },
  ])('$holder covers $wanted: $yields', ({ holder, wanted, yields }) => expect(covers(holder, wanted)).toBe(yields));

  test('the unit that a scope names', () => {
    expect(unitIdIn(unitScope)).toBe(unit);
    expect(unitIdIn('/')).toBeNull();
  });
});

test('a provider without rules is a bug, not an answer', () => {
  expect(() => rulesOf('azure')).toThrow('Invariant broken');
});
