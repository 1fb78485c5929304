import { ID, ObjectType } from 'type-graphql';
import { resourceNames, resourceProvider } from '../../domain/providers/all';
import { listResourceRoles } from '../../queries/list-resource-roles';
import { collectionResolver } from '../collection';
import { Nullable, Required } from '../fields';
import { comparing } from '../filter-input';
import { enumFilter, IdFilter, StringFilter } from '../filter-operators';
import { graphqlEnum } from '../graphql-enum';

const AzureRoleTypeEnum = graphqlEnum('AzureRoleDefinitionType', 'Where an Azure role comes from. ARM spelling.', {
  BuiltInRole: 'It comes with Azure.',
  CustomRole: 'The organisation has made it.',
});

@ObjectType('AzureRolePermission', { description: "What an Azure role allows; ARM's permission." })
export class AzureRolePermissionType {
  @Required(() => [String], 'Allowed actions on resources, such as Microsoft.Compute/virtualMachines/*.')
  readonly actions!: readonly string[];

  @Required(() => [String], 'Actions that are taken away from those again.')
  readonly notActions!: readonly string[];

  @Required(() => [String], 'Allowed actions on the data within resources.')
  readonly dataActions!: readonly string[];

  @Required(() => [String], 'Data actions that are taken away from those again.')
  readonly notDataActions!: readonly string[];
}

/** A role on Azure resources. */
@ObjectType('AzureRoleDefinition', { description: "An Azure role; ARM's roleDefinition." })
export class AzureRoleDefinitionType {
  @Required(() => ID, 'GUID of the role. Inputs and filters take it, and the path that ends in it.')
  readonly id!: string;

  @Required(() => String, 'Name of the role.')
  readonly roleName!: string;

  @Required(() => AzureRoleTypeEnum, 'Whether it comes with Azure.')
  readonly type!: string;

  @Nullable(() => String, 'What the role is for.')
  readonly description!: string | null;

  @Required(() => [AzureRolePermissionType], 'What the role allows.')
  readonly permissions!: readonly AzureRolePermissionType[];

  @Required(() => [String], 'Scopes at and below which the role can be assigned; / is everywhere (S-7).')
  readonly assignableScopes!: readonly string[];
}

/** The stored id of a role as a caller wrote it, a GUID or a path; what is neither is a text that no role has. */
export const storedRole = (text: string): string => resourceProvider.canonicalRole(text) ?? '';

export const AzureRoleDefinitionResolver = collectionResolver({
  question: listResourceRoles,
  typeName: 'AzureRoleDefinition',
  type: () => AzureRoleDefinitionType,
  singular: resourceNames.roleDefinition,
  description: 'Azure roles, built-in and custom: names that everybody may read.',
  filter: {
    id: comparing(() => IdFilter, 'Compares the id, a GUID or a path that ends in it.'),
    roleName: comparing(() => StringFilter, 'Compares the name.'),
    type: comparing(enumFilter('AzureRoleDefinitionType', AzureRoleTypeEnum), 'Compares where it comes from.'),
  },
  canonical: { id: storedRole },
});
