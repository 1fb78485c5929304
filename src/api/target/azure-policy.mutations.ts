import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Authorized, Ctx, Info, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { listResourcePolicies } from '../../queries/list-resource-policies';
import { resourceRule } from '../../queries/shapes/resource-policy-rules';
import { ChangePayload } from '../change-payload.type';
import type { Context } from '../context';
import { Nullable, Required } from '../fields';
import { changePolicy } from '../policy/change-policy';
import { AzurePolicyRuleInput, azureRuleEditOf, WantedAzurePolicyInput, wantedAzurePolicy } from './azure-policy.input';
import { AzurePolicyType } from './azure-policy.type';
import { AzurePolicyRuleType } from './azure-policy-rules.types';

const keyText =
  'An addition to ARM. A text of the caller, 1 to 128 characters, unique for 24 hours: the same key with the same input answers the first result again.';

@InputType('UpdateAzureRoleManagementPolicyInput', {
  description: "Rules to change; ARM's PATCH roleManagementPolicies/{name} (resources.md 12.4).",
})
class UpdateInput extends WantedAzurePolicyInput {
  @Required(() => [AzurePolicyRuleInput], 'The rules that change, at most seventeen; the others stay as they are.')
  readonly rules!: readonly AzurePolicyRuleInput[];

  @Nullable(() => String, keyText)
  readonly idempotencyKey?: string | null;
}

@InputType('UpdateAzureRoleManagementPolicyRuleInput', {
  description: 'An addition to ARM: one rule to change.',
})
class UpdateRuleInput extends WantedAzurePolicyInput {
  @Required(() => AzurePolicyRuleInput, 'The rule.')
  readonly rule!: AzurePolicyRuleInput;

  @Nullable(() => String, keyText)
  readonly idempotencyKey?: string | null;
}

@ObjectType('UpdateAzureRoleManagementPolicyPayload', { description: 'What came of a change of a policy.' })
class UpdatePayload extends ChangePayload {
  @Nullable(() => AzurePolicyType, 'The policy as it now stands; null when the change was refused.')
  readonly azureRoleManagementPolicy!: AzurePolicyType | null;
}

@ObjectType('UpdateAzureRoleManagementPolicyRulePayload', { description: 'What came of a change of a rule.' })
class UpdateRulePayload extends UpdatePayload {
  @Nullable(() => AzurePolicyRuleType, 'The rule as it now stands; null when the change was refused.')
  readonly azureRoleManagementPolicyRule!: AzurePolicyRuleType | null;
}

@Authorized()
@Resolver()
export class AzurePolicyMutations {
  @Mutation(() => UpdatePayload, {
    description:
      'Changes rules of the policy of an Azure role at a scope, all of them or none, for later requests only (D-13). For Owners and User Access Administrators at the scope or above it (L.2, S-1). Unknown policy: InputPolicyNotFound; unknown rule, wrong value or approval without approvers (S-12): InvalidPolicy; MFA with an authentication context: MfaAndAcrsConflict (D-8).',
  })
  updateAzureRoleManagementPolicy(
    @Arg('input', () => UpdateInput, { description: 'The policy and its changed rules.' }) input: UpdateInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return update(context, info, input, input.rules, input.idempotencyKey);
  }

  @Mutation(() => UpdateRulePayload, {
    description:
      'Changes one rule of a policy, for later requests only (D-13). Refuses what updateAzureRoleManagementPolicy refuses.',
  })
  async updateAzureRoleManagementPolicyRule(
    @Arg('input', () => UpdateRuleInput, { description: 'The policy and the rule.' }) input: UpdateRuleInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const payload = await update(context, info, input, [input.rule], input.idempotencyKey);
    const rule = payload.rules?.find(({ id }) => id === input.rule.id);
    return { ...payload, azureRoleManagementPolicyRule: rule ? resourceRule(rule) : null };
  }
}

const field = 'azureRoleManagementPolicy';

const update = (
  context: Context,
  info: GraphQLResolveInfo,
  wanted: WantedAzurePolicyInput,
  rules: readonly AzurePolicyRuleInput[],
  idempotencyKey: string | null = null,
) =>
  changePolicy(context, {
    prepare: () => ({ ...wantedAzurePolicy(wanted), rules: rules.map(azureRuleEditOf) }),
    idempotencyKey,
    show: async ({ policyId }, read) => ({
      [field]: (await read.byIds(listResourcePolicies, [policyId], info, [field]))[0] ?? null,
    }),
  });
