import { Int, ObjectType } from 'type-graphql';
import { Nullable, Required } from '../fields';
import { graphqlEnum } from '../graphql-enum';
import { DateScalar } from '../scalars';

const RecurrencePatternTypeEnum = graphqlEnum('RecurrencePatternType', 'How something recurs (resources.md 1.6).', {
  daily: 'Every interval days.',
  weekly: 'Every interval weeks.',
  absoluteMonthly: 'Every interval months, on a day of the month.',
  relativeMonthly: 'Every interval months, on a day of a week of the month.',
  absoluteYearly: 'Every interval years, on a day of a month.',
  relativeYearly: 'Every interval years, on a day of a week of a month.',
});

const RecurrenceRangeTypeEnum = graphqlEnum('RecurrenceRangeType', 'When a recurrence ends (resources.md 1.6).', {
  endDate: 'On endDate.',
  noEnd: 'Never.',
  numbered: 'After numberOfOccurrences.',
});

const DayOfWeekEnum = graphqlEnum('DayOfWeek', 'A day of the week.', {
  sunday: 'Sunday.',
  monday: 'Monday.',
  tuesday: 'Tuesday.',
  wednesday: 'Wednesday.',
  thursday: 'Thursday.',
  friday: 'Friday.',
  saturday: 'Saturday.',
});

const WeekIndexEnum = graphqlEnum('WeekIndex', 'A week of the month.', {
  first: 'The first.',
  second: 'The second.',
  third: 'The third.',
  fourth: 'The fourth.',
  last: 'The last, be it the fourth or the fifth.',
});

/** Graph's recurrencePattern. */
@ObjectType('RecurrencePattern', { description: 'How often something recurs.' })
export class RecurrencePatternType {
  @Nullable(() => RecurrencePatternTypeEnum, 'What is counted.')
  readonly type!: string | null;

  @Required(() => Int, 'Every how many days, weeks, months or years.')
  readonly interval!: number;

  @Required(() => Int, 'Day of the month, 1 to 31; 0 takes it from startDate.')
  readonly dayOfMonth!: number;

  @Required(() => Int, 'Month, 1 to 12; 0 unless yearly.')
  readonly month!: number;

  @Nullable(() => [DayOfWeekEnum], 'Days of the week.')
  readonly daysOfWeek!: readonly string[] | null;

  @Nullable(() => DayOfWeekEnum, 'The day that a week begins with.')
  readonly firstDayOfWeek!: string | null;

  @Nullable(() => WeekIndexEnum, 'The week of the month.')
  readonly index!: string | null;
}

/** Graph's recurrenceRange. */
@ObjectType('RecurrenceRange', { description: 'Over which stretch of time something recurs.' })
export class RecurrenceRangeType {
  @Nullable(() => RecurrenceRangeTypeEnum, 'How the end is given.')
  readonly type!: string | null;

  @Nullable(() => DateScalar, 'The first day.')
  readonly startDate!: string | null;

  @Nullable(() => DateScalar, 'The last day, with endDate.')
  readonly endDate!: string | null;

  @Required(() => Int, 'How often, with numbered; 0 otherwise.')
  readonly numberOfOccurrences!: number;

  @Nullable(() => String, 'Time zone of the days; null means UTC.')
  readonly recurrenceTimeZone!: string | null;
}

/** Graph's patternedRecurrence; PIM never has one. */
@ObjectType('PatternedRecurrence', { description: 'When something recurs. Requests of PIM cannot recur (A-7).' })
export class PatternedRecurrenceType {
  @Nullable(() => RecurrencePatternType, 'How often.')
  readonly pattern!: RecurrencePatternType | null;

  @Nullable(() => RecurrenceRangeType, 'Over which stretch of time.')
  readonly range!: RecurrenceRangeType | null;
}
