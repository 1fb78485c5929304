import { conditionOf, inheritedCondition, refuseCondition } from '../../../src/domain/condition';
import { PimError } from '../../../src/domain/errors';
import type { Condition } from '../../../src/domain/new-request';
import { adminRole } from '../../../src/domain/providers/admin-role';
import { resourceRole } from '../../../src/domain/providers/azure';
import type { Provider } from '../../../src/domain/providers/provider';
import { aSchedule } from './builders';

/** The code and the input that a refusal names; null when nothing is refused. */
function refusal(attempt: () => unknown): readonly [string, unknown] | null {
  try {
    attempt();
    return null;
  } catch (error) {
    if (error instanceof PimError) return [error.code, error.details.path];
    throw error;
  }
}

const atContainer = "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals 'a'";
const condition = (version: string, expression = atContainer): Condition => ({ expression, version });
const badCondition = ['Request_BadRequest', ['input', 'condition']];
const badVersion = ['Request_BadRequest', ['input', 'conditionVersion']];

describe('S-6 conditions are for roles on data', () => {
  const of = (provider: Provider, roleDefinitionId: string) => ({ provider, roleDefinitionId, scopeId: 'any' });
  const {
    storageBlobDataOwner,
    storageBlobDataContributor,
    storageBlobDataReader,
    acrQuarantineWriter,
    owner,
    reader,
  } = resourceRole;
  test.each([
    ['Storage Blob Data Owner', of('azure', storageBlobDataOwner), null],
    ['Storage Blob Data Contributor', of('azure', storageBlobDataContributor), null],
    ['Storage Blob Data Reader', of('azure', storageBlobDataReader), null],
    ['Container Registry quarantine writer', of('azure', acrQuarantineWriter), null],
    ['Owner', of('azure', owner), badCondition],
    ['Reader', of('azure', reader), badCondition],
    ['a directory role', of('directory', adminRole.globalAdministrator), badCondition],
    ['the id of such a role in the directory', of('directory', storageBlobDataOwner), badCondition],
    ['membership of a group', of('group', 'member'), badCondition],
  ])('%s', (_role, target, refused) => {
    expect(refusal(() => refuseCondition({ target, condition: condition('2.0') }))).toEqual(refused);
    expect(refusal(() => refuseCondition({ target, condition: null }))).toBeNull();
    expect(refusal(() => refuseCondition({ target }))).toBeNull();
  });

  test.each([
    ['1.0', null],
    ['2.0', null],
    ['', badVersion],
    ['2', badVersion],
    ['3.0', badVersion],
    [' 2.0', badVersion],
  ])('the version %j', (version, refused) => {
    const target = of('azure', storageBlobDataReader);
    expect(refusal(() => refuseCondition({ target, condition: condition(version) }))).toEqual(refused);
  });

  test('the role is named before the version', () =>
    expect(refusal(() => refuseCondition({ target: of('azure', owner), condition: condition('3.0') }))).toEqual(
      badCondition,
    ));
});

test('S-6 a record has a condition with its version, or none', () => {
  expect(conditionOf({ condition: atContainer, conditionVersion: '1.0' })).toEqual(condition('1.0'));
  expect(conditionOf({ condition: null, conditionVersion: null })).toBeNull();
});

describe('resources 12.2 an activation has the condition of its eligibility', () => {
  const free = aSchedule();
  const confined = aSchedule({ condition: atContainer, conditionVersion: '2.0' });
  test.each([
    { when: 'none of either', eligibility: free, stated: null, yields: null },
    { when: 'it is not stated', eligibility: confined, stated: null, yields: condition('2.0') },
    { when: 'it is repeated', eligibility: confined, stated: condition('2.0'), yields: condition('2.0') },
    { when: 'there is nothing to be eligible by', eligibility: null, stated: condition('2.0'), yields: null },
    { when: 'there is nothing at all', eligibility: null, stated: null, yields: null },
  ])('$when', ({ eligibility, stated, yields }) => expect(inheritedCondition(eligibility, stated)).toEqual(yields));

  test.each([
    { when: 'another expression', eligibility: confined, stated: condition('2.0', 'true') },
    { when: 'another version', eligibility: confined, stated: condition('1.0') },
    {
      when: 'an expression that differs in its case',
      eligibility: confined,
      stated: condition('2.0', atContainer.toUpperCase()),
    },
    { when: 'an empty one, which would loosen it', eligibility: confined, stated: condition('2.0', '') },
    { when: 'one where the eligibility has none', eligibility: free, stated: condition('2.0') },
  ])('$when is refused', ({ eligibility, stated }) =>
    expect(refusal(() => inheritedCondition(eligibility, stated))).toEqual(badCondition),
  );
});
