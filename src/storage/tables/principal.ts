import type { DirectoryObject } from '../../domain/directory';
import { always, bool, instant, json, key, table, text, textList, uuid } from './table';

export const principalTable = table<DirectoryObject>('principal', {
  id: key(uuid),
  type: always(text),
  displayName: always(text),
  description: text,
  mail: text,
  mailNickname: text,
  createdAt: instant,
  deletedAt: instant,
  onPremisesSyncEnabled: bool,
  accountEnabled: bool,
  isEmergencyAccount: always(bool),
  userPrincipalName: text,
  givenName: text,
  surname: text,
  jobTitle: text,
  department: text,
  companyName: text,
  officeLocation: text,
  employeeId: text,
  userType: text,
  creationType: text,
  externalUserState: text,
  externalUserStateChangedAt: instant,
  homeOrganizationId: uuid,
  withdrawnAt: instant,
  usageLocation: text,
  signInActivity: json,
  managerId: uuid,
  mailEnabled: bool,
  securityEnabled: bool,
  groupTypes: always(textList),
  isAssignableToRole: bool,
  visibility: text,
  membershipRule: text,
  membershipRuleProcessingState: text,
  isManagementRestricted: bool,
  renewedAt: instant,
  expiresAt: instant,
  appId: uuid,
  servicePrincipalType: text,
  appOwnerOrganizationId: uuid,
  tags: always(textList),
  servicePrincipalNames: always(textList),
});

/** Direct membership of a group. */
export interface GroupMember {
  readonly groupId: string;
  readonly memberId: string;
}
export const groupMemberTable = table<GroupMember>('group_member', { groupId: key(uuid), memberId: key(uuid) });

/** Ownership of a group or a service principal. */
export interface ObjectOwner {
  readonly objectId: string;
  readonly ownerId: string;
}
export const objectOwnerTable = table<ObjectOwner>('object_owner', { objectId: key(uuid), ownerId: key(uuid) });
