/** What a role on resources allows, and takes away from that again (ARM's permission). */
export interface ResourcePermission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/** A role on resources that comes with the cloud. */
export interface BuiltInResourceRole extends ResourcePermission {
  readonly id: string;
  readonly roleName: string;
  readonly description: string;
}

const role = (
  id: string,
  roleName: string,
  description: string,
  permission: Partial<ResourcePermission>,
): BuiltInResourceRole => ({
  id,
  roleName,
  description,
  actions: [],
  notActions: [],
  dataActions: [],
  notDataActions: [],
  ...permission,
});

const common = [
  'Microsoft.Authorization/*/read',
  'Microsoft.Insights/alertRules/*',
  'Microsoft.Resources/deployments/*',
  'Microsoft.Resources/subscriptions/resourceGroups/read',
  'Microsoft.Support/*',
];

const containers = 'Microsoft.Storage/storageAccounts/blobServices/containers';
const delegationKey = 'Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action';

/** The built-in roles that every deployment knows; ids and names as Azure publishes them (built-in-roles.md). Others are imported. */
export const builtInResourceRoles: readonly BuiltInResourceRole[] = [
  role('8e3af657-a8ff-443c-a75c-2fe8c4bcb635', 'Owner', 'Manages all resources, and who has access to them.', {
    actions: ['*'],
  }),
  role(
    'b24988ac-6180-42a0-ab88-20f7382dd24c',
    'Contributor',
    'Manages all resources, but not who has access to them.',
    {
      actions: ['*'],
      notActions: [
        'Microsoft.Authorization/*/Delete',
        'Microsoft.Authorization/*/Write',
        'Microsoft.Authorization/elevateAccess/Action',
        'Microsoft.Blueprint/blueprintAssignments/write',
        'Microsoft.Blueprint/blueprintAssignments/delete',
        'Microsoft.Compute/galleries/share/action',
      ],
    },
  ),
  role('acdd72a7-3385-48ef-bd42-f606fba81ae7', 'Reader', 'Sees all resources and changes none.', {
    actions: ['*/read'],
  }),
  role('18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', 'User Access Administrator', 'Manages who has access to resources.', {
    actions: ['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'],
  }),
  role(
    'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
    'Role Based Access Control Administrator',
    'Assigns roles on resources, and manages access in no other way.',
    {
      actions: [
        'Microsoft.Authorization/roleAssignments/write',
        'Microsoft.Authorization/roleAssignments/delete',
        '*/read',
        'Microsoft.Support/*',
      ],
    },
  ),
  role(
    'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
    'Storage Blob Data Owner',
    'Reads, changes and shares blobs and their containers, and sets who has access to them.',
    { actions: [`${containers}/*`, delegationKey], dataActions: [`${containers}/blobs/*`] },
  ),
  role(
    'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
    'Storage Blob Data Contributor',
    'Reads, writes and deletes blobs and their containers.',
    {
      actions: [`${containers}/delete`, `${containers}/read`, `${containers}/write`, delegationKey],
      dataActions: ['delete', 'read', 'write', 'move/action', 'add/action'].map((act) => `${containers}/blobs/${act}`),
    },
  ),
  role(
    '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
    'Storage Blob Data Reader',
    'Reads and lists blobs and their containers.',
    { actions: [`${containers}/read`, delegationKey], dataActions: [`${containers}/blobs/read`] },
  ),
  role(
    '9980e02c-c2be-4d73-94e8-173b1dc7cf3c',
    'Virtual Machine Contributor',
    'Makes and manages virtual machines, but neither signs in to them nor manages their network.',
    {
      actions: [
        ...common,
        'Microsoft.Compute/availabilitySets/*',
        'Microsoft.Compute/disks/delete',
        'Microsoft.Compute/disks/read',
        'Microsoft.Compute/disks/write',
        'Microsoft.Compute/virtualMachines/*',
        'Microsoft.Compute/virtualMachineScaleSets/*',
        'Microsoft.Network/networkInterfaces/*',
        'Microsoft.Network/virtualNetworks/read',
        'Microsoft.Network/virtualNetworks/subnets/join/action',
      ],
    },
  ),
  role(
    '4d97b98b-1d4f-4787-a291-c67834d212e7',
    'Network Contributor',
    'Manages networks, but not who has access to them.',
    { actions: [...common, 'Microsoft.Network/*'] },
  ),
  role(
    '00482a5a-887f-4fb3-b363-3b7fe8e74483',
    'Key Vault Administrator',
    'Does everything with the keys, secrets and certificates of a key vault, but does not manage the vault itself.',
    {
      actions: [...common, 'Microsoft.KeyVault/checkNameAvailability/read', 'Microsoft.KeyVault/vaults/*/read'],
      dataActions: ['Microsoft.KeyVault/vaults/*'],
    },
  ),
  role(
    'c8d4ff99-41c3-41a8-9f60-21dfdad59608',
    'AcrQuarantineWriter',
    'Writes the quarantine of a container registry.',
    {
      actions: [
        'Microsoft.ContainerRegistry/registries/quarantine/read',
        'Microsoft.ContainerRegistry/registries/quarantine/write',
      ],
    },
  ),
];
