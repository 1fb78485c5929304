import { Arg } from 'type-graphql';
import type { EventType } from '../../domain/events';
import type { FeedFilter, FeedItem } from '../../domain/feed';
import type { Context } from '../context';
import { lowerCaseId } from '../lower-case-ids';
import { EventCursorScalar } from '../scalars';
import { guidOf, textOf } from '../text';
import { eventTypeOf } from './event.enums';
import { PimEventFilter } from './event.types';

const longestId = 256;
const longestScope = 2_048;

interface EventArguments {
  readonly after?: string | null;
  readonly filter?: PimEventFilter | null;
}

/** What a subscription is given. */
export interface Subscribing {
  readonly args: EventArguments;
  readonly context: Context;
}

/** The cursor to resume after. */
export const After = () =>
  Arg('after', () => EventCursorScalar, {
    nullable: true,
    description:
      'Deliver every event after this cursor first; without it, only what happens from now on. A cursor older than retention is RESYNC_REQUIRED: read the lists afresh.',
  });

/** Which of the events are wanted. */
export const Filter = () =>
  Arg('filter', () => PimEventFilter, {
    nullable: true,
    description: 'Which events; all that the caller may see when absent.',
  });

/** What every subscription promises. */
export const delivery =
  'Every event in commit order, none missing, at least once; what the caller may see is judged when it is delivered.';

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
    scopeId: textOf(filter?.scopeId, longestScope, ['filter', 'scopeId']) ?? undefined,
    requestId: guid('requestId'),
  };
}

/** Everything that the subscription is about and the caller asks for. */
export const subscribe = ({ args, context }: Subscribing, about: FeedFilter) =>
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

/** The same without what is no event. */
export const changes = async (subscribing: Subscribing, about: FeedFilter) =>
  changesOnly(await subscribe(subscribing, about));
