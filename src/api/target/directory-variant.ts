import { ID } from 'type-graphql';
import { directorySpelling } from '../../queries/target/directory-spelling';
import { AdministrativeUnitType } from '../administrative-unit/administrative-unit.type';
import { AssignmentTypeEnum, MemberTypeEnum, RequestActionEnum } from '../enums';
import { nullable, required } from '../fields';
import { comparing } from '../filter-input';
import { IdFilter, StringFilter } from '../filter-operators';
import { DirectoryObjectType } from '../principal/directory-object.type';
import { RoleDefinitionType } from '../role-definition/role-definition.type';
import { AppScopeType } from '../schedule/app-scope.type';
import type { Variant } from './variant';

/** Directory roles (resources.md 2). */
export const directoryVariant: Variant = {
  spelling: directorySpelling,
  thing: 'a directory role',
  enums: { action: RequestActionEnum, assignmentType: AssignmentTypeEnum, memberType: MemberTypeEnum },
  fields: {
    principalId: required(() => ID, 'GUID of the user, role-assignable group or service principal it is about.'),
    principal: nullable(() => DirectoryObjectType, 'The principal it is about.'),
    roleDefinitionId: required(() => ID, "Id of the role definition; for a built-in role its template's id."),
    roleDefinition: nullable(() => RoleDefinitionType, 'The role it is about.'),
    directoryScopeId: nullable(
      () => String,
      'Where the role is held: / for the tenant, or /administrativeUnits/{id} (resources.md 7.4).',
    ),
    directoryScope: nullable(
      () => AdministrativeUnitType,
      'The administrative unit where the role is held; null for the tenant.',
    ),
    appScopeId: nullable(() => String, 'Scope within an application. Directory scopes only here, so always null.'),
    appScope: nullable(() => AppScopeType, 'The scope within an application; always null, as appScopeId is.'),
  },
  filter: {
    principalId: comparing(() => IdFilter, 'Compares the id of the principal.'),
    roleDefinitionId: comparing(() => IdFilter, 'Compares the id of the role definition.'),
    directoryScopeId: comparing(() => StringFilter, 'Compares the scope, such as / or /administrativeUnits/{id}.'),
    appScopeId: comparing(() => StringFilter, 'Compares the scope within an application, which is always null.'),
  },
};
