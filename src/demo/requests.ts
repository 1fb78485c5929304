import type { NewRequest } from '../domain/new-request';
import { resourceProvider } from '../domain/providers/all';
import { cloud, person, role } from './cast';

type Differing = Partial<NewRequest> & { readonly roleDefinitionId: string; readonly scopeId?: string };

const request = ({ roleDefinitionId, scopeId = '/', ...differing }: Differing): NewRequest => ({
  kind: 'eligibility',
  action: 'adminAssign',
  principalId: person.alice,
  target: { provider: 'directory', roleDefinitionId, scopeId },
  justification: 'Part of the demo directory',
  ticketNumber: null,
  ticketSystem: null,
  customData: null,
  isValidationOnly: false,
  period: { startAt: null, expirationType: 'noExpiration', expirationEndAt: null, expirationDuration: null },
  ...differing,
});

const lasting = (expirationDuration: string): NewRequest['period'] => ({
  startAt: null,
  expirationType: 'afterDuration',
  expirationEndAt: null,
  expirationDuration,
});

/** Members of a group for as long as they activate it, which they can for a year. */
const membership = (principalId: string, groupId: string): NewRequest => ({
  ...request({ principalId, roleDefinitionId: 'member', period: lasting('P365D') }),
  target: { provider: 'group', roleDefinitionId: 'member', scopeId: groupId },
});

/** What a group's members have of the directory while they are members. */
const heldBy = (groupId: string, ...roles: readonly string[]): readonly NewRequest[] =>
  roles.map((roleDefinitionId) => request({ kind: 'assignment', principalId: groupId, roleDefinitionId }));

const onResources = (differing: Differing): NewRequest => {
  const asked = request({ ...differing, period: lasting('P180D') });
  return { ...asked, target: { ...asked.target, provider: resourceProvider.provider } };
};

/** What the administrator of the directory gives. */
export const given: readonly NewRequest[] = [
  request({ roleDefinitionId: role.groupsAdministrator }),
  request({ roleDefinitionId: role.securityAdministrator }),
  request({ principalId: person.leo, roleDefinitionId: role.applicationAdministrator }),
  request({ principalId: person.helpdesk, roleDefinitionId: role.helpdeskAdministrator }),
  request({
    principalId: person.erin,
    roleDefinitionId: role.userAdministrator,
    scopeId: `/administrativeUnits/${person.seattle}`,
  }),
  request({ principalId: person.grace, roleDefinitionId: role.directoryReaders, period: lasting('P90D') }),
  ...heldBy(
    person.officeAdmins,
    role.exchangeAdministrator,
    role.officeAppsAdministrator,
    role.teamsAdministrator,
    role.searchAdministrator,
  ),
  membership(person.hank, person.officeAdmins),
  ...heldBy(person.staff, role.reportsReader),
  ...heldBy(person.partners, role.reportsReader),
  membership(person.iris, person.staff),
  membership(person.paul, person.partners),
];

/** The Owner of the subscription, whom only somebody with a say over resources can make (S-1). */
export const owner = onResources({
  kind: 'assignment',
  principalId: person.ben,
  roleDefinitionId: role.owner,
  scopeId: cloud.production,
});

/** What the Owner gives. */
export const givenByOwner = onResources({ roleDefinitionId: role.contributor, scopeId: cloud.production });

/** Leo waits for an approver, so that a newcomer's list of approvals is not empty. */
export const pending = request({
  kind: 'assignment',
  action: 'selfActivate',
  principalId: person.leo,
  roleDefinitionId: role.applicationAdministrator,
  justification: 'Renew the certificate of the payroll application',
  period: lasting('PT4H'),
});
