import { type UnifiedRoleManagementPolicyRuleInput, UpdatePolicyDocument } from '../graphql/graphql';
import type { Client } from '../support/client';

/** Somebody changes rules of the policy for members of a group, which comes under management by that if it is not (G-4). */
export async function changeGroupPolicy(
  client: Client,
  groupId: string,
  rules: readonly UnifiedRoleManagementPolicyRuleInput[],
): Promise<void> {
  const { updateRoleManagementPolicy } = await client.ask(UpdatePolicyDocument, {
    input: { scopeId: groupId, scopeType: 'Group', roleDefinitionId: 'member', rules },
  });
  if (updateRoleManagementPolicy.userErrors.length > 0) throw new Error(JSON.stringify(updateRoleManagementPolicy));
}

/** The rule that makes activations wait for people, or for any member of groups. */
export const approvalBy = (
  ...primaryApprovers: readonly ({ readonly userId: string } | { readonly groupId: string })[]
): UnifiedRoleManagementPolicyRuleInput => ({
  id: 'Approval_EndUser_Assignment',
  setting: { isApprovalRequired: true, approvalStages: [{ primaryApprovers }] },
});
