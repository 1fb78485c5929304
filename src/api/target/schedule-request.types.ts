import { ID, ObjectType } from 'type-graphql';
import { typeNameOf } from '../../queries/target/spelling';
import { ApprovalType } from '../approval/approval.type';
import { declareFields, Nullable, Required } from '../fields';
import { RequestType } from '../request/request.type';
import { RequestScheduleType, TicketInfoType } from '../request/request-schedule.type';
import type { Variant } from './variant';

type TypeThunk = () => object;

const scheduleInfoText =
  'The period. The start is what it came to be; null for removals and deactivations (resources.md 3.2).';
const targetScheduleText =
  'The schedule that the request made or touched; null when a decision gave it on the other side (I-7), where it is read.';
const targetScheduleIdText = 'Id of the schedule that the request made or touched; null after a removal.';

/** The type of a variant's assignment requests (resources.md 2.1). */
export function assignmentRequestType(
  variant: Variant,
  related: { readonly schedule: TypeThunk; readonly eligibility: TypeThunk },
): TypeThunk {
  const description = `A request to assign, activate, change or remove ${variant.thing}, and what came of it.`;

  @ObjectType(typeNameOf(variant.spelling, 'Assignment', 'ScheduleRequest'), { description, implements: RequestType })
  class AssignmentScheduleRequestType extends RequestType {
    @Required(() => variant.enums.action, 'What is asked for.')
    readonly action!: string;

    @Nullable(() => String, 'The reason; needed where the policy says so (D-3).')
    readonly justification!: string | null;

    @Nullable(() => RequestScheduleType, scheduleInfoText)
    readonly scheduleInfo!: RequestScheduleType | null;

    @Nullable(() => TicketInfoType, 'The ticket; needed where the policy says so (D-4). Two nulls when none was given.')
    readonly ticketInfo!: TicketInfoType | null;

    @Nullable(() => Boolean, 'Always false on a stored request: a validation stores nothing (B-15).')
    readonly isValidationOnly!: boolean | null;

    @Nullable(() => ID, targetScheduleIdText)
    readonly targetScheduleId!: string | null;

    @Nullable(related.schedule, targetScheduleText)
    readonly targetSchedule!: object | null;

    @Nullable(related.eligibility, 'The eligibility that an activation was made from; null for other actions (A-5).')
    readonly activatedUsing!: object | null;

    @Nullable(() => ApprovalType, 'An addition to Graph: the approval behind approvalId.')
    readonly approval!: ApprovalType | null;
  }
  declareFields(AssignmentScheduleRequestType, variant.fields);
  return () => AssignmentScheduleRequestType;
}

/** The type of a variant's eligibility requests (resources.md 2.2). */
export function eligibilityRequestType(variant: Variant, related: { readonly schedule: TypeThunk }): TypeThunk {
  const description = `A request to make eligible for ${variant.thing}, to change that or remove it, and what came of it.`;

  @ObjectType(typeNameOf(variant.spelling, 'Eligibility', 'ScheduleRequest'), { description, implements: RequestType })
  class EligibilityScheduleRequestType extends RequestType {
    @Required(() => variant.enums.action, 'What is asked for. Never selfActivate or selfDeactivate (B-2).')
    readonly action!: string;

    @Nullable(() => String, 'The reason; needed where the policy says so (D-3).')
    readonly justification!: string | null;

    @Nullable(() => RequestScheduleType, scheduleInfoText)
    readonly scheduleInfo!: RequestScheduleType | null;

    @Nullable(() => TicketInfoType, 'The ticket; needed where the policy says so (D-4). Two nulls when none was given.')
    readonly ticketInfo!: TicketInfoType | null;

    @Nullable(() => Boolean, 'Always false on a stored request: a validation stores nothing (B-15).')
    readonly isValidationOnly!: boolean | null;

    @Nullable(() => ID, targetScheduleIdText)
    readonly targetScheduleId!: string | null;

    @Nullable(related.schedule, targetScheduleText)
    readonly targetSchedule!: object | null;
  }
  declareFields(EligibilityScheduleRequestType, variant.fields);
  return () => EligibilityScheduleRequestType;
}
