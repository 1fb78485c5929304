import { Arg, Authorized, Ctx, ID, Query, Resolver } from 'type-graphql';
import { resourceProvider } from '../../domain/providers/all';
import type { Context } from '../context';
import { requirementsFor, targetOf } from '../requirements/activation-requirements.resolver';
import { ActivationRequirementsType } from '../requirements/activation-requirements.type';

/** Of a role that is named by its path. */
const longestPath = 2_000;

@Authorized()
@Resolver()
export class AzureRequirementsResolver {
  @Query(() => ActivationRequirementsType, {
    nullable: true,
    description:
      'An addition to ARM: what would the caller be asked for if he activated the Azure role at the scope now? It is told by the policy of exactly this scope (S-3). Null where there is no such role or scope, where the policy is not for him to see (L.2), and for applications. A malformed scope is InvalidScope.',
  })
  azureRoleActivationRequirements(
    @Arg('roleDefinitionId', () => ID, { description: 'The role: its GUID, or a path that ends in it.' })
    roleDefinitionId: string,
    @Arg('scope', () => String, { description: 'Path of the scope, in any letter case.' }) scope: string,
    @Ctx() context: Context,
  ) {
    return requirementsFor(context, targetOf(resourceProvider.provider, roleDefinitionId, scope, longestPath));
  }
}
