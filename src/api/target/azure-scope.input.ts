import { ID, InputType } from 'type-graphql';
import type { CreateResourceScope } from '../../commands/create-resource-scope';
import type { UpdateResourceScope } from '../../commands/update-resource-scope';
import { PimError } from '../../domain/errors';
import { canonicalResourceScope, resourceProvider } from '../../domain/providers/all';
import { Nullable, Required } from '../fields';
import { textOf } from '../text';

const keyText =
  'A text of the caller, 1 to 128 characters, unique for 24 hours: the same key with the same input answers the first result again.';
const longestName = 256;
const longestPath = 2_000;

@InputType('CreateAzureScopeInput', { description: 'An addition to Graph. The scope that is to be made.' })
export class CreateAzureScopeInput {
  @Required(
    () => ID,
    'The path: /providers/Microsoft.Management/managementGroups/{name}, /subscriptions/{guid}, what stands below that as /resourceGroups/{name}, or below that as /providers/{namespace}/{type}/{name}.',
  )
  readonly id!: string;

  @Required(() => String, 'Name of the scope, 1 to 256 characters.')
  readonly displayName!: string;

  @Nullable(
    () => ID,
    'Path of the management group right above a management group or a subscription. Absent or null: a management group stands at the top, a subscription below the one management group at the top, or itself at the top where there is none or are several. Resource groups and resources stand where their path says.',
  )
  readonly parent?: string | null;

  @Nullable(() => String, keyText)
  readonly idempotencyKey?: string | null;
}

@InputType('UpdateAzureScopeInput', {
  description: 'An addition to Graph. What changes of a scope; what is left out, or null, stays.',
})
export class UpdateAzureScopeInput {
  @Required(() => ID, 'Path of the scope, in any letter case.')
  readonly id!: string;

  @Nullable(() => String, 'The new name, 1 to 256 characters.')
  readonly displayName?: string | null;

  @Nullable(() => ID, 'Path of the management group below which it is to stand from now on, with all below itself.')
  readonly parent?: string | null;

  @Nullable(() => String, keyText)
  readonly idempotencyKey?: string | null;
}

@InputType('DeleteAzureScopeInput', { description: 'An addition to Graph. The scope that is to be removed.' })
export class DeleteAzureScopeInput {
  @Required(() => ID, 'Path of the scope, in any letter case.')
  readonly id!: string;

  @Nullable(() => String, keyText)
  readonly idempotencyKey?: string | null;
}

@InputType('ElevateAccessInput', { description: 'Where a Global Administrator takes access.' })
export class ElevateAccessInput {
  @Required(() => ID, 'Path of a scope at the top of the tree, in any letter case.')
  readonly scope!: string;

  @Nullable(() => String, `An addition to ARM. ${keyText}`)
  readonly idempotencyKey?: string | null;
}

/** The canonical id of a scope in an input; `InvalidScope` for what is none. */
export function scopeIdOf(path: string, property: string): string {
  const scopeId = canonicalResourceScope(path);
  if (scopeId !== null) return scopeId;
  throw new PimError('InvalidScope', `${property} is no path of a scope; ${resourceProvider.names.scopeHint}.`, {
    path: ['input', property],
  });
}

const parentIdOf = (parent: string | null | undefined): string | null =>
  parent === null || parent === undefined ? null : scopeIdOf(parent, 'parent');

const nameOf = (name: string): string => textOf(name, longestName, ['input', 'displayName']) ?? '';

/** The command's input, held to its lengths. */
export const newScopeOf = ({ id, displayName, parent }: CreateAzureScopeInput): CreateResourceScope => ({
  id: scopeIdOf(id, 'id'),
  spelling: (textOf(id, longestPath, ['input', 'id']) ?? '').replace(/\/$/, ''),
  displayName: nameOf(displayName),
  parentId: parentIdOf(parent),
});

/** The command's input, held to its lengths, with only what was sent. */
export const scopeChangeOf = ({ id, displayName, parent }: UpdateAzureScopeInput): UpdateResourceScope => ({
  id: scopeIdOf(id, 'id'),
  parentId: parentIdOf(parent),
  ...(typeof displayName === 'string' && { displayName: nameOf(displayName) }),
});
