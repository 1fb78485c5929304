import type { FieldInfo } from './collect';
import { type Column, columnOf, tableOf } from './columns';
import { createDocuments } from './documents';
import { memberFor } from './fields';
import { formatInstant } from './instant';
import { selectObjects } from './look-ahead';
import { AtPlaces, draft, type Planned } from './planned';
import { Recent } from './recent';
import type { LoadedRecord } from './records';
import type { MemberSelection, ObjectSelection, SelectedField, Selection } from './selection';
import type { ObjectShape, Question, ValueField } from './shape';

/** What a change has just stored: the record with every property of its table, who has stored it, and as of when. */
export interface Stored {
  readonly record: object;
  readonly callerId: string;
  /** The instant of the change. */
  readonly now: Date;
}

/**
 * Tells an object from the record that was just stored, as reading it by its key at that instant would; `path` leads to it
 * as in the reader's `byIds`. Null where it has to be read: whoever changed it may not see it for certain, or something is
 * asked for that the record alone does not tell.
 */
export type TellStored = (
  question: Question,
  stored: Stored,
  info: FieldInfo,
  path: readonly string[],
) => Planned | AtPlaces | null;

/** Selections that are remembered; as many as the plans of what is read. */
const mostKept = 1_000;

/** Makes what tells stored records; one for the whole process, as it keeps how each selection is told. */
export function createTellStored(): TellStored {
  const keyOf = createDocuments();
  const tellers = new Recent<Tell<Planned | AtPlaces>>(mostKept);
  return (question, { record, callerId, now }, info, path) => {
    if (!question.isSeenByAuthor?.(record, callerId)) return null;
    const key = keyOf(info, question, path.join('.'));
    const tell = tellers.get(key, () => tellSelected(selectObjects(info, question.shape, path)) ?? untold);
    return tell({ ...record }, now) ?? null;
  };
}

/** Undefined where the record does not tell it. */
type Tell<T> = (record: LoadedRecord, now: Date) => T | undefined;

const untold: Tell<never> = () => undefined;

/** All of them, or null where one is missing. */
const every = <T>(parts: readonly (T | null)[]): readonly T[] | null => {
  const found = parts.flatMap((part) => (part === null ? [] : [part]));
  return found.length === parts.length ? found : null;
};

/** Null where no record tells all that is selected; so the next ones, each for its part. */
function tellSelected(selection: Selection): Tell<Planned | AtPlaces> | null {
  if (selection.root !== 'objects') return null;
  const branches = every(
    selection.branches.map(({ path, object }) => {
      const tell = tellObject(object);
      return tell && { path, tell };
    }),
  );
  const [only, ...others] = branches ?? [];
  if (!branches || !only) return null;
  if (others.length === 0) return only.tell;
  return (record, now) => {
    const told = branches.map(({ path, tell }) => [path, tell(record, now)] as const);
    return told.some(([, object]) => object === undefined) ? undefined : new AtPlaces(new Map(told));
  };
}

function tellObject({ shape, members }: ObjectSelection): Tell<Planned> | null {
  const tellers = new Map(members.map((member) => [member.shape, tellMember(member)]));
  if (shape.shape === 'object') return tellers.get(shape) ?? null;
  return (record, now) => tellers.get(memberFor(shape, record))?.(record, now);
}

function tellMember({ shape, fields }: MemberSelection): Tell<Planned> | null {
  const values = every(
    fields.map((field) => {
      const tell = tellField(shape, field);
      return tell && { key: field.key, tell };
    }),
  );
  if (!values) return null;
  return (record, now) => {
    const object = draft(shape.typeName);
    for (const { key, tell } of values) {
      const value = tell(record, now);
      if (value === undefined) return undefined;
      object[key] = value;
    }
    return object;
  };
}

function tellField(shape: ObjectShape, selected: SelectedField): Tell<unknown> | null {
  if (selected.is === 'typename') return () => shape.typeName;
  return selected.is === 'value' ? tellValue(shape, selected.field) : null;
}

function tellValue({ table: schema }: ObjectShape, field: ValueField): Tell<unknown> | null {
  const table = tableOf(schema);
  switch (field.field) {
    case 'column': {
      const tell = tellColumn(columnOf(table, field.property));
      return tell && ((record, now) => answered(tell(record, now)));
    }
    case 'computed': {
      const needs = every(
        field.needs.map((property) => {
          const tell = tellColumn(columnOf(table, property));
          return tell && { property, tell };
        }),
      );
      if (!needs) return null;
      return (record, now) =>
        field.value(Object.fromEntries(needs.map(({ property, tell }) => [property, tell(record, now)])));
    }
    case 'expression': {
      const { ofRecord } = field;
      return ofRecord ? (record, now) => answered(ofRecord(record, now)) : null;
    }
    case 'external':
      return null;
  }
}

/** A property as its column gives it back: GUIDs in lower case. JSON and lists may come back otherwise than they were stored. */
function tellColumn({ property, kind, type }: Column): Tell<unknown> | null {
  if (kind === 'json' || kind === 'list') return null;
  return (record) => {
    const value = record[property] ?? null;
    return type === 'uuid' && typeof value === 'string' ? value.toLowerCase() : value;
  };
}

const answered = (value: unknown): unknown => (value instanceof Date ? formatInstant(value) : value);
