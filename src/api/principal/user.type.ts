import { ID, ObjectType } from 'type-graphql';
import type { DirectoryObject } from '../../domain/directory';
import { BelongingPage, Nullable, Required } from '../fields';
import { graphqlEnum } from '../graphql-enum';
import { DateTimeScalar } from '../scalars';
import { DirectoryObjectType, directoryObjectConnection } from './directory-object.type';
import { SignInActivityType } from './sign-in-activity.type';

type ValueOf<P extends keyof DirectoryObject> = Exclude<DirectoryObject[P], null> & string;

/** Values of `userType` (resources.md 8.2). */
export const UserTypeEnum = graphqlEnum<ValueOf<'userType'>>(
  'UserType',
  'Whether a person belongs to the organisation. Graph types it as text with a documented list; this is that list.',
  { Member: 'A member of the organisation.', Guest: 'A guest from elsewhere.' },
);

const CreationTypeEnum = graphqlEnum<ValueOf<'creationType'>>(
  'UserCreationType',
  'How an account came to be, where not in the usual way. Graph types it as text with a documented list; this is that list.',
  {
    Invitation: 'A guest who was invited.',
    LocalAccount: 'A local account for customers.',
    EmailVerified: 'A person who signed up by himself.',
  },
);

const ExternalUserStateEnum = graphqlEnum<ValueOf<'externalUserState'>>(
  'ExternalUserState',
  'Where the invitation of a guest stands. Graph types it as text with a documented list; this is that list.',
  { PendingAcceptance: 'Not yet accepted.', Accepted: 'Accepted.' },
);

/** Graph's user, as far as PIM needs it (resources.md 8.2). */
@ObjectType('User', {
  description: 'A person: a member of the organisation or a guest.',
  implements: DirectoryObjectType,
})
export class UserType extends DirectoryObjectType {
  @Nullable(() => Boolean, 'Whether the account can be used. While it is not, what it holds does not count (M-7).')
  readonly accountEnabled!: boolean | null;

  @Required(
    () => Boolean,
    'An addition to Graph: whether it is an account for emergencies, which activates without approval and accounts for it afterwards.',
  )
  readonly isEmergencyAccount!: boolean;

  @Nullable(() => String, 'Name of the person.')
  readonly displayName!: string | null;

  @Nullable(() => String, 'Name to sign in with, such as alice@contoso.example.')
  readonly userPrincipalName!: string | null;

  @Nullable(() => String, 'Mail address.')
  readonly mail!: string | null;

  @Nullable(() => String, 'The part of the mail address before the @.')
  readonly mailNickname!: string | null;

  @Nullable(() => String, 'First name.')
  readonly givenName!: string | null;

  @Nullable(() => String, 'Last name.')
  readonly surname!: string | null;

  @Nullable(() => String, 'Title of the job.')
  readonly jobTitle!: string | null;

  @Nullable(() => String, 'Department.')
  readonly department!: string | null;

  @Nullable(() => String, 'Company.')
  readonly companyName!: string | null;

  @Nullable(() => String, 'Where the person sits.')
  readonly officeLocation!: string | null;

  @Nullable(() => ID, 'Number of the employee.')
  readonly employeeId!: string | null;

  @Nullable(() => UserTypeEnum, 'Member or guest.')
  readonly userType!: string | null;

  @Nullable(() => CreationTypeEnum, 'How the account came to be; null for ordinary ones.')
  readonly creationType!: string | null;

  @Nullable(() => ExternalUserStateEnum, 'For guests: where the invitation stands.')
  readonly externalUserState!: string | null;

  @Nullable(() => DateTimeScalar, 'For guests: when externalUserState last changed, in UTC.')
  readonly externalUserStateChangeDateTime!: Date | null;

  @Nullable(
    () => ID,
    'An addition to Graph. For guests: GUID of the organisation that they belong to, where it is known.',
  )
  readonly homeOrganizationId!: string | null;

  @Nullable(
    () => DateTimeScalar,
    'An addition to Graph. For guests: when their home organisation withdrew them, in UTC; all that they had ended then. Null while it has not.',
  )
  readonly withdrawnDateTime!: Date | null;

  @Nullable(() => DateTimeScalar, 'When the account was made, in UTC.')
  readonly createdDateTime!: Date | null;

  @Nullable(() => String, 'Country of use, as two letters of ISO 3166.')
  readonly usageLocation!: string | null;

  @Nullable(() => Boolean, 'Whether the account is synchronised from a directory on premises; null if it never was.')
  readonly onPremisesSyncEnabled!: boolean | null;

  @Nullable(() => SignInActivityType, 'When the person last signed in.')
  readonly signInActivity!: SignInActivityType | null;

  @Nullable(() => DirectoryObjectType, 'The manager, when the caller may see him.')
  readonly manager!: DirectoryObjectType | null;

  @BelongingPage(directoryObjectConnection, 'Groups that the person is a direct member of and the caller may see.')
  readonly memberOf!: object;

  @BelongingPage(directoryObjectConnection, 'As memberOf, with the groups that those groups are members of, and so on.')
  readonly transitiveMemberOf!: object;

  @BelongingPage(
    directoryObjectConnection,
    'Groups and service principals that the person owns and the caller may see.',
  )
  readonly ownedObjects!: object;

  @BelongingPage(directoryObjectConnection, 'Those whose manager the person is and whom the caller may see.')
  readonly directReports!: object;
}
