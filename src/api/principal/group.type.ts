import { ObjectType } from 'type-graphql';
import { BelongingPage, Nullable, Required } from '../fields';
import { DateTimeScalar } from '../scalars';
import { DirectoryObjectType, directoryObjectConnection } from './directory-object.type';

/** Graph's group (resources.md 8.3). */
@ObjectType('Group', { description: 'A group of principals.', implements: DirectoryObjectType })
export class GroupType extends DirectoryObjectType {
  @Nullable(() => String, 'Name of the group.')
  readonly displayName!: string | null;

  @Nullable(() => String, 'What the group is for.')
  readonly description!: string | null;

  @Nullable(() => String, 'Mail address.')
  readonly mail!: string | null;

  @Nullable(() => Boolean, 'Whether the group gets mail.')
  readonly mailEnabled!: boolean | null;

  @Nullable(() => Boolean, 'Whether the group can be given access.')
  readonly securityEnabled!: boolean | null;

  @Nullable(() => String, 'The part of the mail address before the @.')
  readonly mailNickname!: string | null;

  @Required(() => [String], 'Holds Unified for a Microsoft 365 group and DynamicMembership for a dynamic one.')
  readonly groupTypes!: readonly string[];

  @Nullable(() => Boolean, 'Whether the group can hold directory roles; set when it is made and never changed (G-21).')
  readonly isAssignableToRole!: boolean | null;

  @Nullable(() => String, 'Who may see it: Private, Public or Hiddenmembership.')
  readonly visibility!: string | null;

  @Nullable(() => String, 'For dynamic groups: the rule that makes members.')
  readonly membershipRule!: string | null;

  @Nullable(() => String, 'For dynamic groups: whether the rule is applied, On or Paused.')
  readonly membershipRuleProcessingState!: string | null;

  @Nullable(
    () => Boolean,
    'Whether the group is synchronised from a directory on premises; PIM cannot manage such a one (G-1).',
  )
  readonly onPremisesSyncEnabled!: boolean | null;

  @Nullable(() => Boolean, 'Whether the group is in a restricted management administrative unit.')
  readonly isManagementRestricted!: boolean | null;

  @Nullable(() => DateTimeScalar, 'When the group was made, in UTC.')
  readonly createdDateTime!: Date | null;

  @Nullable(() => DateTimeScalar, 'When the group was last renewed, in UTC.')
  readonly renewedDateTime!: Date | null;

  @Nullable(() => DateTimeScalar, 'When the group expires unless it is renewed, in UTC.')
  readonly expirationDateTime!: Date | null;

  @BelongingPage(directoryObjectConnection, 'Direct members that the caller may see.')
  readonly members!: object;

  @BelongingPage(
    directoryObjectConnection,
    'Members of the group and of the groups in it, and so on, that the caller may see.',
  )
  readonly transitiveMembers!: object;

  @BelongingPage(directoryObjectConnection, 'Owners that the caller may see.')
  readonly owners!: object;

  @BelongingPage(directoryObjectConnection, 'Groups that the group is a direct member of and the caller may see.')
  readonly memberOf!: object;

  @BelongingPage(directoryObjectConnection, 'As memberOf, with the groups that those groups are members of, and so on.')
  readonly transitiveMemberOf!: object;
}
