import { ID, ObjectType } from 'type-graphql';
import { Nullable } from '../fields';

/** Graph's appScope (resources.md 7.4). */
@ObjectType('AppScope', {
  description:
    'A scope that an application defines for itself. PIM here knows directory scopes, so none is ever answered.',
})
export class AppScopeType {
  @Nullable(() => ID, 'Id of the scope.')
  readonly id!: string | null;

  @Nullable(() => String, 'Its name.')
  readonly displayName!: string | null;

  @Nullable(() => String, 'What kind of scope it is, in the words of the application.')
  readonly type!: string | null;
}
