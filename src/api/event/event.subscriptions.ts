import { Authorized, Ctx, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { FeedFilter, FeedItem } from '../../domain/feed';
import type { Context } from '../context';
import { EmergencyUsedType } from '../emergency/emergency-use.event';
import { EventCursorScalar } from '../scalars';
import { messageOf } from './change';
import { PimEventFilter, PimEventInterface } from './event.types';
import { After, changes, delivery, Filter, type Subscribing, subscribe } from './subscribing';

const emergencyUses: FeedFilter = { types: ['emergency.used'] };

@Authorized()
@Resolver()
export class EventSubscriptions {
  @Query(() => EventCursorScalar, {
    description: 'An addition to Graph: the end of the stream of events, to subscribe after.',
  })
  eventCursor(@Ctx() { head }: Context): Promise<string> {
    return head();
  }

  @Subscription(() => PimEventInterface, {
    description: `An addition to Graph: everything that happens. First Ready, then every event after the cursor, then live, with a Heartbeat now and then. ${delivery}`,
    subscribe: (subscribing: Subscribing) => subscribe(subscribing, {}),
  })
  pimEvents(
    @Root() item: FeedItem,
    @After() _after?: string | null,
    @Filter() _filter?: PimEventFilter | null,
  ): object {
    return messageOf(item);
  }

  @Subscription(() => EmergencyUsedType, {
    description: `An addition to Graph: emergency accounts that are activated without approval, told to every Global Administrator and whoever else may read alerts (L.1), and to the account itself. ${delivery}`,
    subscribe: (subscribing: Subscribing) => changes(subscribing, emergencyUses),
  })
  emergencyAccessUsed(
    @Root() item: FeedItem,
    @After() _after?: string | null,
    @Filter() _filter?: PimEventFilter | null,
  ): object {
    return messageOf(item);
  }
}
