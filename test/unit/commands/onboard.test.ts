import { broughtUnderManagement } from '../../../src/commands/onboard';
import type { TargetFacts } from '../../../src/domain/new-request';
import { insert, type Outcome } from '../../../src/domain/outcome';
import { resourceRole } from '../../../src/domain/providers/azure';
import { type Scope } from '../../../src/domain/scope';
import { rulesOf, type Target } from '../../../src/domain/target';
import { groups } from '../../support/cast';
import {
  aMoment,
  anActor,
  aPolicy,
  aRole,
  aSchedule,
  at,
  groupAsScope,
  target,
  tenantAsScope,
} from '../domain/builders';

const member: Target = { provider: 'group', roleDefinitionId: 'member', scopeId: groups.plain };
const membership = aRole({ id: 'member', displayName: 'Member', templateId: null });
const web = '/subscriptions/5ab50000-0000-4000-8000-000000000001/resourcegroups/web';
const webAsScope: Scope = { id: web, displayName: 'web', coveredBy: [web], group: null };
const onWeb: Target = { provider: 'azure', roleDefinitionId: resourceRole.owner, scopeId: web };

const fresh: Pick<TargetFacts, 'policy' | 'role' | 'scope'> & { readonly more: string } = {
  policy: null,
  role: membership,
  scope: groupAsScope(),
  more: 'kept',
};
const outcome: Outcome<string> = {
  result: 'kept',
  changes: [insert('schedule', aSchedule())],
  events: [] as never,
};

describe('G-4 a group comes under management on its first use', () => {
  test.each(['member', 'owner'])('by way of its %s: with a policy for each of the two, at once', (roleDefinitionId) => {
    const { facts, onboarding } = broughtUnderManagement(fresh, { ...member, roleDefinitionId }, aMoment());
    const { changes } = onboarding(outcome);
    const { defaultRules } = rulesOf('group');
    const untouched = { isOrganizationDefault: false, lastModifiedAt: null, lastModifiedByName: null };
    const policyOf = (access: string, unique: number) => ({
      id: `Group_${groups.plain}_00000000-0000-7000-8000-00000000000${unique}`,
      provider: 'group',
      roleDefinitionId: access,
      scopeId: groups.plain,
      rules: defaultRules,
      ...untouched,
    });
    const [ofMembers, ofOwners] = [policyOf('member', 1), policyOf('owner', 2)];
    expect(changes).toEqual([
      { insert: 'policy', row: ofMembers },
      { insert: 'policy', row: ofOwners },
      ...outcome.changes,
    ]);
    expect(facts).toEqual({ ...fresh, policy: roleDefinitionId === 'member' ? ofMembers : ofOwners });
  });

  test('with an event and an audit entry after what has brought it there', () => {
    const moment = aMoment({ actor: anActor({ displayName: 'Ann' }), now: at(30) });
    const { facts, onboarding } = broughtUnderManagement(fresh, member, moment);
    const first = { ...outcome, events: [{ type: 'first' }] as never };
    const [before, told, ...others] = onboarding<string>(first).events;
    expect(before).toEqual({ type: 'first' });
    expect(others).toEqual([]);
    expect(told).toMatchObject({
      type: 'resource.onboarded',
      at: at(30),
      subject: { ...member, kind: null, policyId: facts.policy?.id, requestId: null, principalId: null },
      audit: {
        activityDisplayName: 'Onboarded resource to PIM',
        category: 'GroupManagement',
        result: 'success',
        initiatedBy: { user: { displayName: 'Ann' } },
        provider: 'group',
        scopeId: groups.plain,
      },
    });
    expect(onboarding(outcome).result).toBe('kept');
  });
});

test('S-3 a scope of resources: only the role that is used, at that scope', () => {
  const facts = { ...fresh, role: aRole({ id: resourceRole.owner }), scope: webAsScope };
  const { onboarding } = broughtUnderManagement(facts, onWeb, aMoment());
  const [made, ...others] = onboarding(outcome).changes;
  expect(others).toEqual(outcome.changes);
  expect(made).toMatchObject({
    insert: 'policy',
    row: {
      id: `${web}/providers/Microsoft.Authorization/roleManagementPolicies/00000000-0000-7000-8000-000000000001`,
      ...onWeb,
      rules: rulesOf('azure').defaultRules,
    },
  });
});

describe('what stays as it is', () => {
  const dynamic = groupAsScope({ groupTypes: ['DynamicMembership'] });
  test.each([
    { when: 'what is managed already', facts: { ...fresh, policy: aPolicy() }, of: member },
    { when: 'a role that does not exist', facts: { ...fresh, role: null }, of: member },
    { when: 'a group that does not exist', facts: { ...fresh, scope: null }, of: member },
    { when: 'G-1 a dynamic group', facts: { ...fresh, scope: dynamic }, of: member },
    {
      when: 'G-1 a synchronised group',
      facts: { ...fresh, scope: groupAsScope({ onPremisesSyncEnabled: true }) },
      of: member,
    },
    {
      when: 'a directory role, which has its policy from the start',
      facts: { ...fresh, role: aRole(), scope: tenantAsScope },
      of: target,
    },
  ])('$when', ({ facts, of }) => {
    const managed = broughtUnderManagement(facts, of, aMoment());
    expect(managed.facts).toBe(facts);
    expect(managed.onboarding(outcome)).toBe(outcome);
  });
});
