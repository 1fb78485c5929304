import { ID, InputType } from 'type-graphql';
import { PimError } from '../../domain/errors';
import type { RuleTarget } from '../../domain/policy/policy';
import type { RuleEdit } from '../../domain/policy/rule-edit';
import { resourceProvider } from '../../domain/providers/all';
import { storedPolicyId } from '../../queries/shapes/resource-policy';
import { resourceRuleType } from '../../queries/shapes/resource-policy-rules';
import { Nullable, Required } from '../fields';
import { PolicyRuleProperties, ruleEditOf } from '../policy/policy.input';
import { RuleTargetCallerEnum, RuleTargetLevelEnum } from '../policy/policy-rule.type';
import { policyById, policyFor } from '../policy/wanted-policy';
import { textOf } from '../text';
import { AzureRuleOperationEnum } from './azure-policy-rules.types';

@InputType('AzureRoleManagementPolicyRuleTargetInput', {
  description: 'The target of a rule; it is fixed, and may be sent to say which.',
})
class AzureRuleTargetInput {
  @Required(() => RuleTargetCallerEnum, 'Who makes the change.')
  readonly caller!: RuleTarget['caller'];

  @Required(() => RuleTargetLevelEnum, 'Which side is changed.')
  readonly level!: RuleTarget['level'];

  @Nullable(() => [AzureRuleOperationEnum], 'Which changes; in practice the one value All.')
  readonly operations?: readonly string[] | null;

  @Nullable(() => [String], 'Ignored.')
  readonly targetObjects?: readonly string[] | null;

  @Nullable(() => [String], 'Ignored.')
  readonly inheritableSettings?: readonly string[] | null;

  @Nullable(() => [String], 'Ignored.')
  readonly enforcedSettings?: readonly string[] | null;
}

@InputType('AzureRoleManagementPolicyRuleInput', {
  description:
    "A rule with the properties of its type, in the shape of ARM's PATCH: its id tells the type. What is left out stays as it is; a property of another type is InvalidPolicy.",
})
export class AzurePolicyRuleInput extends PolicyRuleProperties {
  @Nullable(() => String, "ARM's name of the type, such as RoleManagementPolicyExpirationRule; fixed by the id.")
  readonly ruleType?: string | null;

  @Nullable(() => AzureRuleTargetInput, 'The target; fixed, so it must be the stored one.')
  readonly target?: AzureRuleTargetInput | null;
}

/** Which policy changes: by its id, or by what it is for. No type of the schema by itself. */
@InputType()
export abstract class WantedAzurePolicyInput {
  @Nullable(
    () => ID,
    'Path of the policy, in any letter case. Left out when scope and roleDefinitionId say what the policy is for.',
  )
  readonly id?: string | null;

  @Nullable(
    () => String,
    'An addition to ARM, in place of the id: the policy of a role at a scope is there only from its first use on. Path of the scope; the role comes under management there by this change (G-4).',
  )
  readonly scope?: string | null;

  @Nullable(() => ID, 'An addition to ARM, with scope. The role: its GUID, or a path that ends in it.')
  readonly roleDefinitionId?: string | null;
}

/** The edit that a rule's input means; refuses a type that the rule does not have. */
export function azureRuleEditOf(input: AzurePolicyRuleInput): RuleEdit {
  const { ruleType, target, ...rest } = input;
  const rule = resourceProvider.defaultRules.find(({ id }) => id === input.id);
  if (typeof ruleType === 'string' && rule && ruleType !== resourceRuleType(rule))
    throw new PimError('InvalidPolicy', `ruleType of ${rule.id} is ${resourceRuleType(rule)}.`, {
      path: ['input', 'rules', rule.id, 'ruleType'],
    });
  return ruleEditOf({ ...rest, target: target && { caller: target.caller, level: target.level } });
}

/** The policy that an input names; one way or the other. */
export function wantedAzurePolicy({ id, scope, roleDefinitionId }: WantedAzurePolicyInput) {
  const { provider } = resourceProvider;
  if (typeof id === 'string' && typeof scope !== 'string' && typeof roleDefinitionId !== 'string')
    return policyById(storedPolicyId(textOf(id, 2_100, ['input', 'id']) ?? ''), [provider]);
  if (typeof id === 'string' || typeof scope !== 'string' || typeof roleDefinitionId !== 'string')
    throw new PimError(
      'Request_BadRequest',
      'Name the policy by id, or what it is for by scope and roleDefinitionId.',
      { path: ['input', 'id'] },
    );
  const inputs = { scope: 'scope', role: 'roleDefinitionId' };
  return policyFor({ provider, scopeId: scope, roleDefinitionId, inputs });
}
