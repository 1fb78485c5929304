import { CreateAzureScopeDocument, UpdateResourcePolicyDocument } from '../../graphql/graphql';
import { startTestApp, type TestApp } from '../../support/app';
import type { Client } from '../../support/client';
import { type AzureInput, holdsOutside } from '../azure-scenario';
import { insertUsers, noTicket } from './published';

// The samples write the subscription as /providers/Microsoft.Subscription/subscriptions/… in places; its path is
// /subscriptions/… (resources.md 12.1).
export const subscription = '/subscriptions/dfa2a084-766f-4003-8ae1-c4aeb893a99f';
const role = 'c8d4ff99-41c3-41a8-9f60-21dfdad59608';
const roleDefinitionId = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
export const principalId = 'a3bb8764-cb92-4276-9d2a-ca1e895e55ea';
export const eligibilityName = '64caffb6-55c0-4deb-a585-68e948ea1ad6';
export const activationName = 'fea7a502-9a96-4806-a26f-eee560e52045';
const condition =
  "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:ContainerName] StringEqualsIgnoreCase 'foo_storage_container'";

/** The principal of the eleventh section's samples, who made the requests himself. */
export interface Section {
  readonly app: TestApp;
  readonly caller: Client;
  /** Puts the clock to an instant and gives it back. */
  readonly at: (instant: string) => string;
}

/** Starts the service in the minute before the samples, with the subscription, two resource groups, and its Owner. */
export async function startSection(): Promise<Section> {
  const app = await startTestApp('2020-09-09T21:30:00Z');
  await insertUsers(app, { 'User Account': principalId });
  await app.sql(`update principal set mail = 'user@my-tenant.com' where id = $1`, [principalId]);
  const caller = app.asPrincipal(principalId);
  await addScope(app.as('adam'), subscription, 'Pay-As-You-Go');
  await holdsOutside(app, principalId, subscription);
  for (const name of ['RG-1', 'RG-2']) await addScope(caller, `${subscription}/resourceGroups/${name}`, name);
  await askNothing(caller);
  return {
    app,
    caller,
    at: (instant) => {
      app.clock.set(instant);
      return instant;
    },
  };
}

async function addScope(client: Client, id: string, displayName: string): Promise<void> {
  const { createAzureScope } = await client.ask(CreateAzureScopeDocument, { input: { id, displayName } });
  if (createAzureScope.userErrors.length > 0) throw new Error(JSON.stringify(createAzureScope));
}

/** The samples activate without a reason, which the policy that everything starts with demands (resources.md 6.6). */
async function askNothing(caller: Client): Promise<void> {
  const rules = [{ id: 'Enablement_EndUser_Assignment', enabledRules: [] }];
  const { updateAzureRoleManagementPolicy } = await caller.ask(UpdateResourcePolicyDocument, {
    input: { scope: subscription, roleDefinitionId, rules },
  });
  if (updateAzureRoleManagementPolicy.userErrors.length > 0)
    throw new Error(JSON.stringify(updateAzureRoleManagementPolicy));
}

/** The period that samples ask for, and show again. */
export const lasting = (duration: string, startDateTime: string) => ({
  startDateTime,
  expiration: { type: 'AfterDuration' as const, endDateTime: null, duration },
});
/** Whom, where and what the samples are about. */
export const about = { scope: subscription, roleDefinitionId, principalId };
const confined = { condition, conditionVersion: '1.0' };
/** What sample 11.1 sends. */
export const eligibilityInput: AzureInput = {
  ...about,
  ...confined,
  name: eligibilityName,
  requestType: 'AdminAssign',
  scheduleInfo: lasting('P365D', '2020-09-09T21:31:27.91Z'),
};
/** What sample 11.2 sends. */
export const activationInput: AzureInput = {
  ...about,
  ...confined,
  name: activationName,
  requestType: 'SelfActivate',
  linkedRoleEligibilityScheduleId: eligibilityName,
  scheduleInfo: lasting('PT8H', '2020-09-09T21:35:27.91Z'),
};

const expandedProperties = {
  scope: { id: subscription, displayName: 'Pay-As-You-Go', type: 'subscription' },
  // The samples call the role Contributor; this GUID is AcrQuarantineWriter's.
  roleDefinition: { id: roleDefinitionId, displayName: 'AcrQuarantineWriter', type: 'BuiltInRole' },
  principal: { id: principalId, displayName: 'User Account', email: 'user@my-tenant.com', type: 'User' },
};
/** What everything that comes of the samples shows of whom, where and what. */
export const common = { ...about, ...confined, principalType: 'User', expandedProperties };
const request = {
  ...common,
  status: 'Provisioned',
  approvalId: null,
  ticketInfo: noTicket,
  justification: null,
  requestorId: principalId,
  isValidationOnly: false,
};
/** What sample 11.1 answers. In ARM a schedule has a GUID of its own; here it is that of the request that made it. */
export const eligibilityRequest = {
  ...request,
  id: eligibilityName,
  name: eligibilityName,
  targetRoleEligibilityScheduleId: eligibilityName,
  targetRoleEligibilityScheduleInstanceId: null,
  requestType: 'AdminAssign',
  createdOn: '2020-09-09T21:32:27.91Z',
  // The sample repeats the start that was asked for, a minute before the request; here it is the real one.
  scheduleInfo: lasting('P365D', '2020-09-09T21:32:27.91Z'),
};
/** What sample 11.2 answers. */
export const activationRequest = {
  ...request,
  id: activationName,
  name: activationName,
  linkedRoleEligibilityScheduleId: eligibilityName,
  targetRoleAssignmentScheduleId: activationName,
  targetRoleAssignmentScheduleInstanceId: null,
  requestType: 'SelfActivate',
  createdOn: '2020-09-09T21:35:27.91Z',
  scheduleInfo: lasting('PT8H', '2020-09-09T21:35:27.91Z'),
};

/**
 * What a validation answers: Granted, as live clients of ARM see it, where the file says Provisioned although nothing is
 * created (resources.md 12.4); names of the principal and the role are read with stored requests only.
 */
export const validated = ({ expandedProperties: _, principalType: __, ...rest }: typeof request) => ({
  ...rest,
  status: 'Granted',
  isValidationOnly: true,
});
