import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, ObjectType, Resolver, Root } from 'type-graphql';
import type { FeedEvent } from '../../domain/feed';
import { listEmergencyUses } from '../../queries/list-emergency-uses';
import type { Context } from '../context';
import { ChangeFields } from '../event/event.types';
import { EmergencyUseType } from './emergency-use.type';

@ObjectType('EmergencyAccessUsed', {
  description:
    'An addition to Graph. An emergency account was activated without approval, and has to account for it. The use is read when the event is delivered, as it then is.',
})
export class EmergencyUsedType extends ChangeFields {}

/** The use that an event is about; null for events about something else, and for whoever may not see it. */
export const readUse = async (
  { type, requestId }: FeedEvent,
  { read }: Context,
  info: GraphQLResolveInfo,
): Promise<object | null> =>
  type.startsWith('emergency.') && requestId !== null ? read.one(listEmergencyUses, requestId, info) : null;

@Resolver(() => EmergencyUsedType)
export class EmergencyUsedResolver {
  @FieldResolver(() => EmergencyUseType, {
    nullable: true,
    description: 'The account, the role and the reason, and whether it has been settled meanwhile.',
  })
  emergencyAccessUse(
    @Root() { event }: { readonly event: FeedEvent },
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readUse(event, context, info);
  }
}
