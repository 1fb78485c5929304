import { InputType } from 'type-graphql';
import { Nullable } from '../fields';
import { periodOf, RequestScheduleInput, TicketInfoInput, ticketOf } from '../request/request.input';
import { textOf } from '../text';

/** What keys for repetition are, wherever one can be sent. */
export const keyText =
  'A text of the caller, 1 to 128 characters, unique for 24 hours: the same key with the same input answers the first result again; with another input it is IdempotencyKeyReused.';

/** What is asked for besides the target, as Microsoft Graph spells it. */
@InputType()
export class GraphRequestInput {
  @Nullable(() => String, 'Why, at most 2,048 characters; needed when the policy says so (D-3).')
  readonly justification?: string | null;

  @Nullable(() => RequestScheduleInput, 'The period; must be sent except to remove or deactivate (resources.md 3.1).')
  readonly scheduleInfo?: RequestScheduleInput | null;

  @Nullable(() => TicketInfoInput, 'A ticket; needed when the policy says so (D-4).')
  readonly ticketInfo?: TicketInfoInput | null;

  @Nullable(() => Boolean, 'True: every check runs, nothing is stored; the answer has the shape of the request (B-15).')
  readonly isValidationOnly?: boolean | null;

  @Nullable(() => String, 'Free text, at most 8,192 characters, kept and given back unread.')
  readonly customData?: string | null;

  @Nullable(() => String, `An addition to Graph. ${keyText}`)
  readonly idempotencyKey?: string | null;
}

/** The same of a request, checked for its form. */
export const askedIn = (input: GraphRequestInput) => ({
  justification: textOf(input.justification, 2048, ['input', 'justification']),
  ...ticketOf(input.ticketInfo),
  period: periodOf(input.scheduleInfo),
  customData: textOf(input.customData, 8192, ['input', 'customData']),
  isValidationOnly: input.isValidationOnly ?? false,
});
