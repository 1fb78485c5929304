import { ID, ObjectType } from 'type-graphql';
import { Nullable } from '../fields';
import { DateTimeScalar } from '../scalars';

/** Graph's signInActivity (resources.md 8.2). */
@ObjectType('SignInActivity', { description: 'When a person last signed in, as the directory import told.' })
export class SignInActivityType {
  @Nullable(() => DateTimeScalar, 'Last interactive attempt to sign in, in UTC.')
  readonly lastSignInDateTime!: string | null;

  @Nullable(() => ID, 'Id of the request of that attempt.')
  readonly lastSignInRequestId!: string | null;

  @Nullable(() => DateTimeScalar, 'Last attempt by a client on behalf of the person, in UTC.')
  readonly lastNonInteractiveSignInDateTime!: string | null;

  @Nullable(() => ID, 'Id of the request of that attempt.')
  readonly lastNonInteractiveSignInRequestId!: string | null;

  @Nullable(() => DateTimeScalar, 'Last attempt that succeeded, in UTC.')
  readonly lastSuccessfulSignInDateTime!: string | null;

  @Nullable(() => ID, 'Id of the request of that attempt.')
  readonly lastSuccessfulSignInRequestId!: string | null;
}
