import { ID, ObjectType } from 'type-graphql';
import { BelongingPage, Nullable, Required } from '../fields';
import { DirectoryObjectType, directoryObjectConnection } from './directory-object.type';

/** Graph's servicePrincipal (resources.md 8.4). */
@ObjectType('ServicePrincipal', {
  description: 'An application as the organisation knows it. It can hold roles actively, but not be eligible (H-1).',
  implements: DirectoryObjectType,
})
export class ServicePrincipalType extends DirectoryObjectType {
  @Nullable(() => String, 'Name of the application.')
  readonly displayName!: string | null;

  @Nullable(() => ID, 'GUID of the application that this stands for.')
  readonly appId!: string | null;

  @Nullable(() => String, 'Application, ManagedIdentity, Legacy or SocialIdp; agent types exist as well.')
  readonly servicePrincipalType!: string | null;

  @Nullable(() => Boolean, 'Whether it can sign in. While it cannot, what it holds does not count (M-7).')
  readonly accountEnabled!: boolean | null;

  @Nullable(() => ID, 'GUID of the organisation that owns the application.')
  readonly appOwnerOrganizationId!: string | null;

  @Required(() => [String], 'Free labels.')
  readonly tags!: readonly string[];

  @Required(() => [String], 'URIs and ids by which the application is called.')
  readonly servicePrincipalNames!: readonly string[];

  @BelongingPage(directoryObjectConnection, 'Owners that the caller may see.')
  readonly owners!: object;

  @BelongingPage(directoryObjectConnection, 'Groups that it is a direct member of and the caller may see.')
  readonly memberOf!: object;

  @BelongingPage(directoryObjectConnection, 'As memberOf, with the groups that those groups are members of, and so on.')
  readonly transitiveMemberOf!: object;

  @BelongingPage(directoryObjectConnection, 'Groups and service principals that it owns and the caller may see.')
  readonly ownedObjects!: object;
}
