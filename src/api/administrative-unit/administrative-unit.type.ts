import { ID, ObjectType } from 'type-graphql';
import { connectionOf } from '../connection';
import { BelongingPage, Nullable, Required } from '../fields';
import { IdentityType } from '../identity.type';
import { directoryObjectConnection } from '../principal/directory-object.type';
import { DateTimeScalar } from '../scalars';

/** Graph's scopedRoleMembership. */
@ObjectType('ScopedRoleMembership', { description: 'A role that is held at an administrative unit at this moment.' })
export class ScopedRoleMembershipType {
  @Required(() => ID, 'Id of the role assignment, as roleAssignments has it.')
  readonly id!: string;

  @Required(() => ID, 'GUID of the administrative unit.')
  readonly administrativeUnitId!: string;

  @Required(() => ID, 'Id of the role definition.')
  readonly roleId!: string;

  @Nullable(() => IdentityType, 'Who holds it.')
  readonly roleMemberInfo!: IdentityType | null;
}

const scopedRoleMembershipConnection = connectionOf('ScopedRoleMembership', () => ScopedRoleMembershipType);

/** Graph's administrativeUnit (resources.md 7.4). */
@ObjectType('AdministrativeUnit', {
  description: 'A part of the directory to which roles can be confined: directoryScopeId /administrativeUnits/{id}.',
})
export class AdministrativeUnitType {
  @Required(() => ID, 'A GUID.')
  readonly id!: string;

  @Nullable(() => DateTimeScalar, 'When it was deleted, in UTC; null while it was not.')
  readonly deletedDateTime!: Date | null;

  @Nullable(() => String, 'Name of the unit.')
  readonly displayName!: string | null;

  @Nullable(() => String, 'What the unit is for.')
  readonly description!: string | null;

  @Nullable(() => String, 'Who may see it: HiddenMembership, or null for public.')
  readonly visibility!: string | null;

  @Nullable(() => String, 'How members come to be: Assigned or Dynamic; null means assigned.')
  readonly membershipType!: string | null;

  @Nullable(() => String, 'For dynamic units: the rule that makes members.')
  readonly membershipRule!: string | null;

  @Nullable(() => String, 'For dynamic units: whether the rule is applied, On or Paused.')
  readonly membershipRuleProcessingState!: string | null;

  @Nullable(() => Boolean, 'Whether only administrators of the unit may change its members.')
  readonly isMemberManagementRestricted!: boolean | null;

  @BelongingPage(directoryObjectConnection, 'Members that the caller may see.')
  readonly members!: object;

  @BelongingPage(
    scopedRoleMembershipConnection,
    'Roles that are held at this unit at this moment, as far as the caller may see them.',
  )
  readonly scopedRoleMembers!: object;
}
