import { ID, ObjectType } from 'type-graphql';
import { Nullable } from '../fields';

/** Graph's appIdentity (resources.md 1.5). */
@ObjectType('AppIdentity', { description: 'An application that acts.' })
export class AppIdentityType {
  @Nullable(() => ID, 'GUID of the application.')
  readonly appId!: string | null;

  @Nullable(() => String, 'Name of the application; Portcullis for what time makes due (P-7).')
  readonly displayName!: string | null;

  @Nullable(() => ID, 'GUID of its service principal.')
  readonly servicePrincipalId!: string | null;

  @Nullable(() => String, 'Name of its service principal.')
  readonly servicePrincipalName!: string | null;
}

/** Graph's userIdentity (resources.md 1.5). */
@ObjectType('UserIdentity', { description: 'A user who acts.' })
export class UserIdentityType {
  @Nullable(() => ID, 'GUID of the user.')
  readonly id!: string | null;

  @Nullable(() => String, 'Name of the user at that time.')
  readonly displayName!: string | null;

  @Nullable(() => String, 'Address that the call came from; null where it is not known.')
  readonly ipAddress!: string | null;

  @Nullable(() => String, 'Sign-in name of the user at that time.')
  readonly userPrincipalName!: string | null;
}

/** Graph's auditActivityInitiator (resources.md 11). */
@ObjectType('AuditActivityInitiator', { description: 'Who did something: one of the two is set.' })
export class AuditActivityInitiatorType {
  @Nullable(() => AppIdentityType, 'The application, or the service itself for what time makes due (P-7).')
  readonly app!: AppIdentityType | null;

  @Nullable(() => UserIdentityType, 'The user.')
  readonly user!: UserIdentityType | null;
}
