import { ID, InterfaceType } from 'type-graphql';
import type { PrincipalType } from '../../domain/principal';
import { connectionOf } from '../connection';
import { Nullable, Required } from '../fields';
import { DateTimeScalar } from '../scalars';

const typeNames: Readonly<Record<PrincipalType, string>> = {
  user: 'User',
  group: 'Group',
  servicePrincipal: 'ServicePrincipal',
};

/** Graph's directoryObject (resources.md 8.1): whoever can hold a role. */
@InterfaceType('DirectoryObject', {
  description:
    'A user, group or service principal: whoever can hold a role. Its own properties are on the concrete types.',
  resolveType: ({ type }: { readonly type: PrincipalType }) => typeNames[type],
})
export abstract class DirectoryObjectType {
  @Required(() => ID, 'A GUID.')
  readonly id!: string;

  @Nullable(() => DateTimeScalar, 'When it was deleted, in UTC; null while it was not.')
  readonly deletedDateTime!: Date | null;
}

/** A page of principals of any type. */
export const directoryObjectConnection = connectionOf('DirectoryObject', () => DirectoryObjectType);
