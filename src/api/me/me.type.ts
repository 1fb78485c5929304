import { ID, ObjectType } from 'type-graphql';
import { connectionOf } from '../connection';
import { BelongingPage, Nullable, Required } from '../fields';
import { DirectoryObjectType } from '../principal/directory-object.type';
import { AccessArguments, PendingAccessArguments } from './access.arguments';
import { ActiveAccessType, EligibleAccessType, PendingAccessType } from './access.types';

/** The caller himself; an addition to Graph, whose `/me` is a user. */
@ObjectType('Me', {
  description:
    'An addition to Graph: who calls, as the token says it, and as the directory knows him; with all that concerns him in PIM.',
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

  @Nullable(() => DirectoryObjectType, 'The caller as the directory knows him.')
  readonly principal!: object | null;

  @BelongingPage(
    connectionOf('EligibleAccess', () => EligibleAccessType),
    'What he may activate now, of all variants of PIM: his own eligibilities, and those of the groups that he is in.',
    AccessArguments,
  )
  readonly eligibleAccess!: object;

  @BelongingPage(
    connectionOf('ActiveAccess', () => ActiveAccessType),
    'What he holds now, of all variants of PIM: assigned, activated, through groups, and memberships and ownerships of groups whoever gave them.',
    AccessArguments,
  )
  readonly activeAccess!: object;

  @BelongingPage(
    connectionOf('PendingAccess', () => PendingAccessType),
    'Requests about him that wait for an approver, for an administrator, or for their start; the newest first.',
    PendingAccessArguments,
  )
  readonly pendingRequests!: object;
}
