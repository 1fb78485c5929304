import { resourceRole } from '../domain/providers/all';

/** Ids of the demo directory that the seed and the printed commands name (`directory.json`). */
export const person = {
  alice: '00000001-0000-4000-8000-000000000001',
  ben: '00000001-0000-4000-8000-000000000003',
  adam: '00000001-0000-4000-8000-000000000004',
  grace: '00000001-0000-4000-8000-000000000007',
  hank: '00000001-0000-4000-8000-000000000009',
  erin: '00000001-0000-4000-8000-000000000010',
  iris: '00000001-0000-4000-8000-000000000011',
  leo: '00000001-0000-4000-8000-000000000012',
  paul: '00000001-0000-4000-8000-000000000015',
  helpdesk: '00000002-0000-4000-8000-000000000001',
  approvers: '00000002-0000-4000-8000-000000000002',
  officeAdmins: '00000002-0000-4000-8000-000000000008',
  staff: '00000002-0000-4000-8000-000000000009',
  partners: '00000002-0000-4000-8000-000000000010',
  seattle: '00000004-0000-4000-8000-000000000001',
} as const;

/** Built-in roles that the demo uses; template ids, and the cloud's for roles on resources. */
export const role = {
  securityAdministrator: '194ae4cb-b126-40b2-bd5b-6091b380977d',
  groupsAdministrator: 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  applicationAdministrator: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  helpdeskAdministrator: '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  userAdministrator: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  directoryReaders: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
  exchangeAdministrator: '29232cdf-9323-42fd-ade2-1d097af3e4de',
  officeAppsAdministrator: '2b745bdf-0803-4d80-aa65-822c4493daac',
  teamsAdministrator: '69091246-20e8-4a56-aa4d-066075b2a7a8',
  searchAdministrator: '0964bb5e-9bdb-4d7b-ac29-58e794862a40',
  reportsReader: '4a5d8f65-41da-4de4-8968-e035b65339cf',
  owner: resourceRole.owner,
  contributor: resourceRole.contributor,
} as const;

/** Scopes of the demo's cloud: the management group at the top, and the one subscription. */
export const cloud = {
  root: '/providers/microsoft.management/managementgroups/contoso',
  production: '/subscriptions/00000006-0000-4000-8000-000000000001',
} as const;
