import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Authorized, Ctx, ID, Info, Mutation, ObjectType, Resolver } from 'type-graphql';
import { createResourceScope } from '../../commands/create-resource-scope';
import { deleteResourceScope } from '../../commands/delete-resource-scope';
import type { ChangedScope } from '../../commands/resource-scope-command';
import { ruleResourceScope } from '../../commands/rule-resource-scope';
import { updateResourceScope } from '../../commands/update-resource-scope';
import { resourceNames } from '../../domain/providers/all';
import { listResourceScopes } from '../../queries/list-resource-scopes';
import { ChangePayload } from '../change-payload.type';
import type { Context, Read } from '../context';
import { Nullable } from '../fields';
import { payloadOf } from '../payload';
import {
  CreateAzureScopeInput,
  DeleteAzureScopeInput,
  ElevateAccessInput,
  newScopeOf,
  scopeChangeOf,
  scopeIdOf,
  UpdateAzureScopeInput,
} from './azure-scope.input';
import { AzureScopeType } from './azure-scope.type';

const shownText = 'The scope as it now stands; null when it was refused, or when the caller holds nothing there.';

@ObjectType('CreateAzureScopePayload', { description: 'An addition to Graph. What came of a new scope.' })
class CreatePayload extends ChangePayload {
  @Nullable(() => AzureScopeType, shownText)
  readonly azureScope!: AzureScopeType | null;
}

@ObjectType('UpdateAzureScopePayload', { description: 'An addition to Graph. What came of a change of a scope.' })
class UpdatePayload extends ChangePayload {
  @Nullable(() => AzureScopeType, shownText)
  readonly azureScope!: AzureScopeType | null;
}

@ObjectType('DeleteAzureScopePayload', { description: 'An addition to Graph. What came of the removal of a scope.' })
class DeletePayload extends ChangePayload {
  @Nullable(() => ID, 'Path of the scope that is no more, in lower case; null when the removal was refused.')
  readonly deletedAzureScopeId!: string | null;
}

@ObjectType('ElevateAccessPayload', { description: 'What came of taking access.' })
class ElevatePayload extends ChangePayload {
  @Nullable(() => ID, 'GUID of the schedule of the assignment; null when it was refused.')
  readonly roleAssignmentScheduleId!: string | null;
}

const who =
  'For Owners and User Access Administrators at the scope above or higher, and at the top of the tree for Global Administrators; for others InsufficientPermissions (S-1).';

const changed = async (read: Read, info: GraphQLResolveInfo, { scopeId }: ChangedScope) => ({
  [resourceNames.scope]: (await read.byIds(listResourceScopes, [scopeId], info, [resourceNames.scope]))[0] ?? null,
});

@Authorized()
@Resolver()
export class AzureScopeMutations {
  @Mutation(() => CreatePayload, {
    description: `An addition to Graph. Adds a scope to the tree of Azure resources. ${who} What is held above reaches it at once (S-4). A scope that exists: Conflict; a missing parent: InvalidScope.`,
  })
  createAzureScope(
    @Arg('input', () => CreateAzureScopeInput, { description: 'The scope.' }) input: CreateAzureScopeInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { idempotencyKey } = input;
    const prepare = () => ({ command: createResourceScope, input: newScopeOf(input), idempotencyKey });
    return payloadOf(context, prepare, ({ result }, read) => changed(read, info, result));
  }

  @Mutation(() => UpdatePayload, {
    description: `An addition to Graph. Renames a scope, or moves a management group or a subscription with all below it; then the caller may change both the old place and the new one. ${who} What is held above the new place reaches it at once; activations that rest on what is held above the old one alone end (W-1). Unknown: InvalidScope; a place where it cannot stand: Request_BadRequest.`,
  })
  updateAzureScope(
    @Arg('input', () => UpdateAzureScopeInput, { description: 'The scope and what changes.' })
    input: UpdateAzureScopeInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { idempotencyKey } = input;
    const prepare = () => ({ command: updateResourceScope, input: scopeChangeOf(input), idempotencyKey });
    return payloadOf(context, prepare, ({ result }, read) => changed(read, info, result));
  }

  @Mutation(() => DeletePayload, {
    description: `An addition to Graph. Takes a scope out of the tree. ${who} Conflict while there are scopes below it, or while anybody holds a role at it, is eligible for one or has asked for one. Unknown: InvalidScope.`,
  })
  deleteAzureScope(
    @Arg('input', () => DeleteAzureScopeInput, { description: 'The scope.' }) input: DeleteAzureScopeInput,
    @Ctx() context: Context,
  ) {
    const { idempotencyKey } = input;
    const prepare = () => ({ command: deleteResourceScope, input: { id: scopeIdOf(input.id, 'id') }, idempotencyKey });
    return payloadOf(context, prepare, async ({ result }) => ({ deletedAzureScopeId: result.scopeId }));
  }

  @Mutation(() => ElevatePayload, {
    description:
      "Azure's elevateAccess: makes a Global Administrator, who has no say over Azure resources as such, User Access Administrator at the top of the tree, without an end (S-1). That is how the first Owner comes to be. For others InsufficientPermissions; below the top: InvalidScope; who is it already: RoleAssignmentExists.",
  })
  elevateAccess(
    @Arg('input', () => ElevateAccessInput, { description: 'Where.' }) input: ElevateAccessInput,
    @Ctx() context: Context,
  ) {
    const { idempotencyKey } = input;
    const { principalId } = context.caller;
    const prepare = () => ({
      command: ruleResourceScope,
      input: { principalId, scopeId: scopeIdOf(input.scope, 'scope') },
      idempotencyKey,
    });
    return payloadOf(context, prepare, async ({ result }) => ({ roleAssignmentScheduleId: result.scheduleId }));
  }
}
