import { referenceVersion } from '../../../storage/session';
import { raw, render, sql } from '../../../storage/sql';
import { type Session, Slot } from '../binding';
import { at } from '../columns';
import { decoderOf, type RawRow } from '../decode-cell';
import { tableOfShape } from '../fields';
import type { KeptPlan, ObjectPlan, RowFormat } from '../plan';
import { Names, RowScope } from '../row-scope';
import type { ObjectSelection } from '../selection';
import type { ToOneField } from '../shape';
import type { Run, Statement } from '../statement';
import { named, writeObject } from '../write-object';
import { objectText, type RowText, type Writers } from './object-text';
import { orUnwritable } from './unwritable';

/** An object whose text is not kept yet. */
export interface Missing {
  readonly writers: Writers;
  readonly selection: ObjectSelection;
  readonly id: string;
  /** Relationships right below it that the caller may not follow. */
  readonly hidden: readonly ToOneField[];
  /** What its text is kept under. */
  readonly key: string;
}

/** The kept text of an object; `null` and a note in `missing` where there is none. */
export function keptText(writers: Writers, { id, seen, selection }: KeptPlan, format: RowFormat): RowText {
  const { references, missing } = writers;
  const isTrue = decoderOf('boolean', format);
  return (row) => {
    const found = row[id.index];
    if (found === null || found === undefined) return 'null';
    const hidden = seen.length === 0 ? none : seen.filter(({ cell }) => isTrue(row[cell.index]) !== true);
    const key = hidden === none || hidden.length === 0 ? String(found) : keyOf(String(found), hidden, seen);
    const text = references.find(selection, key);
    if (text !== undefined) return text;
    missing.push({ writers, selection, id: String(found), hidden: hidden.map(({ field }) => field), key });
    return awaited;
  };
}

type Seen = KeptPlan['seen'];

const none: Seen = [];

/** Stands for a text that is to come: no null, where there must be an object. */
const awaited = '{}';

const keyOf = (id: string, hidden: Seen, seen: Seen): string =>
  `${id} ${seen.map((one) => (hidden.includes(one) ? '-' : '+')).join('')}`;

/**
 * Reads and keeps what is missing: one statement for each selection, about all its objects at once.
 *
 * What has changed since the statement that met them is kept under the version that it has now, and so stays missing.
 * Whoever asks has seen that the caller may see the objects, but for those that are hidden.
 */
export async function keepMissing(run: Run, missing: readonly Missing[], session: Session): Promise<void> {
  for (const selection of new Set(missing.map((one) => one.selection))) {
    const asked = missing.filter((one) => one.selection === selection);
    const { statement, object } = compileObjects(selection);
    const rows = await run(statement, { session, ids: [...new Set(asked.map(({ id }) => id))], lists: [] });
    const byId = new Map(rows.map((row) => [String(row[object.key.index]), row]));
    for (const one of asked) keep(one, object, String(rows[0]?.at(-1)), byId.get(one.id));
  }
}

function keep({ writers, selection, hidden, key }: Missing, object: ObjectPlan, version: string, row?: RawRow): void {
  writers.references.enter(version);
  const write = objectText(writers, object, 'text');
  const text = row ? orUnwritable(() => write(withoutHidden(row, selection, object, hidden), [])) : 'null';
  writers.references.keep(selection, key, text);
}

const keys = new Slot(({ ids }) => ids);

interface Objects {
  readonly statement: Statement;
  readonly object: ObjectPlan;
}

/** What is asked of objects with these keys, as one has it who may read everything; a row without a key where there are none. */
function compileObjects(selection: ObjectSelection): Objects {
  const names = new Names();
  const scope = new RowScope(names);
  const [table, row] = [tableOfShape(selection.shape), names.alias()];
  const object = writeObject({ writing: { names, lists: [], refers: false, readsAll: true }, scope, row }, selection);
  const { text, values: parameters } = render(sql`select ${scope.columnsAnd(referenceVersion)} from (select) as once
    left join ${named(table, row)} on ${at(row, table.key)} = any (${keys}::${raw(table.key.type)}[])${scope.from}`);
  return { statement: { text, parameters }, object };
}

/** The row as if the hidden objects were not there: an object without a key is none. */
function withoutHidden(
  row: RawRow,
  { members }: ObjectSelection,
  object: ObjectPlan,
  hidden: readonly ToOneField[],
): RawRow {
  const aliases = members.flatMap(({ fields }) =>
    fields.flatMap((one) => (one.is === 'toOne' && hidden.includes(one.field) ? [one.key] : [])),
  );
  const outputs = [...object.members.values()].flatMap((member) => member.outputs);
  const keyCells = outputs.flatMap((one) =>
    one.is === 'object' && aliases.includes(one.key) ? [one.object.key.index] : [],
  );
  return row.map((cell, index) => (keyCells.includes(index) ? null : cell));
}
