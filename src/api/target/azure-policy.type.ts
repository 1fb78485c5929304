import { ID, ObjectType } from 'type-graphql';
import { Nullable, Required } from '../fields';
import { DateTimeScalar } from '../scalars';
import { AzurePolicyRuleType } from './azure-policy-rules.types';

@ObjectType('AzureIdentity', { description: 'Who last changed a policy, in the shape of ARM.' })
class AzureIdentityType {
  @Nullable(() => ID, 'Always null, as in ARM.')
  readonly id!: string | null;

  @Nullable(() => String, 'The name of whoever it was; null until somebody has changed the policy.')
  readonly displayName!: string | null;

  @Nullable(() => String, 'Always null, as in ARM.')
  readonly email!: string | null;

  @Nullable(() => String, 'Always null, as in ARM.')
  readonly type!: string | null;
}

@ObjectType('AzureNamedScope', { description: 'A scope as ARM names it beside a policy.' })
class AzureNamedScopeType {
  @Required(() => ID, 'The path, as it was first written.')
  readonly id!: string;

  @Nullable(() => String, 'Name of the scope.')
  readonly displayName!: string | null;

  @Nullable(() => String, 'managementgroup, subscription, resourcegroup or the type of a resource.')
  readonly type!: string | null;
}

@ObjectType('AzureNamedRole', { description: 'A role as ARM names it beside a policy.' })
class AzureNamedRoleType {
  @Required(() => ID, 'GUID of the role.')
  readonly id!: string;

  @Nullable(() => String, 'Name of the role.')
  readonly displayName!: string | null;

  @Nullable(() => String, 'BuiltInRole or CustomRole.')
  readonly type!: string | null;
}

@ObjectType('AzureNamedPolicy', { description: 'A policy as ARM names it beside its assignment.' })
class AzureNamedPolicyType {
  @Required(() => ID, 'Path of the policy.')
  readonly id!: string;

  @Nullable(() => AzureIdentityType, 'Who last changed it.')
  readonly lastModifiedBy!: AzureIdentityType | null;

  @Nullable(() => DateTimeScalar, 'When it was last changed, in UTC; null until then.')
  readonly lastModifiedDateTime!: Date | null;
}

@ObjectType('AzureRoleManagementPolicyProperties', { description: "What a policy is about; ARM's policyProperties." })
class AzurePolicyPropertiesType {
  @Nullable(() => AzureNamedScopeType, 'The scope.')
  readonly scope!: AzureNamedScopeType | null;
}

const scopeText = 'Path of the scope, as it was first written. Paths compare without regard to case.';

/** ARM's roleManagementPolicy (resources.md 12.5). */
@ObjectType('AzureRoleManagementPolicy', {
  description:
    'What an Azure role at a scope demands of those who give it, hold it and activate it. Every role has its own at every scope, and none is inherited (S-3); it is there from the first use of the role at the scope, or the first change of it (G-4).',
})
export class AzurePolicyType {
  @Required(() => ID, '{scope}/providers/Microsoft.Authorization/roleManagementPolicies/{name}.')
  readonly id!: string;

  @Required(() => String, 'The GUID at the end of its path.')
  readonly name!: string;

  @Required(() => String, 'Microsoft.Authorization/RoleManagementPolicies.')
  readonly type!: string;

  @Required(() => String, scopeText)
  readonly scope!: string;

  @Nullable(() => String, 'Always null, as in ARM.')
  readonly displayName!: string | null;

  @Nullable(() => String, 'Always null, as in ARM.')
  readonly description!: string | null;

  @Nullable(() => Boolean, 'True only for a policy that applies everywhere; there is none here, so always false.')
  readonly isOrganizationDefault!: boolean | null;

  @Nullable(() => AzureIdentityType, 'Who last changed it.')
  readonly lastModifiedBy!: AzureIdentityType | null;

  @Nullable(() => DateTimeScalar, 'When it was last changed, in UTC; null until then.')
  readonly lastModifiedDateTime!: Date | null;

  @Required(() => [AzurePolicyRuleType], 'The seventeen stored rules, in the order of resources.md 6.6.')
  readonly rules!: readonly AzurePolicyRuleType[];

  @Required(() => [AzurePolicyRuleType], 'The rules as they apply: the same as rules (D-16).')
  readonly effectiveRules!: readonly AzurePolicyRuleType[];

  @Nullable(() => AzurePolicyPropertiesType, 'What it is about.')
  readonly policyProperties!: AzurePolicyPropertiesType | null;
}

@ObjectType('AzureRoleManagementPolicyAssignmentProperties', {
  description: "What a policy assignment joins; ARM's policyAssignmentProperties.",
})
class AzurePolicyAssignmentPropertiesType {
  @Nullable(() => AzureNamedPolicyType, 'The policy.')
  readonly policy!: AzureNamedPolicyType | null;

  @Nullable(() => AzureNamedRoleType, 'The role.')
  readonly roleDefinition!: AzureNamedRoleType | null;

  @Nullable(() => AzureNamedScopeType, 'The scope.')
  readonly scope!: AzureNamedScopeType | null;
}

/** ARM's roleManagementPolicyAssignment (resources.md 12.5). */
@ObjectType('AzureRoleManagementPolicyAssignment', { description: 'Which role at which scope a policy is for.' })
export class AzurePolicyAssignmentType {
  @Required(
    () => ID,
    '{scope}/providers/Microsoft.Authorization/roleManagementPolicyAssignments/{name of the policy}_{GUID of the role}.',
  )
  readonly id!: string;

  @Required(() => String, 'The last part of its path.')
  readonly name!: string;

  @Required(() => String, 'Microsoft.Authorization/RoleManagementPolicyAssignment.')
  readonly type!: string;

  @Required(() => String, scopeText)
  readonly scope!: string;

  @Required(() => String, 'Path of the role; ends in its GUID.')
  readonly roleDefinitionId!: string;

  @Required(() => ID, 'Path of the policy.')
  readonly policyId!: string;

  @Nullable(() => AzurePolicyType, 'An addition to ARM: the policy.')
  readonly policy!: AzurePolicyType | null;

  @Required(() => [AzurePolicyRuleType], "The policy's rules as they apply.")
  readonly effectiveRules!: readonly AzurePolicyRuleType[];

  @Nullable(() => AzurePolicyAssignmentPropertiesType, 'What it joins, by name.')
  readonly policyAssignmentProperties!: AzurePolicyAssignmentPropertiesType | null;
}
