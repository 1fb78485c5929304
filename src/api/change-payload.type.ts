import { ObjectType } from 'type-graphql';
import { Nullable } from './fields';
import { EventCursorScalar } from './scalars';
import { UserErrors } from './user-error.type';

/** What every payload of a change has besides its resource; those of one change extend it. No type of the schema by itself. */
@ObjectType()
export abstract class ChangePayload {
  @UserErrors()
  readonly userErrors!: readonly object[];

  @Nullable(
    () => EventCursorScalar,
    'Where to subscribe after this change without missing any; null when nothing was changed.',
  )
  readonly eventCursor!: string | null;
}
