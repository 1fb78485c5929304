import { listGroups, listServicePrincipals, listUsers } from '../../queries/list-principals';
import { collectionResolver } from '../collection';
import { comparing, type FilterFieldDeclaration } from '../filter-input';
import { BooleanFilter, DateTimeFilter, enumFilter, IdFilter, StringFilter } from '../filter-operators';
import { GroupType } from './group.type';
import { ServicePrincipalType } from './service-principal.type';
import { UserType, UserTypeEnum } from './user.type';

const text = (what: string): FilterFieldDeclaration => comparing(() => StringFilter, `Compares ${what}.`);
const yesNo = (what: string): FilterFieldDeclaration => comparing(() => BooleanFilter, `Compares whether ${what}.`);

const common: Readonly<Record<string, FilterFieldDeclaration>> = {
  id: comparing(() => IdFilter, 'Compares the id.'),
  displayName: text('the name'),
};
const createdDateTime = comparing(() => DateTimeFilter, 'Compares when it was made.');

export const UserResolver = collectionResolver({
  question: listUsers,
  typeName: 'User',
  type: () => UserType,
  singular: 'user',
  description: 'People: members and guests. Everybody sees himself; readers of the directory see all (L.1).',
  filter: {
    ...common,
    userPrincipalName: text('the name to sign in with'),
    mail: text('the mail address'),
    mailNickname: text('the part of the mail address before the @'),
    givenName: text('the first name'),
    surname: text('the last name'),
    jobTitle: text('the title of the job'),
    department: text('the department'),
    employeeId: text('the number of the employee'),
    accountEnabled: yesNo('the account can be used'),
    isEmergencyAccount: yesNo('the account is for emergencies'),
    userType: comparing(enumFilter('UserType', UserTypeEnum), 'Compares member or guest.'),
    homeOrganizationId: comparing(() => IdFilter, 'Compares the organisation that a guest belongs to.'),
    withdrawnDateTime: comparing(
      () => DateTimeFilter,
      'Compares when a guest was withdrawn; eq with an explicit null finds those who were not.',
    ),
    createdDateTime,
  },
});

export const GroupResolver = collectionResolver({
  question: listGroups,
  typeName: 'Group',
  type: () => GroupType,
  singular: 'group',
  description:
    'Groups. Everybody sees those that he is a member of, nested ones included, and those that he owns; readers of the directory see all (L.1).',
  filter: {
    ...common,
    mail: text('the mail address'),
    mailNickname: text('the part of the mail address before the @'),
    mailEnabled: yesNo('the group gets mail'),
    securityEnabled: yesNo('the group can be given access'),
    isAssignableToRole: yesNo('the group can hold directory roles'),
    onPremisesSyncEnabled: yesNo('the group is synchronised from a directory on premises'),
    createdDateTime,
  },
});

export const ServicePrincipalResolver = collectionResolver({
  question: listServicePrincipals,
  typeName: 'ServicePrincipal',
  type: () => ServicePrincipalType,
  singular: 'servicePrincipal',
  description:
    'Applications. Everybody sees those that he owns, an application sees itself; readers of the directory see all (L.1).',
  filter: {
    ...common,
    appId: comparing(() => IdFilter, 'Compares the id of the application.'),
    servicePrincipalType: text('the type, such as Application'),
    accountEnabled: yesNo('it can sign in'),
  },
});
