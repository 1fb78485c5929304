import type { GraphQLResolveInfo } from 'graphql';
import type { Command, Done, IdempotencyKey } from '../commands/command';
import type { ActivationRequirements } from '../domain/activation-requirements';
import type { Caller } from '../domain/actor';
import type { FeedFilter, FeedItem } from '../domain/feed';
import type { Target } from '../domain/target';
import type { AccessAnswer, AccessQuestion } from '../queries/check-access';
import type { GuestsFound } from '../queries/find-guests';
import type { PlannedContext } from '../queries/planner/install';
import type { PageArguments, Question } from '../queries/planner/shape';

/** Reads for one caller, at one instant: `queries/planner`'s reader, bound to the session of the operation. */
export interface Read {
  /** One page of a collection, with the fields that are selected under the connection field of `info`. */
  page(question: Question, args: PageArguments, info: GraphQLResolveInfo): Promise<object>;
  /** One record by its id; null when there is none, or when the caller may not see it. */
  one(question: Question, id: string, info: GraphQLResolveInfo): Promise<object | null>;
  /** Records by id, in the order of the ids, for the selection at `path` below the field of `info`; null where one may not be seen. */
  byIds(
    question: Question,
    ids: readonly string[],
    info: GraphQLResolveInfo,
    path: readonly string[],
  ): Promise<readonly (object | null)[]>;
}

/** Reads what is shown of a change. */
export interface ReadAfter extends Read {
  /**
   * The record that the change is about, for the selection at `path` below the field of `info`; null where the caller may
   * not see it. It is read only where what was stored just now does not tell all that is selected.
   */
  changed(
    question: Question,
    changed: Changed,
    info: GraphQLResolveInfo,
    path: readonly string[],
  ): Promise<object | null>;
}

/** The record as a change has left it. */
export interface Changed {
  readonly id: string;
  readonly record: object;
}

/** What resolvers have of the world around them; made anew for every operation. `loaders` are the planner's. */
export interface Context extends PlannedContext {
  readonly caller: Caller;
  readonly read: Read;
  /**
   * Makes a change on behalf of the caller; raises `PimError` for what is refused. `show` reads what is answered of it, by
   * the means that it is given; it is called for each attempt to store the change, and what the last one gives counts.
   */
  run<Input, Facts, Result, Shown>(
    command: Command<Input, Facts, Result>,
    input: Input,
    key: IdempotencyKey | null,
    show: (result: Result, read: ReadAfter) => Promise<Shown>,
  ): Promise<Done<Result> & { readonly shown: Shown }>;
  /** Whether somebody holds a role now; null when the caller may not know. */
  checkAccess(question: AccessQuestion): Promise<AccessAnswer | null>;
  /** What the caller would be asked for if he activated the target; null when that is not for him to know. */
  activationRequirements(target: Target): Promise<ActivationRequirements | null>;
  /** The guests of an organisation who can be withdrawn, at most so many; null when the caller may withdraw none. */
  guestsOf(homeOrganizationId: string, limit: number): Promise<GuestsFound | null>;
  /** The end of the stream of events. */
  head(): Promise<string>;
  /** Events for the caller, after a cursor or from now on; raises what is wrong with the request at once. */
  subscribe(request: {
    readonly after: string | null;
    readonly filter: FeedFilter;
  }): Promise<AsyncIterableIterator<FeedItem>>;
}
