import { ID, ObjectType } from 'type-graphql';
import { Required } from '../fields';

/** The caller himself; an addition to Graph, whose `/me` is a user. */
@ObjectType('Me', {
  description: 'An addition to Graph: who calls, as the token says it, and as the directory knows him.',
})
export class MeType {
  @Required(() => ID, 'GUID of the principal that the token names.')
  readonly id!: string;

  @Required(
    () => Boolean,
    'Whether an application calls for itself. It never activates for itself and never approves (E-17).',
  )
  readonly isApplication!: boolean;

  @Required(
    () => Boolean,
    'Whether the session passed multi-factor authentication, so that rules which demand it are met (D-6).',
  )
  readonly satisfiesMfa!: boolean;

  @Required(() => [String], 'Authentication contexts that the token carries, such as c1 (D-9).')
  readonly authenticationContexts!: readonly string[];
}
