import { ID, ObjectType } from 'type-graphql';
import { Nullable, Required } from '../fields';
import { IdentityType } from '../identity.type';
import { RoleDefinitionType } from '../role-definition/role-definition.type';
import { DateTimeScalar } from '../scalars';
import { PolicyRuleType } from './policy-rule.type';

/** Graph's unifiedRoleManagementPolicy (resources.md 6.1). */
@ObjectType('UnifiedRoleManagementPolicy', {
  description:
    'What a role, or the membership or ownership of a group, demands of those who give it, hold it and activate it. Each has its own policy (D-13, G-3); changes apply to later requests.',
})
export class PolicyType {
  @Required(() => ID, 'DirectoryRole_{tenantId}_{guid}, or Group_{groupId}_{guid}.')
  readonly id!: string;

  @Required(() => String, 'The scope type again, as in Graph.')
  readonly displayName!: string;

  @Required(() => String, 'The scope type again, as in Graph.')
  readonly description!: string;

  @Nullable(() => Boolean, 'True only for a tenant-wide policy; there is none here, so always false.')
  readonly isOrganizationDefault!: boolean | null;

  @Required(() => String, 'Where it is held: / for directory roles, the id of the group for groups.')
  readonly scopeId!: string;

  @Required(() => String, 'DirectoryRole or Group.')
  readonly scopeType!: string;

  @Nullable(
    () => IdentityType,
    'Who last changed it: displayName is set, id is null as in Graph. Both null until then.',
  )
  readonly lastModifiedBy!: IdentityType | null;

  @Nullable(() => DateTimeScalar, 'When it was last changed, in UTC; null until then.')
  readonly lastModifiedDateTime!: Date | null;

  @Required(() => [PolicyRuleType], 'The seventeen stored rules, in the order of resources.md 6.6.')
  readonly rules!: readonly PolicyRuleType[];

  @Required(
    () => [PolicyRuleType],
    'The rules as they apply. The same as rules, for no tenant-wide policy overrides them (D-16).',
  )
  readonly effectiveRules!: readonly PolicyRuleType[];
}

/** Graph's unifiedRoleManagementPolicyAssignment (resources.md 6.2). */
@ObjectType('UnifiedRoleManagementPolicyAssignment', {
  description: 'What a policy is for: a directory role, or the membership or ownership of a group.',
})
export class PolicyAssignmentType {
  @Required(() => ID, '{policyId}_{roleDefinitionId}; for groups {policyId}_member or {policyId}_owner.')
  readonly id!: string;

  @Required(() => ID, 'Id of the policy.')
  readonly policyId!: string;

  @Nullable(() => PolicyType, 'The policy.')
  readonly policy!: PolicyType | null;

  @Nullable(() => ID, 'Id of the role definition; for groups the word member or owner.')
  readonly roleDefinitionId!: string | null;

  @Nullable(
    () => RoleDefinitionType,
    'An addition to Graph: the role definition, when the caller may see it; null for groups.',
  )
  readonly roleDefinition!: RoleDefinitionType | null;

  @Required(() => String, 'Where it is held: / for directory roles, the id of the group for groups.')
  readonly scopeId!: string;

  @Required(() => String, 'DirectoryRole or Group.')
  readonly scopeType!: string;
}
