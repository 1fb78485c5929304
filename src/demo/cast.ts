/** Ids of the demo directory that the seed and the printed commands name (`directory.json`). */
export const person = {
  alice: '00000001-0000-4000-8000-000000000001',
  adam: '00000001-0000-4000-8000-000000000004',
  grace: '00000001-0000-4000-8000-000000000007',
  erin: '00000001-0000-4000-8000-000000000010',
  leo: '00000001-0000-4000-8000-000000000012',
  helpdesk: '00000002-0000-4000-8000-000000000001',
  approvers: '00000002-0000-4000-8000-000000000002',
  seattle: '00000004-0000-4000-8000-000000000001',
} as const;

/** Built-in roles that the demo uses; template ids. */
export const role = {
  securityAdministrator: '194ae4cb-b126-40b2-bd5b-6091b380977d',
  groupsAdministrator: 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  applicationAdministrator: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  helpdeskAdministrator: '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  userAdministrator: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  directoryReaders: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
} as const;
