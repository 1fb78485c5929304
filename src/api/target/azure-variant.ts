import { Field, ID, InputType } from 'type-graphql';
import { resourceSpelling } from '../../queries/target/resource-spelling';
import { nullable, required } from '../fields';
import { comparing } from '../filter-input';
import { IdFilter } from '../filter-operators';
import { DirectoryObjectType } from '../principal/directory-object.type';
import { AzurePrincipalTypeEnum } from './azure.enums';
import { azureLayers } from './azure-layers';
import { azureRequests } from './azure-request.input';
import { AzureRoleDefinitionType, storedRole } from './azure-role-definition';
import { AzureExpandedPropertiesType } from './azure-schedule.types';
import { storedScope } from './azure-scope.resolver';
import type { Variant } from './variant';

@InputType('AzureAtScopeFilter', { description: "ARM's atScope() (resources.md 12.4)." })
class AtScopeFilter {
  @Field(() => ID, { description: 'Path of the scope, in any letter case.' })
  readonly eq!: string;
}

/** Azure roles (resources.md 12). */
export const azureVariant: Variant = {
  spelling: resourceSpelling,
  fields: {
    principalId: required(() => ID, 'GUID of the user, group or service principal it is about.'),
    principalType: nullable(() => AzurePrincipalTypeEnum, 'What the principal is.'),
    principal: nullable(() => DirectoryObjectType, 'An addition to ARM: the principal it is about.'),
    roleDefinitionId: required(
      () => ID,
      'Path of the role, as ARM shows it. Inputs and filters also take the GUID alone.',
    ),
    roleDefinition: nullable(() => AzureRoleDefinitionType, 'An addition to ARM: the role it is about.'),
    scope: required(() => String, 'Where the role is held: the path of the scope, as it was first written.'),
    expandedProperties: nullable(
      () => AzureExpandedPropertiesType,
      'Names of the scope, the role and the principal; null on the answer to a validation.',
    ),
  },
  filter: {
    principalId: comparing(() => IdFilter, 'Compares the id of the principal.'),
    roleDefinitionId: comparing(() => IdFilter, 'Compares the role: its GUID, or a path that ends in it.'),
    scope: comparing(() => IdFilter, 'Compares the path of the scope, without regard to case.'),
    atScope: comparing(
      () => AtScopeFilter,
      'What stands at the scope, and what reaches it from above, which then has memberType Inherited (S-4). Stands right in the filter, not below and, or, not.',
    ),
  },
  layers: azureLayers,
  input: azureRequests,
  canonical: { roleDefinitionId: storedRole, scope: storedScope, atScope: storedScope },
  scheduleIdOf: ({ scheduleId }) => scheduleId,
  approvalPending: 'azureRoleApprovalPending',
  texts: {
    thing: 'an Azure role',
    gone: 'roles that are switched off',
    activated: 'Azure roles',
    held: 'an Azure role',
    readers:
      'those who hold Owner, User Access Administrator, Contributor or Reader at the scope or above see all that is there; directory administrators see none by that (L.2)',
    approvalReaders:
      'those who hold Owner, User Access Administrator, Contributor or Reader at the scope or above see all that are there; directory administrators see none by that (L.2)',
    deciders: 'Owners and User Access Administrators at the scope or above decide (S-11)',
  },
};
