import type { GraphQLField } from 'graphql';
import type { RecordQuestion } from './record-question';
import type { PageArguments, Question } from './shape';

/** What a root field asks of its question: a page, one object by its key, or the one whose key is the caller's id. */
export type RootRead =
  | { readonly is: 'page'; readonly args: PageArguments }
  | { readonly is: 'one'; readonly id: string }
  | { readonly is: 'caller' };

/**
 * Says of a root field that one planned read is all of its answer. Stands under `plannedRoot` in the field's extensions;
 * the field's resolver must do the same, for whatever runs through the executor.
 */
export class PlannedRoot {
  constructor(
    readonly question: Question,
    /** What the field's arguments ask for, as graphql-js coerced them. */
    readonly read: (args: Readonly<Record<string, unknown>>) => RootRead,
  ) {}
}

/** The same for a field whose answer is the one record of a question, or null. */
export class PlannedRecord {
  constructor(
    readonly question: RecordQuestion,
    /** The values that the field's arguments ask with; throws what the resolver would throw. */
    readonly read: (args: Readonly<Record<string, unknown>>) => readonly string[],
  ) {}
}

/** The planned read of a root field; null for a field that only its resolver can answer. */
export function plannedRootOf({ extensions }: GraphQLField<unknown, unknown>): PlannedRoot | PlannedRecord | null {
  const { plannedRoot } = extensions;
  return plannedRoot instanceof PlannedRoot || plannedRoot instanceof PlannedRecord ? plannedRoot : null;
}
