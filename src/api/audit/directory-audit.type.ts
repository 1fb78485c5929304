import { ID, ObjectType } from 'type-graphql';
import type { AuditEntry } from '../../domain/audit';
import { Nullable, Required } from '../fields';
import { graphqlEnum } from '../graphql-enum';
import { KeyValueType } from '../identity.type';
import { DateTimeScalar } from '../scalars';
import { AuditActivityInitiatorType } from './audit-initiator.type';
import { TargetResourceType } from './target-resource.type';

/** Graph's operationResult (resources.md 11). */
export const OperationResultEnum = graphqlEnum<AuditEntry['result']>('OperationResult', 'How an act came out.', {
  success: 'It was done.',
  failure: 'It was refused or failed; resultReason says why.',
  timeout: 'It was not done in time.',
});

/** Graph's directoryAudit (resources.md 11). */
@ObjectType('DirectoryAudit', {
  description: 'One act, or one attempt that was refused. Written once, never changed and never deleted (P-1).',
})
export class DirectoryAuditType {
  @Required(() => ID, 'A GUID.')
  readonly id!: string;

  @Required(() => DateTimeScalar, 'When it happened, in UTC.')
  readonly activityDateTime!: Date;

  @Required(
    () => String,
    "What happened, in Graph's words, such as Add member to role completed (PIM activation) (resources.md 11.2).",
  )
  readonly activityDisplayName!: string;

  @Nullable(
    () => [KeyValueType],
    'More about it: Justification, TicketNumber, StartTime, ExpirationTime, RequestId, … (resources.md 11.1).',
  )
  readonly additionalDetails!: readonly KeyValueType[] | null;

  @Required(() => String, 'RoleManagement for directory roles (resources.md 11).')
  readonly category!: string;

  @Nullable(() => ID, 'A GUID that the entries of one operation share (P-1).')
  readonly correlationId!: string | null;

  @Required(() => AuditActivityInitiatorType, 'Who did it. For a decision that is the approver (P-5).')
  readonly initiatedBy!: AuditActivityInitiatorType;

  @Nullable(() => String, 'PIM.')
  readonly loggedByService!: string | null;

  @Nullable(() => String, 'What kind of act it was, such as Add, Assign, Update or Unassign.')
  readonly operationType!: string | null;

  @Nullable(() => OperationResultEnum, 'How it came out.')
  readonly result!: string | null;

  @Nullable(() => String, 'The justification (P-4); for a refused attempt, why it was refused.')
  readonly resultReason!: string | null;

  @Nullable(
    () => [TargetResourceType],
    'What it was about: role, request, user and directory, in this order (resources.md 11.1).',
  )
  readonly targetResources!: readonly TargetResourceType[] | null;
}
