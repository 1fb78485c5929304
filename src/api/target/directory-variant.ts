import { ID } from 'type-graphql';
import { directorySpelling } from '../../queries/target/directory-spelling';
import { AdministrativeUnitType } from '../administrative-unit/administrative-unit.type';
import { AssignmentTypeEnum, MemberTypeEnum, RequestActionEnum } from '../enums';
import { nullable, required } from '../fields';
import { comparing } from '../filter-input';
import { IdFilter, StringFilter } from '../filter-operators';
import { graphqlEnum } from '../graphql-enum';
import { DirectoryObjectType } from '../principal/directory-object.type';
import { RoleDefinitionType } from '../role-definition/role-definition.type';
import { AppScopeType } from '../schedule/app-scope.type';
import { directoryRequests } from './directory-request.input';
import { graphLayers } from './graph-layers';
import type { Variant } from './variant';

const RequestOnEnum = graphqlEnum(
  'RoleAssignmentScheduleRequestFilterByCurrentUserOptions',
  'What the caller has to do with a request (resources.md 2.5).',
  {
    principal: 'It is about him.',
    createdBy: 'He made it.',
    approver: 'He may decide it now: an open stage waits for him, and the request is not his own (E-5, E-14).',
  },
);
const ScheduleOnEnum = graphqlEnum(
  'RoleAssignmentScheduleFilterByCurrentUserOptions',
  'What the caller has to do with a schedule or an instance (resources.md 2.5).',
  { principal: 'It is his, or one of his groups holds it; the latter with memberType Group (M-8, H-12).' },
);

/** Directory roles (resources.md 2). */
export const directoryVariant: Variant = {
  spelling: directorySpelling,
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
  layers: graphLayers({
    enums: { action: RequestActionEnum, assignmentType: AssignmentTypeEnum, memberType: MemberTypeEnum },
    filterPrefix: '',
    on: { requests: RequestOnEnum, schedules: ScheduleOnEnum },
    scheduleIdOf: { Assignment: 'roleAssignmentScheduleId', Eligibility: 'roleEligibilityScheduleId' },
    ids: {
      schedule: 'A GUID: the id of the request that made the schedule (A-2).',
      instance: 'A GUID: the id of the schedule, which has one instance while its span contains now (A-3).',
    },
    ofAssignmentInstances: {
      roleAssignmentOriginId: nullable(() => ID, 'Id of the underlying role assignment, as roleAssignments has it.'),
    },
  }),
  input: directoryRequests,
  scheduleIdOf: ({ scheduleId }) => scheduleId,
  approvalPending: 'approvalPending',
  texts: {
    thing: 'a directory role',
    gone: 'roles that are switched off',
    activated: 'directory roles',
    held: 'a role',
    readers: 'those who may read PIM see all (L.1)',
    approvalReaders: 'those who may read PIM see all (L.1, E-13)',
    deciders: 'Privileged Role and Global Administrators decide',
  },
};
