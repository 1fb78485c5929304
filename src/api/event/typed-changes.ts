import { Authorized, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import type { FeedFilter, FeedItem } from '../../domain/feed';
import { declareFields, required } from '../fields';
import { type ChangeField, changeField, messageOf } from './change';
import { ChangeFields, PimEventFilter } from './event.types';
import { After, changes, delivery, Filter, type Subscribing } from './subscribing';

/** A subscription to some of the events, whose messages are of a type of their own. */
export interface TypedChanges {
  /** Name of the subscription. */
  readonly name: string;
  /** What it tells of, without `An addition to Graph`. */
  readonly description: string;
  readonly about: FeedFilter;
  readonly typeName: string;
  /** What one message says, as a sentence. */
  readonly typeText: string;
  /** The yes or no that `changeOf` gives under that name, if it is part of the message. */
  readonly flag?: { readonly name: 'isPending' | 'isActive'; readonly description: string };
  /** The records that a message holds. */
  readonly fields: readonly ChangeField[];
}

/** The resolver classes of a subscription and of its messages. */
export function typedChanges({ name, description, about, typeName, typeText, flag, fields }: TypedChanges) {
  @ObjectType(typeName, { description: `An addition to Graph. ${typeText}` })
  class ChangedType extends ChangeFields {}
  if (flag) declareFields(ChangedType, { [flag.name]: required(() => Boolean, flag.description) });

  @Authorized()
  @Resolver()
  class ChangedSubscription {
    @Subscription(() => ChangedType, {
      name,
      description: `An addition to Graph: ${description} ${delivery}`,
      subscribe: (subscribing: Subscribing) => changes(subscribing, about),
    })
    changed(
      @Root() item: FeedItem,
      @After() _after?: string | null,
      @Filter() _filter?: PimEventFilter | null,
    ): object {
      return messageOf(item);
    }
  }
  return [ChangedSubscription, ...fields.map((field) => changeField(() => ChangedType, field))];
}
