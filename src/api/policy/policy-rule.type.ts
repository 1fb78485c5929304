import { ID, InterfaceType, ObjectType } from 'type-graphql';
import type { PolicyRule, RuleTarget } from '../../domain/policy/policy';
import { Nullable, Required } from '../fields';
import { graphqlEnum } from '../graphql-enum';
import { DirectoryObjectType } from '../principal/directory-object.type';

/** Values of a rule target's `caller` (resources.md 6.4). */
export const RuleTargetCallerEnum = graphqlEnum<RuleTarget['caller']>(
  'UnifiedRoleManagementPolicyRuleTargetCaller',
  'Who makes the change that a rule is about. Graph types it as text with a documented list; this is that list.',
  {
    None: 'Nobody in particular.',
    Admin: 'An administrator, for somebody else.',
    EndUser: 'The principal, for himself.',
  },
);

/** Values of a rule target's `level` (resources.md 6.4). */
export const RuleTargetLevelEnum = graphqlEnum<RuleTarget['level']>(
  'UnifiedRoleManagementPolicyRuleTargetLevel',
  'Which side a rule is about. Graph types it as text with a documented list; this is that list.',
  { Eligibility: 'Being eligible.', Assignment: 'Holding actively: assigned or activated.' },
);

/** Graph's unifiedRoleManagementPolicyRuleTargetOperations (resources.md 6.4). */
export const RuleTargetOperationEnum = graphqlEnum<RuleTarget['operations'][number]>(
  'UnifiedRoleManagementPolicyRuleTargetOperations',
  'Which changes a rule is about. In practice always all.',
  {
    all: 'Every change.',
    activate: 'Activating.',
    deactivate: 'Ending an activation.',
    assign: 'Assigning.',
    update: 'Changing what is assigned.',
    remove: 'Taking away.',
    extend: 'Moving the end.',
    renew: 'Bringing back what has expired.',
  },
);

/** Graph's unifiedRoleManagementPolicyRuleTarget (resources.md 6.4). */
@ObjectType('UnifiedRoleManagementPolicyRuleTarget', {
  description:
    'What a rule applies to: Admin with Eligibility is an administrator who makes eligible, Admin with Assignment one who gives an active assignment, EndUser with Assignment is the activation.',
})
export class RuleTargetType {
  @Nullable(() => RuleTargetCallerEnum, 'Who makes the change.')
  readonly caller!: string | null;

  @Nullable(() => RuleTargetLevelEnum, 'Which side is changed.')
  readonly level!: string | null;

  @Nullable(() => [RuleTargetOperationEnum], 'Which changes; in practice the one value all.')
  readonly operations!: readonly string[] | null;

  @Nullable(() => [String], 'Settings that could be inherited from a tenant-wide policy; empty, since there is none.')
  readonly inheritableSettings!: readonly string[] | null;

  @Nullable(() => [String], 'Settings that are enforced on those below; empty, since there is no tenant-wide policy.')
  readonly enforcedSettings!: readonly string[] | null;

  @Nullable(() => [DirectoryObjectType], 'Objects that the rule is confined to; always null: rules apply to all.')
  readonly targetObjects!: readonly object[] | null;
}

const ruleTypeNames: Readonly<Record<PolicyRule['type'], string>> = {
  expiration: 'UnifiedRoleManagementPolicyExpirationRule',
  enablement: 'UnifiedRoleManagementPolicyEnablementRule',
  authenticationContext: 'UnifiedRoleManagementPolicyAuthenticationContextRule',
  approval: 'UnifiedRoleManagementPolicyApprovalRule',
  notification: 'UnifiedRoleManagementPolicyNotificationRule',
};

/** The GraphQL type of a rule. */
export const policyRuleTypeName = ({ type }: Pick<PolicyRule, 'type'>): string => ruleTypeNames[type];

/** Graph's unifiedRoleManagementPolicyRule (resources.md 6.4). */
@InterfaceType('UnifiedRoleManagementPolicyRule', {
  description: 'A rule of a policy. Every policy holds the same seventeen; their ids are fixed (resources.md 6.6).',
  resolveType: policyRuleTypeName,
})
export abstract class PolicyRuleType {
  @Required(() => ID, 'One of the seventeen names, such as Expiration_EndUser_Assignment (resources.md 6.6).')
  readonly id!: string;

  @Nullable(() => RuleTargetType, 'What the rule applies to.')
  readonly target!: RuleTargetType | null;
}
