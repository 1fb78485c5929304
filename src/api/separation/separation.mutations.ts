import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Authorized, Ctx, ID, Info, Mutation, ObjectType, Resolver } from 'type-graphql';
import { createSeparationRule } from '../../commands/create-separation-rule';
import { deleteSeparationRule } from '../../commands/delete-separation-rule';
import type { ChangedSeparation } from '../../commands/separation-rule-command';
import { updateSeparationRule } from '../../commands/update-separation-rule';
import { listSeparationRules } from '../../queries/list-separation-rules';
import { ChangePayload } from '../change-payload.type';
import type { Context, Read } from '../context';
import { Nullable } from '../fields';
import { payloadOf } from '../payload';
import {
  CreateSeparationRuleInput,
  DeleteSeparationRuleInput,
  newRuleOf,
  ruleChangeOf,
  ruleOf,
  UpdateSeparationRuleInput,
} from './separation.input';
import { SeparationRuleType } from './separation.type';

@ObjectType('CreateSeparationOfDutiesRulePayload', { description: 'An addition to Graph. What came of a new rule.' })
class CreatePayload extends ChangePayload {
  @Nullable(
    () => SeparationRuleType,
    'The rule; its violations are who held both roles when it began to hold. Null when it was refused.',
  )
  readonly separationOfDutiesRule!: SeparationRuleType | null;
}

@ObjectType('UpdateSeparationOfDutiesRulePayload', {
  description: 'An addition to Graph. What came of a change of a rule.',
})
class UpdatePayload extends ChangePayload {
  @Nullable(() => SeparationRuleType, 'The rule as it now stands; null when the change was refused.')
  readonly separationOfDutiesRule!: SeparationRuleType | null;
}

@ObjectType('DeleteSeparationOfDutiesRulePayload', {
  description: 'An addition to Graph. What came of the removal of a rule.',
})
class DeletePayload extends ChangePayload {
  @Nullable(() => ID, 'GUID of the rule that is no more; null when the removal was refused.')
  readonly deletedSeparationOfDutiesRuleId!: string | null;
}

const who = 'For Privileged Role and Global Administrators (L.1).';
const unknown = 'Unknown rule: Request_ResourceNotFound.';

@Authorized()
@Resolver()
export class SeparationMutations {
  @Mutation(() => CreatePayload, {
    description: `An addition to Graph. Makes a rule that parts two roles. ${who} It holds at once for everything that is not stored yet; what is held already stays, and is listed as violations. Unknown role: RoleNotFound; not two different roles: Request_BadRequest; a rule that parts them already: Conflict.`,
  })
  createSeparationOfDutiesRule(
    @Arg('input', () => CreateSeparationRuleInput, { description: 'The rule.' }) input: CreateSeparationRuleInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { idempotencyKey } = input;
    const prepare = () => ({ command: createSeparationRule, input: newRuleOf(input), idempotencyKey });
    return payloadOf(context, prepare, ({ result }, read) => changed(read, info, result));
  }

  @Mutation(() => UpdatePayload, {
    description: `An addition to Graph. Changes name, description or level of a rule. ${who} ${unknown}`,
  })
  updateSeparationOfDutiesRule(
    @Arg('input', () => UpdateSeparationRuleInput, { description: 'The rule and what changes.' })
    input: UpdateSeparationRuleInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { idempotencyKey } = input;
    const prepare = () => ({ command: updateSeparationRule, input: ruleChangeOf(input), idempotencyKey });
    return payloadOf(context, prepare, ({ result }, read) => changed(read, info, result));
  }

  @Mutation(() => DeletePayload, {
    description: `An addition to Graph. Removes a rule for good: it parts nothing any more and is no longer shown. ${who} ${unknown}`,
  })
  deleteSeparationOfDutiesRule(
    @Arg('input', () => DeleteSeparationRuleInput, { description: 'The rule.' }) input: DeleteSeparationRuleInput,
    @Ctx() context: Context,
  ) {
    const { idempotencyKey } = input;
    const prepare = () => ({ command: deleteSeparationRule, input: ruleOf(input), idempotencyKey });
    return payloadOf(context, prepare, async ({ result }) => ({ deletedSeparationOfDutiesRuleId: result.ruleId }));
  }
}

const changed = async (read: Read, info: GraphQLResolveInfo, { ruleId }: ChangedSeparation) => ({
  separationOfDutiesRule:
    (await read.byIds(listSeparationRules, [ruleId], info, ['separationOfDutiesRule']))[0] ?? null,
});
