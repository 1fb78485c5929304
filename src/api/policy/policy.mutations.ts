import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Authorized, Ctx, ID, Info, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { updatePolicy } from '../../commands/update-policy';
import { listRoleManagementPolicies } from '../../queries/list-policies';
import { ChangePayload } from '../change-payload.type';
import type { Context } from '../context';
import { Nullable, Required } from '../fields';
import { payloadOf } from '../payload';
import { textOf } from '../text';
import { PolicyRuleInput, ruleEditOf } from './policy.input';
import { PolicyType } from './policy.type';
import { PolicyRuleType } from './policy-rule.type';

const keyText =
  'An addition to Graph. A text of the caller, 1 to 128 characters, unique for 24 hours: the same key with the same input answers the first result again.';
const idText = 'Id of the policy; look it up by its role in roleManagementPolicyAssignments.';

@InputType('UpdateRoleManagementPolicyInput', {
  description: "Rules to change; Graph's PATCH roleManagementPolicies/{id} (resources.md 6.3).",
})
class UpdatePolicyInput {
  @Required(() => ID, idText)
  readonly id!: string;

  @Required(() => [PolicyRuleInput], 'The rules that change, at most seventeen; the others stay as they are.')
  readonly rules!: readonly PolicyRuleInput[];

  @Nullable(() => String, keyText)
  readonly idempotencyKey?: string | null;
}

@InputType('UpdateRoleManagementPolicyRuleInput', {
  description: "A rule to change; Graph's PATCH …/rules/{id} (resources.md 6.3).",
})
class UpdateRuleInput {
  @Required(() => ID, idText)
  readonly policyId!: string;

  @Required(() => PolicyRuleInput, 'The rule.')
  readonly rule!: PolicyRuleInput;

  @Nullable(() => String, keyText)
  readonly idempotencyKey?: string | null;
}

@ObjectType('UpdateRoleManagementPolicyPayload', { description: 'What came of a change of a policy.' })
class UpdatePolicyPayload extends ChangePayload {
  @Nullable(() => PolicyType, 'The policy as it now stands; null when the change was refused.')
  readonly roleManagementPolicy!: PolicyType | null;
}

@ObjectType('UpdateRoleManagementPolicyRulePayload', { description: 'What came of a change of a rule (W-4).' })
class UpdateRulePayload extends UpdatePolicyPayload {
  @Nullable(() => PolicyRuleType, 'The rule as it now stands; null when the change was refused.')
  readonly roleManagementPolicyRule!: PolicyRuleType | null;
}

@Authorized()
@Resolver()
export class PolicyMutations {
  @Mutation(() => UpdatePolicyPayload, {
    description:
      'Changes rules of a policy, all of them or none, for later requests only (D-13). For Privileged Role and Global Administrators (L.1). Unknown policy: InputPolicyNotFound; unknown rule or wrong value: InvalidPolicy; MFA with an authentication context: MfaAndAcrsConflict (D-8).',
  })
  updateRoleManagementPolicy(
    @Arg('input', () => UpdatePolicyInput, { description: 'The policy and its changed rules.' })
    input: UpdatePolicyInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return this.update(context, info, input.id, input.rules, input.idempotencyKey);
  }

  @Mutation(() => UpdateRulePayload, {
    description:
      'Changes one rule of a policy, for later requests only (D-13). Refuses what updateRoleManagementPolicy refuses.',
  })
  async updateRoleManagementPolicyRule(
    @Arg('input', () => UpdateRuleInput, { description: 'The policy and the rule.' }) input: UpdateRuleInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const payload = await this.update(context, info, input.policyId, [input.rule], input.idempotencyKey);
    return { ...payload, roleManagementPolicyRule: payload.rules?.find(({ id }) => id === input.rule.id) ?? null };
  }

  private update(
    context: Context,
    info: GraphQLResolveInfo,
    id: string,
    rules: readonly PolicyRuleInput[],
    idempotencyKey?: string | null,
  ) {
    const prepare = () => ({
      command: updatePolicy,
      input: { policyId: textOf(id, 256, ['input', 'id']) ?? '', rules: rules.map(ruleEditOf) },
      idempotencyKey,
    });
    return payloadOf(context, prepare, async ({ result }, read) => ({
      rules: result.rules,
      roleManagementPolicy:
        (await read.byIds(listRoleManagementPolicies, [result.policyId], info, ['roleManagementPolicy']))[0] ?? null,
    }));
  }
}
