import type { DirectoryObject } from '../domain/directory';
import type { PrincipalType } from '../domain/principal';
import { raw, sql } from '../storage/sql';
import { principalIsVisible } from '../storage/visibility';
import { ordersBy } from './orders';
import type { FilterField, Question, RowSql } from './planner/shape';
import { directoryObjectShape, groupShape, servicePrincipalShape, userShape } from './shapes/principal';
import { col } from './shapes/row';

const ofType =
  (type: PrincipalType): RowSql =>
  (row) =>
    sql`${col(row, 'type')} = ${raw(`'${type}'`)} and ${col(row, 'deleted_at')} is null`;

const common: Readonly<Record<string, FilterField>> = {
  id: { property: 'id', type: 'uuid' },
  displayName: { property: 'displayName', type: 'text' },
};

const orders = ordersBy({ displayName: 'displayName', createdDateTime: 'createdAt' });
const defaultOrder = 'displayName_ASC';

/** People: members and guests. */
export const listUsers: Question<DirectoryObject> = {
  name: 'users',
  shape: userShape,
  rows: ofType('user'),
  visible: principalIsVisible,
  filter: {
    ...common,
    userPrincipalName: { property: 'userPrincipalName', type: 'text' },
    mail: { property: 'mail', type: 'text' },
    mailNickname: { property: 'mailNickname', type: 'text' },
    givenName: { property: 'givenName', type: 'text' },
    surname: { property: 'surname', type: 'text' },
    jobTitle: { property: 'jobTitle', type: 'text' },
    department: { property: 'department', type: 'text' },
    employeeId: { property: 'employeeId', type: 'text' },
    accountEnabled: { property: 'accountEnabled', type: 'boolean' },
    isEmergencyAccount: { property: 'isEmergencyAccount', type: 'boolean' },
    userType: { property: 'userType', type: 'text' },
    homeOrganizationId: { property: 'homeOrganizationId', type: 'uuid' },
    withdrawnDateTime: { property: 'withdrawnAt', type: 'timestamptz' },
    createdDateTime: { property: 'createdAt', type: 'timestamptz' },
  },
  orders: { ...orders, ...ordersBy({ userPrincipalName: 'userPrincipalName' }) },
  defaultOrder,
  indexed: ['all'],
};

/** Groups, role-assignable or not. */
export const listGroups: Question<DirectoryObject> = {
  name: 'groups',
  shape: groupShape,
  rows: ofType('group'),
  visible: principalIsVisible,
  filter: {
    ...common,
    mail: { property: 'mail', type: 'text' },
    mailNickname: { property: 'mailNickname', type: 'text' },
    mailEnabled: { property: 'mailEnabled', type: 'boolean' },
    securityEnabled: { property: 'securityEnabled', type: 'boolean' },
    isAssignableToRole: { property: 'isAssignableToRole', type: 'boolean' },
    onPremisesSyncEnabled: { property: 'onPremisesSyncEnabled', type: 'boolean' },
    createdDateTime: { property: 'createdAt', type: 'timestamptz' },
  },
  orders,
  defaultOrder,
  indexed: ['all'],
};

/** Applications and managed identities. */
export const listServicePrincipals: Question<DirectoryObject> = {
  name: 'servicePrincipals',
  shape: servicePrincipalShape,
  rows: ofType('servicePrincipal'),
  visible: principalIsVisible,
  filter: {
    ...common,
    appId: { property: 'appId', type: 'uuid' },
    servicePrincipalType: { property: 'servicePrincipalType', type: 'text' },
    accountEnabled: { property: 'accountEnabled', type: 'boolean' },
  },
  orders,
  defaultOrder,
  indexed: ['all'],
};

/** Any principal, whatever its type: for one whose id is all that is known, such as the caller. */
export const findDirectoryObject: Question<DirectoryObject> = {
  name: 'directoryObjects',
  shape: directoryObjectShape,
  rows: (row) => sql`${col(row, 'deleted_at')} is null`,
  visible: principalIsVisible,
  filter: common,
  orders,
  defaultOrder,
};
