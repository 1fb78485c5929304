import { ObjectType } from 'type-graphql';
import { ExpirationPatternTypeEnum } from '../enums';
import { Nullable } from '../fields';
import { DateTimeScalar, DurationScalar } from '../scalars';
import { PatternedRecurrenceType } from './recurrence.type';

/** Graph's expirationPattern (resources.md 1.3). */
@ObjectType('ExpirationPattern', { description: 'When a period ends.' })
export class ExpirationPatternType {
  @Nullable(() => ExpirationPatternTypeEnum, 'Which of the two other properties says when, if any.')
  readonly type!: string | null;

  @Nullable(() => DateTimeScalar, 'The end, with afterDateTime, in UTC. That instant itself is no longer inside.')
  readonly endDateTime!: Date | null;

  @Nullable(() => DurationScalar, 'The length, with afterDuration, counted from the real start (A-6).')
  readonly duration!: string | null;
}

/** Graph's requestSchedule (resources.md 1.3). */
@ObjectType('RequestSchedule', { description: 'A period: its start and how it ends.' })
export class RequestScheduleType {
  @Nullable(
    () => DateTimeScalar,
    'The start, in UTC; belongs to the period. A start in the past became the time of processing (A-6). Null while an approval is pending, for the start is known only when it is approved (B-6).',
  )
  readonly startDateTime!: Date | null;

  @Nullable(() => ExpirationPatternType, 'How it ends.')
  readonly expiration!: ExpirationPatternType | null;

  @Nullable(() => PatternedRecurrenceType, 'Always null: recurrence is not supported (A-7).')
  readonly recurrence!: PatternedRecurrenceType | null;
}

/** Graph's ticketInfo (resources.md 1.4). */
@ObjectType('TicketInfo', {
  description: 'A ticket that explains a request. Nothing compares it with a real ticket system (D-5).',
})
export class TicketInfoType {
  @Nullable(() => String, 'Number of the ticket, such as CONTOSO:Normal-67890.')
  readonly ticketNumber!: string | null;

  @Nullable(() => String, 'Name of the ticket system.')
  readonly ticketSystem!: string | null;
}
