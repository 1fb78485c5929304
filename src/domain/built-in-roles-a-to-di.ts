import type { BuiltInRole } from './built-in-roles';

/** Built-in directory roles, AI Administrator to Directory Writers. */
export const builtInRolesAToDi: readonly BuiltInRole[] = [
  {
    templateId: 'd2562ede-74db-457e-a7b6-544e236ebb61',
    displayName: 'AI Administrator',
    isPrivileged: false,
    description: 'Manages Microsoft 365 Copilot and the AI services of the organization.',
    actions: ['microsoft.office365.copilot/allEntities/allProperties/allTasks'],
  },
  {
    templateId: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
    displayName: 'Application Administrator',
    isPrivileged: true,
    description: 'Manages app registrations, enterprise applications and application proxy settings.',
    actions: [
      'microsoft.directory/applications/create',
      'microsoft.directory/applications/credentials/update',
      'microsoft.directory/servicePrincipals/appRoleAssignedTo/update',
    ],
  },
  {
    templateId: 'cf1c38e5-3621-4004-a7cb-879624dced7c',
    displayName: 'Application Developer',
    isPrivileged: true,
    description: 'Registers applications even where users in general may not.',
    actions: ['microsoft.directory/applications/createAsOwner', 'microsoft.directory/servicePrincipals/createAsOwner'],
  },
  {
    templateId: '58a13ea3-c632-46ae-9ee0-9c0d43cd7f3d',
    displayName: 'Attribute Assignment Administrator',
    isPrivileged: false,
    description: 'Assigns custom security attributes to users, applications and devices.',
    actions: [
      'microsoft.directory/users/customSecurityAttributes/update',
      'microsoft.directory/servicePrincipals/customSecurityAttributes/update',
    ],
  },
  {
    templateId: '8424c6f0-a189-499e-bbd0-26c1753c96d4',
    displayName: 'Attribute Definition Administrator',
    isPrivileged: false,
    description: 'Defines and manages the sets and definitions of custom security attributes.',
    actions: ['microsoft.directory/attributeSets/allProperties/allTasks'],
  },
  {
    templateId: 'c4e39bd9-1100-46d3-8c65-fb160da0071f',
    displayName: 'Authentication Administrator',
    isPrivileged: true,
    description: 'Views, sets and resets the authentication methods of people without administrator roles.',
    actions: [
      'microsoft.directory/users/authenticationMethods/create',
      'microsoft.directory/users/invalidateAllRefreshTokens',
      'microsoft.directory/users/password/update',
    ],
  },
  {
    templateId: '0526716b-113d-4c15-b2c8-68e3c22b9f80',
    displayName: 'Authentication Policy Administrator',
    isPrivileged: false,
    description: 'Sets the policies for authentication methods, multifactor sign-in and password protection.',
    actions: [
      'microsoft.directory/organization/strongAuthentication/allTasks',
      'microsoft.directory/userCredentialPolicies/basic/update',
    ],
  },
  {
    templateId: 'e3973bdf-4987-49ae-837a-ba8e231c7286',
    displayName: 'Azure DevOps Administrator',
    isPrivileged: false,
    description: 'Manages the policies and settings of Azure DevOps.',
    actions: ['microsoft.azure.devOps/allEntities/allTasks'],
  },
  {
    templateId: '7495fdc4-34c4-4d15-a289-98788ce399fd',
    displayName: 'Azure Information Protection Administrator',
    isPrivileged: false,
    description: 'Manages labels, templates and protection in Azure Information Protection.',
    actions: ['microsoft.azure.informationProtection/allEntities/allTasks'],
  },
  {
    templateId: 'b0f54661-2d74-4c50-afa3-1ec803f12efe',
    displayName: 'Billing Administrator',
    isPrivileged: false,
    description: 'Makes purchases, manages subscriptions and handles billing.',
    actions: [
      'microsoft.directory/organization/basic/update',
      'microsoft.commerce.billing/allEntities/allProperties/allTasks',
    ],
  },
  {
    templateId: '892c5842-a9a6-463a-8041-72aa08ca3cf6',
    displayName: 'Cloud App Security Administrator',
    isPrivileged: false,
    description: 'Manages the cloud application security product.',
    actions: ['microsoft.directory/cloudAppSecurity/allProperties/allTasks'],
  },
  {
    templateId: '158c047a-c907-4556-b7ef-446551a6b5f7',
    displayName: 'Cloud Application Administrator',
    isPrivileged: true,
    description: 'Manages app registrations and enterprise applications, but not the application proxy.',
    actions: [
      'microsoft.directory/applications/create',
      'microsoft.directory/applications/credentials/update',
      'microsoft.directory/servicePrincipals/basic/update',
    ],
  },
  {
    templateId: '7698a772-787b-4ac8-901f-60d6b08affd2',
    displayName: 'Cloud Device Administrator',
    isPrivileged: true,
    description: 'Enables, disables and deletes devices and reads their recovery keys.',
    actions: [
      'microsoft.directory/devices/enable',
      'microsoft.directory/devices/disable',
      'microsoft.directory/bitlockerKeys/key/read',
    ],
  },
  {
    templateId: '17315797-102d-40b4-93e0-432062caca18',
    displayName: 'Compliance Administrator',
    isPrivileged: false,
    description: 'Reads and manages compliance settings and reports.',
    actions: [
      'microsoft.directory/entitlementManagement/allProperties/read',
      'microsoft.office365.complianceManager/allEntities/allTasks',
    ],
  },
  {
    templateId: 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9',
    displayName: 'Conditional Access Administrator',
    isPrivileged: true,
    description: 'Manages conditional access policies, named locations and authentication contexts.',
    actions: [
      'microsoft.directory/conditionalAccessPolicies/create',
      'microsoft.directory/conditionalAccessPolicies/basic/update',
      'microsoft.directory/namedLocations/basic/update',
    ],
  },
  {
    templateId: '5c4f9dcd-47dc-4cf7-8c9a-9e4207cbfc91',
    displayName: 'Customer LockBox Access Approver',
    isPrivileged: false,
    description: "Approves requests by Microsoft support to reach the organization's data.",
    actions: ['microsoft.office365.lockbox/allEntities/allTasks'],
  },
  {
    templateId: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
    displayName: 'Directory Readers',
    isPrivileged: false,
    description: 'Reads basic information about users, groups and applications.',
    actions: [
      'microsoft.directory/users/standard/read',
      'microsoft.directory/groups/standard/read',
      'microsoft.directory/servicePrincipals/standard/read',
    ],
  },
  {
    templateId: '9360feb5-f418-4baa-8175-e2a00bac4301',
    displayName: 'Directory Writers',
    isPrivileged: true,
    description:
      'Reads and writes basic information about users and groups, for applications that cannot be given less.',
    actions: [
      'microsoft.directory/users/basic/update',
      'microsoft.directory/groups/create',
      'microsoft.directory/groups/members/update',
    ],
  },
];
