import { resourceNames } from '../../domain/providers/all';
import { AzurePolicyMutations } from './azure-policy.mutations';
import { AzurePolicyAssignmentResolver, AzurePolicyResolver } from './azure-policy.resolver';
import { azurePolicyRuleTypes, azureRuleTypeName } from './azure-policy-rules.types';
import { AzureRequirementsResolver } from './azure-requirements.resolver';
import { AzureRoleDefinitionResolver } from './azure-role-definition';
import { AzureScopeMutations } from './azure-scope.mutations';
import { AzureScopeResolver, EligibleChildResourcesResolver } from './azure-scope.resolver';

/** The tree of resources and the roles on them, besides who holds what. */
export const resourceResolvers = [
  AzureScopeResolver,
  EligibleChildResourcesResolver,
  AzureRoleDefinitionResolver,
  AzureScopeMutations,
  AzurePolicyResolver,
  AzurePolicyAssignmentResolver,
  AzurePolicyMutations,
  AzureRequirementsResolver,
] as const;

/** Types of theirs that no field names by itself. */
export const resourceOrphans = azurePolicyRuleTypes;

/** Values within their rows that are of several types. */
export const resourceTypeNames = { AzureRoleManagementPolicyRule: azureRuleTypeName };

/** The names of their root fields. */
export const resourceFields = {
  query: [
    resourceNames.scopes,
    resourceNames.scope,
    resourceNames.roleDefinitions,
    resourceNames.roleDefinition,
    'eligibleChildResources',
    'azureRoleManagementPolicies',
    'azureRoleManagementPolicy',
    'azureRoleManagementPolicyAssignments',
    'azureRoleManagementPolicyAssignment',
    'azureRoleActivationRequirements',
  ],
  mutation: [
    'createAzureScope',
    'updateAzureScope',
    'deleteAzureScope',
    'elevateAccess',
    'updateAzureRoleManagementPolicy',
    'updateAzureRoleManagementPolicyRule',
  ],
} as const;
