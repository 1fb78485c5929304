import type { GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Authorized, Ctx, Extensions, Field, ID, Info, Query, Resolver } from 'type-graphql';
import { canonicalResourceScope, resourceNames } from '../../domain/providers/all';
import { listEligibleResourceScopes, listResourceScopes } from '../../queries/list-resource-scopes';
import { PlannedRoot } from '../../queries/planner/planned-root';
import type { PageArguments } from '../../queries/planner/shape';
import { collectionResolver } from '../collection';
import type { Context } from '../context';
import { comparing } from '../filter-input';
import { IdFilter, StringFilter } from '../filter-operators';
import { NestedPageArguments } from '../page-arguments';
import { AzureScopeType, azureScopeConnection } from './azure-scope.type';

/** The stored id of a scope as a caller wrote it; what is none is a text that no scope has. */
export const storedScope = (text: string): string => canonicalResourceScope(text) ?? '';

export const AzureScopeResolver = collectionResolver({
  question: listResourceScopes,
  typeName: 'AzureScope',
  type: () => AzureScopeType,
  connection: azureScopeConnection,
  singular: resourceNames.scope,
  description:
    'An addition to Graph. The scopes at which Azure roles are held. Everybody sees those at, above and below which he, or a group of his, holds a role or may activate one; directory administrators see none by that (L.2).',
  filter: {
    id: comparing(() => IdFilter, 'Compares the path, without regard to case.'),
    type: comparing(() => StringFilter, 'Compares the type, such as subscription.'),
    displayName: comparing(() => StringFilter, 'Compares the name.'),
    parent: comparing(() => IdFilter, 'Compares the path of the scope right above, without regard to case.'),
  },
  canonical: { id: storedScope, parent: storedScope },
});

@ArgsType()
class EligibleChildArguments extends NestedPageArguments {
  @Field(() => ID, { description: 'Path of the scope below which to look, in any letter case.' })
  readonly scope!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Only scopes of this type, such as resourcegroup; in any letter case.',
  })
  readonly resourceType?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: whatever stands below the scope, at any depth; else only what stands right below it.',
  })
  readonly getAllChildren?: boolean | null;
}

const listAsked = ({ scope, resourceType, getAllChildren, ...page }: EligibleChildArguments): PageArguments => ({
  ...page,
  filter: {
    [getAllChildren ? 'below' : 'parent']: { eq: storedScope(scope) },
    ...(resourceType ? { type: { eq: resourceType.toLowerCase() } } : {}),
  },
});

@Authorized()
@Resolver()
export class EligibleChildResourcesResolver {
  @Extensions({
    plannedRoot: new PlannedRoot(listEligibleResourceScopes, (args) => ({
      is: 'page',
      args: listAsked(args as unknown as EligibleChildArguments),
    })),
  })
  @Query(() => azureScopeConnection(), {
    description:
      "ARM's eligibleChildResources (resources.md 12.1): the scopes below one at which the caller may activate an Azure role now, because he or a group of his is eligible there or above.",
  })
  eligibleChildResources(
    @Args(() => EligibleChildArguments) args: EligibleChildArguments,
    @Ctx() { read }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read.page(listEligibleResourceScopes, listAsked(args), info);
  }
}
