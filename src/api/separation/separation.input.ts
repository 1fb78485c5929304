import { ID, InputType } from 'type-graphql';
import type { CreateSeparationRule } from '../../commands/create-separation-rule';
import type { DeleteSeparationRule } from '../../commands/delete-separation-rule';
import type { UpdateSeparationRule } from '../../commands/update-separation-rule';
import type { SeparationLevel } from '../../domain/separation';
import { Nullable, Required } from '../fields';
import { lowerCaseId } from '../lower-case-ids';
import { guidOf, textOf } from '../text';
import { SeparationLevelEnum } from './separation.type';

const keyText =
  'A text of the caller, 1 to 128 characters, unique for 24 hours: the same key with the same input answers the first result again.';
const longest = { displayName: 256, description: 1024, roleDefinitionId: 256, roleDefinitionIds: 2 } as const;

@InputType('CreateSeparationOfDutiesRuleInput', { description: 'An addition to Graph. The rule that is to be made.' })
export class CreateSeparationRuleInput {
  @Required(() => String, 'Name of the rule, 1 to 256 characters.')
  readonly displayName!: string;

  @Nullable(() => String, 'What the rule is for, at most 1,024 characters.')
  readonly description?: string | null;

  @Required(() => [ID], 'Ids of exactly two different roles.')
  readonly roleDefinitionIds!: readonly string[];

  @Nullable(() => SeparationLevelEnum, 'What the rule excludes; Assignment when absent.')
  readonly level?: SeparationLevel | null;

  @Nullable(() => String, keyText)
  readonly idempotencyKey?: string | null;
}

@InputType('UpdateSeparationOfDutiesRuleInput', {
  description: 'An addition to Graph. What changes of a rule; what is left out stays. Its roles are what they are.',
})
export class UpdateSeparationRuleInput {
  @Required(() => ID, 'GUID of the rule.')
  readonly id!: string;

  @Nullable(() => String, 'The new name, 1 to 256 characters; null counts as left out.')
  readonly displayName?: string | null;

  @Nullable(() => String, 'What the rule is for, at most 1,024 characters; null takes it away.')
  readonly description?: string | null;

  @Nullable(() => SeparationLevelEnum, 'What the rule excludes; null counts as left out.')
  readonly level?: SeparationLevel | null;

  @Nullable(() => String, keyText)
  readonly idempotencyKey?: string | null;
}

@InputType('DeleteSeparationOfDutiesRuleInput', {
  description: 'An addition to Graph. The rule that is to be removed.',
})
export class DeleteSeparationRuleInput {
  @Required(() => ID, 'GUID of the rule.')
  readonly id!: string;

  @Nullable(() => String, keyText)
  readonly idempotencyKey?: string | null;
}

/** The command's input, held to its lengths. */
export const newRuleOf = (input: CreateSeparationRuleInput): CreateSeparationRule => ({
  displayName: nameOf(input.displayName) ?? '',
  description: descriptionOf(input.description),
  // One more than there may be is enough to be refused.
  roleDefinitionIds: input.roleDefinitionIds.slice(0, longest.roleDefinitionIds + 1).map(roleIdOf),
  level: input.level ?? 'Assignment',
});

/** The command's input, held to its lengths, with only what was sent. */
export const ruleChangeOf = ({
  id,
  displayName,
  description,
  level,
}: UpdateSeparationRuleInput): UpdateSeparationRule => ({
  ...ruleOf({ id }),
  set: {
    ...(typeof displayName === 'string' && { displayName: nameOf(displayName) ?? '' }),
    ...(description !== undefined && { description: descriptionOf(description) }),
    ...(level && { level }),
  },
});

/** The command's input. */
export const ruleOf = ({ id }: DeleteSeparationRuleInput): DeleteSeparationRule => ({
  ruleId: guidOf(id, ['input', 'id']),
});

const nameOf = (name: string) => textOf(name, longest.displayName, ['input', 'displayName']);

const descriptionOf = (text: string | null | undefined) => textOf(text, longest.description, ['input', 'description']);

const roleIdOf = (id: string): string =>
  lowerCaseId(textOf(id, longest.roleDefinitionId, ['input', 'roleDefinitionIds']) ?? '');
