import { ID, ObjectType } from 'type-graphql';
import { connectionOf } from '../connection';
import { BelongingPage, Nullable, Required } from '../fields';
import { DateTimeScalar } from '../scalars';

/** Scopes as a page; made once, for a name can be given to one type only. */
export const azureScopeConnection = connectionOf('AzureScope', () => AzureScopeType);

/** A scope of Azure resources (resources.md 12.1). */
@ObjectType('AzureScope', {
  description:
    'An addition to Graph. A scope at which Azure roles are held: a management group, a subscription, a resource group or a resource. What is held at a scope reaches all below it (S-4).',
})
export class AzureScopeType {
  @Required(() => ID, 'The path, as it was first written. Paths compare without regard to case.')
  readonly id!: string;

  @Required(() => String, 'The last part of the path.')
  readonly name!: string;

  @Required(
    () => String,
    'managementgroup, subscription, resourcegroup, or the type of the resource, such as Microsoft.Storage/storageAccounts.',
  )
  readonly type!: string;

  @Required(() => String, 'Name of the scope.')
  readonly displayName!: string;

  @Nullable(() => DateTimeScalar, 'When it became known here, in UTC.')
  readonly createdDateTime!: Date | null;

  @Nullable(() => AzureScopeType, 'The scope right above; null at the top of the tree.')
  readonly parent!: AzureScopeType | null;

  @BelongingPage(azureScopeConnection, 'The scopes right below that the caller may see, by name.')
  readonly children!: object;
}
