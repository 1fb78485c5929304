import type { GraphQLResolveInfo } from 'graphql';
import { Authorized, Ctx, Extensions, Info, Query, Resolver } from 'type-graphql';
import { findMe } from '../../queries/list-my-access';
import { PlannedRoot } from '../../queries/planner/planned-root';
import type { Context } from '../context';
import { MeType } from './me.type';

@Authorized()
@Resolver()
export class MeResolver {
  @Extensions({ plannedRoot: new PlannedRoot(findMe, () => ({ is: 'caller' })) })
  @Query(() => MeType, {
    description:
      'An addition to Graph: the caller, and what he holds, may activate and waits for: what the first page of a portal shows, in one statement.',
  })
  async me(@Ctx() { caller, read }: Context, @Info() info: GraphQLResolveInfo): Promise<object> {
    const { principalId: id, isApplication, satisfiesMfa, authenticationContexts } = caller;
    // Whoever was disabled since he came in is what his token says, and has nothing (M-7).
    return (
      (await read.one(findMe, id, info)) ?? { id, isApplication, satisfiesMfa, authenticationContexts, principal: null }
    );
  }
}
