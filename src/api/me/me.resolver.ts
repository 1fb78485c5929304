import type { GraphQLResolveInfo } from 'graphql';
import { Authorized, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import type { Caller } from '../../domain/actor';
import { findDirectoryObject } from '../../queries/list-principals';
import type { Context } from '../context';
import { DirectoryObjectType } from '../principal/directory-object.type';
import { MeType } from './me.type';

@Authorized()
@Resolver(() => MeType)
export class MeResolver {
  @Query(() => MeType, { description: 'An addition to Graph: the caller.' })
  me(@Ctx() { caller }: Context): object {
    const { principalId, isApplication, satisfiesMfa, authenticationContexts } = caller;
    return { id: principalId, isApplication, satisfiesMfa, authenticationContexts };
  }

  @FieldResolver(() => DirectoryObjectType, {
    nullable: true,
    description: 'The caller as the directory knows him; null when the directory does not, or when he is disabled.',
  })
  principal(
    @Root() { id }: { readonly id: Caller['principalId'] },
    @Ctx() { read }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return read.one(findDirectoryObject, id, info);
  }
}
