import { Arg, Authorized, Ctx, Query, Resolver, Root, Subscription } from 'type-graphql';
import { type EventType, eventTypes } from '../../domain/events';
import type { FeedFilter, FeedItem } from '../../domain/feed';
import type { Context } from '../context';
import { EmergencyUsedType } from '../emergency/emergency-use.event';
import { lowerCaseId } from '../lower-case-ids';
import { EventCursorScalar } from '../scalars';
import { guidOf, textOf } from '../text';
import { eventTypeOf } from './event.enums';
import { ApprovalPendingChangedType, changeOf, InstanceChangedType, RequestChangedType } from './event.payloads';
import { PimEventFilter, PimEventInterface } from './event.types';

const longestId = 256;

interface EventArguments {
  readonly after?: string | null;
  readonly filter?: PimEventFilter | null;
}
interface Subscribing {
  readonly args: EventArguments;
  readonly context: Context;
}

const After = () =>
  Arg('after', () => EventCursorScalar, {
    nullable: true,
    description:
      'Deliver every event after this cursor first; without it, only what happens from now on. A cursor older than retention is RESYNC_REQUIRED: read the lists afresh.',
  });
const Filter = () =>
  Arg('filter', () => PimEventFilter, {
    nullable: true,
    description: 'Which events; all that the caller may see when absent.',
  });

/** The events that a typed subscription is about. */
const requestChanges: FeedFilter = {
  kinds: ['assignment'],
  providers: ['directory'],
  types: eventTypes.filter((type) => type.startsWith('request.')),
};
const approvalChanges: FeedFilter = {
  ...requestChanges,
  hasApproval: true,
  types: [
    'request.approvalRequested',
    'request.stageApproved',
    'request.escalated',
    'request.approved',
    'request.denied',
    'request.canceled',
    'request.timedOut',
    'request.failed',
  ],
};
const instanceChanges: FeedFilter = {
  kinds: ['assignment'],
  providers: ['directory'],
  types: ['request.provisioned', 'request.revoked', 'schedule.started', 'schedule.ended'],
};

const emergencyUses: FeedFilter = { types: ['emergency.used'] };

/** What the caller asks for, within what the subscription is about; refuses ids that are none, as lists do. */
function narrowed(filter: PimEventFilter | null | undefined, about: FeedFilter): FeedFilter {
  const asked = filter?.types?.map(eventTypeOf);
  const types =
    asked && about.types ? asked.filter((type: EventType) => about.types?.includes(type)) : (asked ?? about.types);
  const guid = (name: 'principalId' | 'requestId') => {
    const value = filter?.[name];
    return value ? guidOf(value, ['filter', name]) : undefined;
  };
  const roleDefinitionId = textOf(filter?.roleDefinitionId, longestId, ['filter', 'roleDefinitionId']);
  return {
    ...about,
    types,
    principalId: guid('principalId'),
    roleDefinitionId: roleDefinitionId ? lowerCaseId(roleDefinitionId) : undefined,
    requestId: guid('requestId'),
  };
}

const subscribe = ({ args, context }: Subscribing, about: FeedFilter) =>
  context.subscribe({ after: args.after ?? null, filter: narrowed(args.filter, about) });

/** The events among the items. No generator: its `return` would wait for the next event before it lets go. */
function changesOnly(items: AsyncIterableIterator<FeedItem>): AsyncIterableIterator<FeedItem> {
  const changes: AsyncIterableIterator<FeedItem> = {
    next: async () => {
      for (;;) {
        const result = await items.next();
        if (result.done || result.value.item === 'event') return result;
      }
    },
    return: async () => (await items.return?.()) ?? { done: true, value: undefined },
    [Symbol.asyncIterator]: () => changes,
  };
  return changes;
}

const changes = async (subscribing: Subscribing, about: FeedFilter) => changesOnly(await subscribe(subscribing, about));

function messageOf(item: FeedItem): object {
  if (item.item === 'event') return changeOf(item.event);
  return { typeName: item.item === 'ready' ? 'Ready' : 'Heartbeat', cursor: item.head, head: item.head };
}

const delivery =
  'Every event in commit order, none missing, at least once; what the caller may see is judged when it is delivered.';

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

  @Subscription(() => RequestChangedType, {
    description: `An addition to Graph: requests for role assignments that are made or come further. ${delivery}`,
    subscribe: (subscribing: Subscribing) => changes(subscribing, requestChanges),
  })
  roleAssignmentScheduleRequestChanged(
    @Root() item: FeedItem,
    @After() _after?: string | null,
    @Filter() _filter?: PimEventFilter | null,
  ): object {
    return messageOf(item);
  }

  @Subscription(() => ApprovalPendingChangedType, {
    description: `An addition to Graph: what begins to wait for approval, and what waits no longer. ${delivery}`,
    subscribe: (subscribing: Subscribing) => changes(subscribing, approvalChanges),
  })
  approvalPending(
    @Root() item: FeedItem,
    @After() _after?: string | null,
    @Filter() _filter?: PimEventFilter | null,
  ): object {
    return messageOf(item);
  }

  @Subscription(() => InstanceChangedType, {
    description: `An addition to Graph: roles that begin or cease to be held. ${delivery}`,
    subscribe: (subscribing: Subscribing) => changes(subscribing, instanceChanges),
  })
  roleAssignmentScheduleInstanceChanged(
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
