import { ID, InterfaceType } from 'type-graphql';
import { RequestStatusEnum } from '../enums';
import { Nullable, Required } from '../fields';
import { IdentitySetType } from '../identity.type';
import { DateTimeScalar } from '../scalars';

/** The base of every request of PIM (resources.md 1.1). */
@InterfaceType('Request', {
  description: 'What every request of PIM has. Requests are the only thing that clients create (A-1).',
})
export abstract class RequestType {
  @Required(() => ID, 'A GUID. The schedule that the request makes, and its approval, have the same id (A-2).')
  readonly id!: string;

  @Nullable(() => ID, 'The id of the approval, which is the id of the request; null when no approval applies.')
  readonly approvalId!: string | null;

  @Nullable(
    () => DateTimeScalar,
    'When processing ended, in UTC: for a scheduled start the start itself (B-5). Null for removals and while a decision is pending (W-3).',
  )
  readonly completedDateTime!: Date | null;

  @Nullable(() => IdentitySetType, 'Who made the request.')
  readonly createdBy!: IdentitySetType | null;

  @Required(() => DateTimeScalar, 'When it was made, in UTC.')
  readonly createdDateTime!: Date;

  @Nullable(() => String, 'Free text of the client, kept and given back unread.')
  readonly customData!: string | null;

  @Required(
    () => RequestStatusEnum,
    'Where it stands at the moment of the answer: a lapsed approval is TimedOut and a start that has come is Provisioned at once, not when a job gets to it.',
  )
  readonly status!: string;

  @Nullable(() => String, 'An addition to Graph. Why a request ended as Failed, in one sentence; else null (E-19).')
  readonly failureReason!: string | null;
}
