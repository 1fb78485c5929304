import {
  CreateAzureAssignmentRequestDocument,
  type CreateAzureAssignmentRequestMutationVariables,
  CreateAzureEligibilityRequestDocument,
  CreateAzureScopeDocument,
} from '../graphql/graphql';
import type { TestApp } from '../support/app';
import { cast, type Person } from '../support/cast';
import type { Client } from '../support/client';

/** The tree of these tests, as Azure writes its paths. */
export const root = '/providers/Microsoft.Management/managementGroups/contoso';
export const subscription = '/subscriptions/dfa2a084-766f-4003-8ae1-c4aeb893a99f';
export const rg = `${subscription}/resourceGroups/Web`;
export const rg2 = `${subscription}/resourceGroups/Web2`;

/** Built-in Azure roles. */
export const azureRoles = {
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  blobReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
} as const;

export type AzureInput = CreateAzureAssignmentRequestMutationVariables['input'];

/** Somebody holds an Azure role without an end, as if given outside of PIM. */
export const holdsOutside = async (
  { sql }: TestApp,
  principalId: string,
  scope: string,
  roleDefinitionId: string = azureRoles.owner,
): Promise<void> => {
  await sql(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, created_at)
     values (gen_random_uuid(), 'assignment', 'azure', $1, $2, $3, 'Assigned', '2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z')`,
    [principalId, roleDefinitionId, scope.toLowerCase()],
  );
};

/** Makes scopes, one below the other as they come; Ben owns the root. */
export async function plantTree(app: TestApp, paths: readonly string[] = [subscription, rg, rg2]): Promise<void> {
  await app.owner(`truncate resource_scope cascade`);
  const create = (person: Person, id: string) =>
    app.as(person).ask(CreateAzureScopeDocument, { input: { id, displayName: id.split('/').at(-1) ?? id } });
  const answers = [await create('adam', root)];
  await holdsOutside(app, cast.ben, root);
  for (const path of paths) answers.push(await create('ben', path));
  const refused = answers.filter(({ createAzureScope: { userErrors } }) => userErrors.length > 0);
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
}

/** What Ben sends to make Alice a Contributor of the resource group for half a year. */
export const azureEligibility = (differing: Partial<AzureInput> = {}): AzureInput => ({
  scope: rg,
  requestType: 'AdminAssign',
  principalId: cast.alice,
  roleDefinitionId: azureRoles.contributor,
  scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'P180D' } },
  ...differing,
});

/** What Alice sends to activate that for two hours. */
export const azureActivation = (differing: Partial<AzureInput> = {}): AzureInput =>
  azureEligibility({
    requestType: 'SelfActivate',
    justification: 'incident 4711',
    scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'PT2H' } },
    ...differing,
  });

/** Asks for an eligibility and yields the payload, refused or not. */
export const askEligibility = async (client: Client, input: AzureInput) =>
  (await client.ask(CreateAzureEligibilityRequestDocument, { input })).createAzureRoleEligibilityScheduleRequest;

/** Asks for an assignment and yields the payload, refused or not. */
export const askAssignment = async (client: Client, input: AzureInput) =>
  (await client.ask(CreateAzureAssignmentRequestDocument, { input })).createAzureRoleAssignmentScheduleRequest;

/** Ben makes Alice eligible; it must not be refused. */
export async function makeAzureEligible({ as }: TestApp, differing: Partial<AzureInput> = {}) {
  const payload = await askEligibility(as('ben'), azureEligibility(differing));
  const { azureRoleEligibilityScheduleRequest: request, userErrors } = payload;
  if (!request) throw new Error(`it was refused: ${JSON.stringify(userErrors)}`);
  return request;
}

/** Alice activates; it must not be refused. */
export async function activateAzure({ as }: TestApp, differing: Partial<AzureInput> = {}) {
  const payload = await askAssignment(as('alice'), azureActivation(differing));
  const { azureRoleAssignmentScheduleRequest: request, userErrors } = payload;
  if (!request) throw new Error(`it was refused: ${JSON.stringify(userErrors)}`);
  return request;
}
