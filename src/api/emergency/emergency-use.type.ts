import { ID, ObjectType } from 'type-graphql';
import { Nullable, Required } from '../fields';
import { IdentityType } from '../identity.type';
import { DirectoryObjectType } from '../principal/directory-object.type';
import { RequestType } from '../request/request.type';
import { RoleDefinitionType } from '../role-definition/role-definition.type';
import { DateTimeScalar } from '../scalars';
import { AccessProviderEnum } from '../target/access-provider.enum';
import { directoryTypes } from '../target/family-types';

/** One use of an emergency account, and its settlement. */
@ObjectType('EmergencyAccessUse', {
  description:
    'An addition to Graph. An emergency account was activated without approval, and another administrator settles that; until then the account cannot be activated again.',
})
export class EmergencyUseType {
  @Required(() => ID, 'A GUID: the id of the request that the activation was.')
  readonly id!: string;

  @Required(() => ID, 'GUID of the account that was used.')
  readonly principalId!: string;

  @Nullable(() => DirectoryObjectType, 'The account that was used.')
  readonly principal!: DirectoryObjectType | null;

  @Required(() => ID, 'Id of the role that was activated; for a group member or owner.')
  readonly roleDefinitionId!: string;

  @Nullable(() => RoleDefinitionType, 'The role that was activated.')
  readonly roleDefinition!: RoleDefinitionType | null;

  @Required(
    () => String,
    'Where it was activated: / or /administrativeUnits/{id}; for a membership or ownership the id of the group, for a role on a resource its canonical path.',
  )
  readonly directoryScopeId!: string;

  @Nullable(
    directoryTypes.assignmentRequest,
    'The request that the activation was; null when it was for a group or a resource.',
  )
  readonly request!: object | null;

  @Nullable(() => RequestType, 'The request that the activation was, of whatever variant.')
  readonly scheduleRequest!: object | null;

  @Required(() => AccessProviderEnum, 'Of which variant it was.')
  readonly provider!: string;

  @Required(() => DateTimeScalar, 'When it was activated, in UTC.')
  readonly usedDateTime!: Date;

  @Required(() => String, 'The reason that was given; emergency accounts always give one.')
  readonly justification!: string;

  @Required(
    () => [ID],
    'GUIDs of the people who held Global Administrator at that instant, directly or through groups, and so were told.',
  )
  readonly notifiedPrincipalIds!: readonly string[];

  @Nullable(() => DateTimeScalar, 'When it was settled, in UTC; null while it is not.')
  readonly settledDateTime!: Date | null;

  @Nullable(() => IdentityType, 'The administrator who settled it; null while nobody has.')
  readonly settledBy!: IdentityType | null;

  @Nullable(() => String, 'What he found, 1 to 2,048 characters; null until then.')
  readonly finding!: string | null;
}
