import { defaultDirectoryRules } from '../../../../src/domain/policy/default-rules';
import { ruleOf } from '../../../../src/domain/policy/policy';
import { providers } from '../../../../src/domain/providers/all';
import { aPolicy } from '../builders';

const published = [
  ['Expiration_EndUser_Assignment', { isExpirationRequired: true, maximumDuration: 'PT8H' }],
  ['Enablement_EndUser_Assignment', { enabledRules: ['MultiFactorAuthentication', 'Justification'] }],
  ['AuthenticationContext_EndUser_Assignment', { isEnabled: false, claimValue: null }],
  ['Approval_EndUser_Assignment', { setting: { isApprovalRequired: false, approvalMode: 'SingleStage' } }],
  ['Expiration_Admin_Eligibility', { isExpirationRequired: false, maximumDuration: 'P365D' }],
  ['Expiration_Admin_Assignment', { isExpirationRequired: false, maximumDuration: 'P180D' }],
  ['Enablement_Admin_Assignment', { enabledRules: ['Justification'] }],
  ['Enablement_Admin_Eligibility', { enabledRules: [] }],
  ...['Admin_Eligibility', 'Admin_Assignment', 'EndUser_Assignment'].flatMap((side) =>
    ['Admin', 'Requestor', 'Approver'].map((recipientType) => [
      `Notification_${recipientType}_${side}`,
      { recipientType, notificationLevel: 'All', isDefaultRecipientsEnabled: true, notificationRecipients: [] },
    ]),
  ),
];

test('resources 6.6 the seventeen rules, in order, with their defaults', () => {
  expect(published).toHaveLength(17);
  expect(defaultDirectoryRules.map(({ id }) => id)).toEqual(published.map(([id]) => id));
  for (const [index, [, defaults]] of published.entries())
    expect(defaultDirectoryRules[index]).toMatchObject(Object(defaults));
});

const usual = ['MultiFactorAuthentication', 'Justification'];

describe('resources 6.6, C-6, C-7 in what the variants start differently', () => {
  test.each([
    { provider: 'directory', hasToEnd: false, enabledRules: usual, claimValue: null },
    { provider: 'group', hasToEnd: true, enabledRules: ['Justification'], claimValue: '' },
    { provider: 'azure', hasToEnd: true, enabledRules: usual, claimValue: '' },
  ] as const)('$provider', ({ provider, hasToEnd, enabledRules, claimValue }) => {
    const rules = new Map<string, object>(providers[provider].defaultRules.map((rule) => [rule.id, rule]));
    const different: Readonly<Record<string, object>> = {
      Enablement_EndUser_Assignment: { enabledRules },
      AuthenticationContext_EndUser_Assignment: { isEnabled: false, claimValue },
      Expiration_Admin_Eligibility: { isExpirationRequired: hasToEnd, maximumDuration: 'P365D' },
      Expiration_Admin_Assignment: { isExpirationRequired: hasToEnd, maximumDuration: 'P180D' },
    };
    expect([...rules.keys()]).toEqual(published.map(([id]) => id));
    for (const [id, defaults] of published)
      expect(rules.get(String(id))).toMatchObject(different[String(id)] ?? Object(defaults));
  });
});

test('resources 6.6 the target is what the id says', () => {
  for (const { id, target } of defaultDirectoryRules) {
    expect(id.endsWith(`_${target.caller}_${target.level}`)).toBe(true);
    expect(target.operations).toEqual(['all']);
  }
});

test('a policy without one of its rules is a bug', () => {
  const policy = { ...aPolicy(), rules: [] };
  expect(() => ruleOf(policy, 'expiration', 'Expiration_EndUser_Assignment')).toThrow('Invariant broken');
});
