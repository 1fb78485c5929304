import { invariant } from '../../../domain/errors';
import { raw, render, sql } from '../../../storage/sql';
import { type Session, Slot } from '../binding';
import { at } from '../columns';
import { keyOfVersion, type Reference } from '../reference';
import type { Run } from '../statement';
import { named } from '../write-object';
import type { KeptTexts } from './kept-texts';
import { orUnwritable } from './unwritable';
import type { ValueText } from './value-text';

/** A version whose text is not kept yet, and who writes it. */
export interface Missing extends Reference {
  readonly version: string;
  readonly write: ValueText;
}

/**
 * Reads and keeps what is missing: one statement for each column, about all its rows at once.
 *
 * A row that has changed in the meantime is kept as it is now, under the version that was asked for: never older than
 * the statement that asked. One that is gone stays missing. Whoever asks has seen that the caller may see the rows.
 */
export async function keepMissing(
  run: Run,
  kept: KeptTexts,
  missing: readonly Missing[],
  session: Session,
): Promise<void> {
  for (const column of new Set(missing.map((one) => one.column))) {
    const asked = missing.filter((one) => one.column === column);
    const values = await readColumn(run, asked, session);
    for (const { version, write } of asked) {
      const value = values.get(keyOfVersion(version));
      if (value !== undefined)
        kept.keep(
          write,
          version,
          orUnwritable(() => write(value)),
        );
    }
  }
}

const keys = new Slot(({ ids }) => ids);

async function readColumn(
  run: Run,
  asked: readonly Missing[],
  session: Session,
): Promise<ReadonlyMap<string, unknown>> {
  const [first] = asked;
  invariant(first, 'a column is read for some versions');
  const { table, column } = first;
  const { text, values: parameters } = render(sql`select ${at('t', table.key)}, ${at('t', column)}
    from ${named(table, 't')} where ${at('t', table.key)} = any (${keys}::${raw(table.key.type)}[])`);
  const ids = [...new Set(asked.map(({ version }) => keyOfVersion(version)))];
  const rows = await run({ text, parameters }, { session, ids, lists: [] });
  return new Map(rows.map(([key, value]) => [String(key), value]));
}
