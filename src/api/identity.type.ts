import { ID, ObjectType } from 'type-graphql';
import { Nullable } from './fields';

/** Graph's identity (resources.md 1.5). */
@ObjectType('Identity', { description: 'Somebody or something that acts.' })
export class IdentityType {
  @Nullable(() => ID, 'Id of the principal.')
  readonly id!: string | null;

  @Nullable(() => String, 'Its name; often null, as in Graph. Read the name from the directory by the id.')
  readonly displayName!: string | null;
}

/** Graph's identitySet: who made a request (resources.md 1.1, 1.5). */
@ObjectType('IdentitySet', { description: 'Who did something: one of the three is set.' })
export class IdentitySetType {
  @Nullable(() => IdentityType, 'The application, when it called for itself without a user.')
  readonly application!: IdentityType | null;

  @Nullable(() => IdentityType, 'The device; PIM never names one, so always null.')
  readonly device!: IdentityType | null;

  @Nullable(() => IdentityType, 'The user. id is set, displayName is null as in Graph.')
  readonly user!: IdentityType | null;
}

/** Graph's keyValue (resources.md 1.5). */
@ObjectType('KeyValue', { description: 'A key and its value.' })
export class KeyValueType {
  @Nullable(() => String, 'The key.')
  readonly key!: string | null;

  @Nullable(() => String, 'The value, as text.')
  readonly value!: string | null;
}
