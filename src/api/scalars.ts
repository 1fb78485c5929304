import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { parseDuration } from '../domain/time';
import { formatInstant } from '../queries/planner/instant';

const instantPattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?(Z|[+-]\d\d:\d\d)$/;
const firstYear = 1900;
const lastYear = 9999;
const longestCursor = 128;

/** A scalar that travels as text, so that literals and variables are read alike. */
function textScalar<T>(options: {
  readonly name: string;
  readonly description: string;
  readonly read: (text: string) => T;
  readonly write: (value: unknown) => string;
}): GraphQLScalarType<T, string> {
  const { name, description, read, write } = options;
  const parse = (value: unknown): T => {
    if (typeof value !== 'string') throw new GraphQLError(`${name} is written as text in quotes.`);
    return read(value);
  };
  return new GraphQLScalarType<T, string>({
    name,
    description,
    serialize: write,
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : null),
  });
}

const asText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  throw new GraphQLError('A value that should be text is not.');
};

/** Reads ISO 8601 with an offset; decimals beyond the millisecond are dropped. */
function readInstant(text: string): Date {
  const [, seconds, decimals = '', offset] = instantPattern.exec(text) ?? [];
  const instant = new Date(`${seconds}.${decimals.padEnd(3, '0').slice(0, 3)}${offset}`);
  if (seconds === undefined || !isRealDay(seconds) || Number.isNaN(instant.getTime())) {
    throw new GraphQLError('DateTime is ISO 8601 with an offset, such as 2026-01-01T08:00:00Z.');
  }
  if (instant.getUTCFullYear() < firstYear || instant.getUTCFullYear() > lastYear) {
    throw new GraphQLError(`DateTime lies between the years ${firstYear} and ${lastYear}.`);
  }
  return instant;
}

/** Whether the day exists: Date itself would take February 30th for March 2nd. */
function isRealDay(seconds: string): boolean {
  const day = new Date(`${seconds.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(seconds.slice(0, 10));
}

/** An instant: a `Date` inside, ISO 8601 text in UTC outside. Refuses years before 1900 and after 9999. */
export const DateTimeScalar = textScalar<Date>({
  name: 'DateTime',
  description:
    'An instant as ISO 8601 text with an offset, such as 2026-01-01T08:00:00Z or 2026-01-01T09:00:00.5+01:00. Answers are in UTC (Z) with at most three decimals. Up to seven decimals are accepted; those beyond the millisecond are dropped (A-8). Years 1900 to 9999.',
  read: readInstant,
  write: (value) => (value instanceof Date ? formatInstant(value) : asText(value)),
});

/** A day without time and zone, such as `2026-01-01`; only on answers. */
export const DateScalar = textScalar<string>({
  name: 'Date',
  description: 'A day as ISO 8601 text, such as 2026-01-01, without time and zone.',
  read: (text) => {
    if (/^\d{4}-\d\d-\d\d$/.test(text) && isRealDay(text)) return text;
    throw new GraphQLError('Date is a day in ISO 8601, such as 2026-01-01.');
  },
  write: asText,
});

/** A length of time as ISO 8601 text; checked, and kept as it was written. */
export const DurationScalar = textScalar<string>({
  name: 'Duration',
  description:
    'A length of time as ISO 8601 text in weeks, days, hours, minutes and seconds, such as PT8H, PT1H45M or P365D. Years and months are refused, since their length depends on the calendar; so are fractions, signs and anything above ten years.',
  read: (text) => {
    if (parseDuration(text) !== null) return text;
    throw new GraphQLError(
      'Duration is ISO 8601 in whole weeks, days, hours, minutes and seconds, such as PT8H or P30D; at most P3660D.',
    );
  },
  write: asText,
});

/** A place in the stream of events; opaque text of at most 128 characters. */
export const EventCursorScalar = textScalar<string>({
  name: 'EventCursor',
  description:
    'An addition to Graph. A place in the stream of events: opaque text, handed out with every event and every mutation. Keep the last one to resume from there.',
  read: (text) => {
    if (text.length > 0 && text.length <= longestCursor) return text;
    throw new GraphQLError('EventCursor is a text that this service handed out; take it from the last event you got.');
  },
  write: asText,
});
