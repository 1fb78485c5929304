import { ID, ObjectType } from 'type-graphql';
import { Nullable, Required } from '../fields';
import { graphqlEnum } from '../graphql-enum';
import { PolicyAssignmentType } from '../policy/policy.type';

/** Graph's allowedRolePrincipalTypes (resources.md 7.1); a flags enum there, a list of values here. */
const AllowedRolePrincipalTypesEnum = graphqlEnum(
  'AllowedRolePrincipalTypes',
  'What a principal that holds a role may be.',
  {
    user: 'A user.',
    servicePrincipal: 'A service principal.',
    group: 'A group.',
  },
);

/** Graph's unifiedRolePermission (resources.md 7.2). */
@ObjectType('UnifiedRolePermission', { description: 'What a role allows its holder to do.' })
export class RolePermissionType {
  @Required(() => [String], 'Allowed actions, such as microsoft.directory/applications/basic/update.')
  readonly allowedResourceActions!: readonly string[];

  @Nullable(() => [String], 'Excluded actions; not supported, so empty.')
  readonly excludedResourceActions!: readonly string[] | null;

  @Nullable(() => String, 'Condition on the permission, such as that the caller owns the object; built-in roles only.')
  readonly condition!: string | null;
}

/** Graph's unifiedRoleDefinition (resources.md 7.1, with the beta's two properties). */
@ObjectType('UnifiedRoleDefinition', { description: 'A role that can be held: built-in or made by the organisation.' })
export class RoleDefinitionType {
  @Required(() => ID, 'A GUID; for built-in roles the id of the template.')
  readonly id!: string;

  @Nullable(() => String, 'Name of the role.')
  readonly displayName!: string | null;

  @Nullable(() => String, 'What the role is for.')
  readonly description!: string | null;

  @Nullable(() => Boolean, 'Whether the role came with the product rather than being made by the organisation.')
  readonly isBuiltIn!: boolean | null;

  @Nullable(() => Boolean, 'Whether the role can be assigned; while it is false, holding it counts for nothing.')
  readonly isEnabled!: boolean | null;

  @Required(() => [String], 'Scopes of the role; always the one value /. Deprecated in Graph.')
  readonly resourceScopes!: readonly string[];

  @Required(() => [RolePermissionType], 'What the role allows.')
  readonly rolePermissions!: readonly RolePermissionType[];

  @Nullable(() => ID, 'Id of the template of a built-in role.')
  readonly templateId!: string | null;

  @Nullable(() => String, 'Version of the definition.')
  readonly version!: string | null;

  @Required(() => [RoleDefinitionType], 'Roles whose permissions a built-in role has as well.')
  readonly inheritsPermissionsFrom!: readonly RoleDefinitionType[];

  @Nullable(() => Boolean, "Whether the role is labelled as privileged. From Graph's beta.")
  readonly isPrivileged!: boolean | null;

  @Nullable(() => [AllowedRolePrincipalTypesEnum], "What may hold the role. A set of flags in Graph's beta.")
  readonly allowedPrincipalTypes!: readonly string[] | null;

  @Nullable(
    () => PolicyAssignmentType,
    'An addition to Graph: the policy of the role, when the caller may see it; else found in roleManagementPolicyAssignments.',
  )
  readonly policyAssignment!: PolicyAssignmentType | null;
}
