import type { CreateAssignmentRequestMutationVariables } from '../graphql/graphql';
import {
  ApprovalByIdDocument,
  CreateAssignmentRequestDocument,
  CreateEligibilityRequestDocument,
  DecideDocument,
  PolicyAssignmentsDocument,
  type UnifiedRoleManagementPolicyRuleInput,
  UpdatePolicyDocument,
} from '../graphql/graphql';
import type { TestApp } from '../support/app';
import { cast, groups, type Person, roles } from '../support/cast';
import type { Client } from '../support/client';

type RequestInput = CreateAssignmentRequestMutationVariables['input'];

const role = roles.groupsAdministrator;

/** Asks for an assignment and yields the payload, refused or not. */
export const requestAssignment = async (client: Client, input: RequestInput) =>
  (await client.ask(CreateAssignmentRequestDocument, { input })).createRoleAssignmentScheduleRequest;

/** Asks for an eligibility and yields the payload, refused or not. */
export const requestEligibility = async (client: Client, input: RequestInput) =>
  (await client.ask(CreateEligibilityRequestDocument, { input })).createRoleEligibilityScheduleRequest;

/** The request in a payload that must not be a refusal. */
export function requestIn<Request>(payload: {
  readonly roleAssignmentScheduleRequest?: Request | null;
  readonly roleEligibilityScheduleRequest?: Request | null;
  readonly userErrors: readonly object[];
}): Request {
  const request = payload.roleAssignmentScheduleRequest ?? payload.roleEligibilityScheduleRequest;
  if (!request || payload.userErrors.length > 0) throw new Error(`it was refused: ${JSON.stringify(payload)}`);
  return request;
}

/** Alice's activation of Groups Administrator for two hours, but for what differs. */
export const activation = (differing: Partial<RequestInput> = {}): RequestInput => ({
  action: 'selfActivate',
  principalId: cast.alice,
  roleDefinitionId: role,
  directoryScopeId: '/',
  justification: 'incident 4711',
  scheduleInfo: { expiration: { type: 'afterDuration', duration: 'PT2H' } },
  ...differing,
});

/** What adam sends to make somebody eligible for good; alice and Groups Administrator unless told otherwise. */
export const eligibility = (differing: Partial<RequestInput> = {}): RequestInput => ({
  action: 'adminAssign',
  principalId: cast.alice,
  roleDefinitionId: role,
  directoryScopeId: '/',
  scheduleInfo: { expiration: { type: 'noExpiration' } },
  ...differing,
});

/** Adam makes somebody eligible; alice for Groups Administrator unless told otherwise. */
export const makeEligible = async ({ as }: TestApp, differing: Partial<RequestInput> = {}) =>
  requestIn(await requestEligibility(as('adam'), eligibility(differing)));

/** Alice activates; it must not be refused. */
export const activate = async ({ as }: TestApp, differing: Partial<RequestInput> = {}) =>
  requestIn(await requestAssignment(as('alice'), activation(differing)));

/** Adam changes rules of a role's policy. */
export async function changePolicy(
  { as }: TestApp,
  rules: readonly UnifiedRoleManagementPolicyRuleInput[],
  roleDefinitionId: string = role,
): Promise<void> {
  const id = await policyIdOf(as('adam'), roleDefinitionId);
  const { updateRoleManagementPolicy } = await as('adam').ask(UpdatePolicyDocument, { input: { id, rules } });
  if (updateRoleManagementPolicy.userErrors.length > 0) throw new Error(JSON.stringify(updateRoleManagementPolicy));
}

/** The id of the policy that stands for a role. */
export async function policyIdOf(client: Client, roleDefinitionId: string): Promise<string> {
  const { roleManagementPolicyAssignments } = await client.ask(PolicyAssignmentsDocument, {
    filter: { roleDefinitionId: { eq: roleDefinitionId } },
  });
  return roleManagementPolicyAssignments.nodes[0]?.policyId ?? '';
}

/** From now on activations of a role wait for the approvers' group, of which ann and (through another) ben are members. */
export const demandApproval = (
  app: TestApp,
  roleDefinitionId: string = role,
  approvers: readonly string[] = [groups.approvers],
) =>
  changePolicy(
    app,
    [
      {
        id: 'Approval_EndUser_Assignment',
        setting: {
          isApprovalRequired: true,
          approvalStages: [{ primaryApprovers: approvers.map((groupId) => ({ groupId })) }],
        },
      },
    ],
    roleDefinitionId,
  );

/** Somebody decides on the open stage of a request; yields the payload, refused or not. */
export const decide = async (
  { as }: TestApp,
  person: Person,
  approvalId: string,
  reviewResult: 'Approve' | 'Deny' = 'Approve',
) =>
  (await as(person).ask(DecideDocument, { input: { approvalId, reviewResult, justification: 'fine' } }))
    .updateApprovalStage;

/** An approval as somebody sees it. */
export const approvalOf = async (client: Client, id: string) =>
  (await client.ask(ApprovalByIdDocument, { id })).roleAssignmentApproval;

/** Codes of refusals, in order. */
export const codesOf = ({ userErrors }: { readonly userErrors: readonly { readonly code: string }[] }) =>
  userErrors.map(({ code }) => code);

/** Gives somebody a role for good, outside PIM, since 2020; yields the id of the schedule. */
export async function assignOutsidePim(
  { sql }: TestApp,
  principalId: string,
  roleDefinitionId: string = roles.globalAdministrator,
): Promise<string> {
  const [row] = await sql(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, created_at)
       values (gen_random_uuid(), 'assignment', 'directory', $1, $2, '/', 'Assigned', '2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z')
       returning id::text`,
    [principalId, roleDefinitionId],
  );
  return String(row?.id);
}
