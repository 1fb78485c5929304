import { InputType } from 'type-graphql';
import type { RequestedPeriod } from '../../domain/request';
import { ExpirationPatternTypeEnum } from '../enums';
import { Nullable } from '../fields';
import { DateTimeScalar, DurationScalar } from '../scalars';
import { textOf } from '../text';

@InputType('ExpirationPatternInput', {
  description: 'When a period ends (resources.md 1.3). endDateTime or duration, not both.',
})
export class ExpirationPatternInput {
  @Nullable(() => ExpirationPatternTypeEnum, 'Which of the other two says when; notSpecified when it is absent.')
  readonly type?: RequestedPeriod['expirationType'] | null;

  @Nullable(() => DateTimeScalar, 'The end, with afterDateTime. That instant itself is no longer inside.')
  readonly endDateTime?: Date | null;

  @Nullable(() => DurationScalar, 'The length, with afterDuration, counted from the real start (A-6).')
  readonly duration?: string | null;
}

@InputType('RequestScheduleInput', { description: 'The period that is asked for (resources.md 1.3).' })
export class RequestScheduleInput {
  @Nullable(() => DateTimeScalar, 'The start; absent or in the past means now (A-6).')
  readonly startDateTime?: Date | null;

  @Nullable(
    () => ExpirationPatternInput,
    'How it ends. An activation that does not say lasts as long as its policy allows (B-8).',
  )
  readonly expiration?: ExpirationPatternInput | null;
}

@InputType('TicketInfoInput', {
  description: 'A ticket that explains the request; nothing compares it with a ticket system (D-5).',
})
export class TicketInfoInput {
  @Nullable(() => String, 'Number of the ticket, at most 256 characters.')
  readonly ticketNumber?: string | null;

  @Nullable(() => String, 'Name of the ticket system, at most 256 characters.')
  readonly ticketSystem?: string | null;
}

/** The period in an input; null when no schedule was sent. */
export function periodOf(schedule: RequestScheduleInput | null | undefined): RequestedPeriod | null {
  if (!schedule) return null;
  const { startDateTime, expiration } = schedule;
  return {
    startAt: startDateTime ?? null,
    expirationType: expiration?.type ?? 'notSpecified',
    expirationEndAt: expiration?.endDateTime ?? null,
    expirationDuration: expiration?.duration ?? null,
  };
}

/** The ticket in an input. */
export const ticketOf = (ticket: TicketInfoInput | null | undefined) => ({
  ticketNumber: textOf(ticket?.ticketNumber, 256, ['input', 'ticketInfo', 'ticketNumber']),
  ticketSystem: textOf(ticket?.ticketSystem, 256, ['input', 'ticketInfo', 'ticketSystem']),
});
