import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Authorized, Ctx, ID, Info, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { PimError } from '../../domain/errors';
import { listedTogether, listRoleManagementPolicies } from '../../queries/list-policies';
import { ChangePayload } from '../change-payload.type';
import type { Context } from '../context';
import { Nullable, Required } from '../fields';
import { textOf } from '../text';
import { changePolicy } from './change-policy';
import { PolicyRuleInput, ruleEditOf } from './policy.input';
import { PolicyType } from './policy.type';
import { PolicyRuleType } from './policy-rule.type';
import { policyById, policyFor } from './wanted-policy';

const keyText =
  'An addition to Graph. A text of the caller, 1 to 128 characters, unique for 24 hours: the same key with the same input answers the first result again.';
const idText =
  'Id of the policy; look it up by its role in roleManagementPolicyAssignments. Left out when scopeId, scopeType and roleDefinitionId say what the policy is for.';
const addition = 'An addition to Graph, in place of the id: the policy of a group is there only from its first use on.';

/** What a policy is for, in place of its id. No type of the schema by itself. */
@InputType()
abstract class WantedPolicyInput {
  @Nullable(
    () => String,
    `${addition} Where it is held: / or the id of a group. A group that is not under management yet comes under it by this change (G-4).`,
  )
  readonly scopeId?: string | null;

  @Nullable(() => String, `${addition} DirectoryRole or Group.`)
  readonly scopeType?: string | null;

  @Nullable(() => ID, `${addition} Id of the role definition; for groups the word member or owner.`)
  readonly roleDefinitionId?: string | null;
}

@InputType('UpdateRoleManagementPolicyInput', {
  description: "Rules to change; Graph's PATCH roleManagementPolicies/{id} (resources.md 6.3).",
})
class UpdatePolicyInput extends WantedPolicyInput {
  @Nullable(() => ID, idText)
  readonly id?: string | null;

  @Required(() => [PolicyRuleInput], 'The rules that change, at most seventeen; the others stay as they are.')
  readonly rules!: readonly PolicyRuleInput[];

  @Nullable(() => String, keyText)
  readonly idempotencyKey?: string | null;
}

@InputType('UpdateRoleManagementPolicyRuleInput', {
  description: "A rule to change; Graph's PATCH …/rules/{id} (resources.md 6.3).",
})
class UpdateRuleInput extends WantedPolicyInput {
  @Nullable(() => ID, idText)
  readonly policyId?: string | null;

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
      'Changes rules of a policy, all of them or none, for later requests only (D-13). For Privileged Role and Global Administrators (L.1); of a group for those who manage it (G-7). Unknown policy: InputPolicyNotFound; unknown rule, wrong value or approval without approvers (D-14): InvalidPolicy; MFA with an authentication context: MfaAndAcrsConflict (D-8).',
  })
  updateRoleManagementPolicy(
    @Arg('input', () => UpdatePolicyInput, { description: 'The policy and its changed rules.' })
    input: UpdatePolicyInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return update(context, info, { ...input, path: 'id' }, input.rules, input.idempotencyKey);
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
    const wanted = { ...input, id: input.policyId, path: 'policyId' };
    const payload = await update(context, info, wanted, [input.rule], input.idempotencyKey);
    return { ...payload, roleManagementPolicyRule: payload.rules?.find(({ id }) => id === input.rule.id) ?? null };
  }
}

type Wanted = WantedPolicyInput & { readonly id?: string | null; readonly path: string };

/** The policy by its id, or by what it is for; one or the other. */
function wantedOf({ id, scopeId, scopeType, roleDefinitionId, path }: Wanted) {
  const isNamed = [scopeId, scopeType, roleDefinitionId].some((part) => typeof part === 'string');
  if (typeof id === 'string' && !isNamed) {
    const providers = listedTogether.map(({ provider }) => provider);
    return policyById(textOf(id, 256, ['input', path]) ?? '', providers);
  }
  const rules = listedTogether.find(({ policyScopeType }) => policyScopeType === scopeType);
  if (typeof id === 'string' || !rules || typeof scopeId !== 'string' || typeof roleDefinitionId !== 'string')
    throw new PimError(
      'Request_BadRequest',
      `Name the policy by ${path}, or what it is for by scopeId, scopeType (${listedTogether.map(({ policyScopeType }) => policyScopeType).join(' or ')}) and roleDefinitionId.`,
      { path: ['input', path] },
    );
  const inputs = { scope: 'scopeId', role: 'roleDefinitionId' };
  return policyFor({ provider: rules.provider, scopeId, roleDefinitionId, inputs });
}

const update = (
  context: Context,
  info: GraphQLResolveInfo,
  wanted: Wanted,
  rules: readonly PolicyRuleInput[],
  idempotencyKey: string | null = null,
) =>
  changePolicy(context, {
    prepare: () => ({ ...wantedOf(wanted), rules: rules.map(ruleEditOf) }),
    idempotencyKey,
    show: async ({ policyId }, read) => ({
      roleManagementPolicy:
        (await read.byIds(listRoleManagementPolicies, [policyId], info, ['roleManagementPolicy']))[0] ?? null,
    }),
  });
