import { ID, ObjectType } from 'type-graphql';
import { Nullable, Required } from '../fields';
import { DateTimeScalar, DurationScalar } from '../scalars';
import { AzureExpirationTypeEnum } from './azure.enums';

@ObjectType('AzureExpiration', { description: 'When a period ends.' })
export class AzureExpirationType {
  @Nullable(() => AzureExpirationTypeEnum, 'Which of the two other properties says when, if any.')
  readonly type!: string | null;

  @Nullable(() => DateTimeScalar, 'The end, with AfterDateTime, in UTC. That instant itself is no longer inside.')
  readonly endDateTime!: Date | null;

  @Nullable(() => DurationScalar, 'The length, with AfterDuration, counted from the real start (A-6).')
  readonly duration!: string | null;
}

@ObjectType('AzureScheduleInfo', { description: 'The period of a request: its start and how it ends.' })
export class AzureScheduleInfoType {
  @Nullable(() => DateTimeScalar, 'The start, in UTC. Null while an approval is pending (B-6).')
  readonly startDateTime!: Date | null;

  @Nullable(() => AzureExpirationType, 'How it ends.')
  readonly expiration!: AzureExpirationType | null;
}

@ObjectType('AzureExpandedScope', { description: 'A scope, as ARM expands it.' })
export class AzureExpandedScopeType {
  @Required(() => ID, 'The path, as it was first written.')
  readonly id!: string;

  @Nullable(() => String, 'Name of the scope.')
  readonly displayName!: string | null;

  @Nullable(() => String, 'managementgroup, subscription, resourcegroup, or the type of the resource.')
  readonly type!: string | null;
}

@ObjectType('AzureExpandedRoleDefinition', { description: 'A role, as ARM expands it.' })
export class AzureExpandedRoleDefinitionType {
  @Required(() => ID, 'The path of the role.')
  readonly id!: string;

  @Nullable(() => String, 'Name of the role.')
  readonly displayName!: string | null;

  @Nullable(() => String, 'BuiltInRole or CustomRole.')
  readonly type!: string | null;
}

@ObjectType('AzureExpandedPrincipal', { description: 'A principal, as ARM expands it.' })
export class AzureExpandedPrincipalType {
  @Required(() => ID, 'GUID of the principal.')
  readonly id!: string;

  @Nullable(() => String, 'Name of the principal.')
  readonly displayName!: string | null;

  @Nullable(() => String, 'Mail address, or for want of one the sign-in name.')
  readonly email!: string | null;

  @Nullable(() => String, 'User, Group or ServicePrincipal.')
  readonly type!: string | null;
}

/** ARM's expandedProperties (resources.md 12.2). */
@ObjectType('AzureExpandedProperties', { description: 'Names of the scope, the role and the principal.' })
export class AzureExpandedPropertiesType {
  @Nullable(() => AzureExpandedScopeType, 'The scope.')
  readonly scope!: AzureExpandedScopeType | null;

  @Nullable(() => AzureExpandedRoleDefinitionType, 'The role.')
  readonly roleDefinition!: AzureExpandedRoleDefinitionType | null;

  @Nullable(() => AzureExpandedPrincipalType, 'The principal.')
  readonly principal!: AzureExpandedPrincipalType | null;
}
