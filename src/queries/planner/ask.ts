import type { Session } from './binding';
import type { FieldInfo } from './collect';
import type { RawRow } from './decode-cell';
import { KnownReaders } from './known-readers';
import type { PreparedList } from './list';
import type { Question } from './shape';
import type { Run, Statement } from './statement';
import { type Told, toldIn } from './told';

/** A statement and, where it has any, its lists under the values of one operation. */
interface Asking {
  readonly plan: Statement;
  readonly lists?: readonly PreparedList[];
}

/** Gives what is to be asked for a caller who may read everything, or for anybody. */
export type Prepare<Ready extends Asking> = (readsAll: boolean) => Ready;

/** What was asked in the end, and what came back; nothing is told where there is no such caller. */
export interface Answered<Ready> {
  readonly ready: Ready;
  readonly rows: readonly RawRow[];
  readonly told: Told | null;
}

/** Asks on behalf of the session's caller for the rows with these keys. */
export type Ask = <Ready extends Asking>(
  prepare: Prepare<Ready>,
  ids: readonly string[],
  session: Session,
  question?: Pick<Question, 'hasOwnReaders'>,
) => Promise<Answered<Ready>>;

const anyQuestion: Pick<Question, 'hasOwnReaders'> = {};

/**
 * Runs the statement that fits the caller: who could read everything when last asked is first asked for as one who can,
 * which spares the statement everything that has to do with what may be seen; if he no longer can, it has no row, and
 * what follows is anybody's statement.
 */
export function createAsk(run: Run): Ask {
  const readers = new KnownReaders();
  return async (prepare, ids, session, { hasOwnReaders = false } = anyQuestion) => {
    const { callerId } = session;
    if (!hasOwnReaders && readers.has(callerId)) {
      const ready = prepare(true);
      const rows = await run(ready.plan, bindingOf(ready, ids, session));
      if (rows.length > 0) return { ready, rows, told: toldIn(rows) };
    }
    const ready = prepare(false);
    const rows = await run(ready.plan, bindingOf(ready, ids, session));
    const told = toldIn(rows);
    readers.note(callerId, told?.readsAll === true);
    return { ready, rows, told };
  };
}

const bindingOf = ({ lists = [] }: Asking, ids: readonly string[], session: Session) => ({
  session,
  ids,
  lists: lists.map(({ values }) => values),
});

/** Gives what `make` gives for a field, `isConstant` saying whether that is the same each time: then it is made once. */
export type ForField<Ready extends Asking> = (
  info: FieldInfo,
  isConstant: boolean,
  make: () => Prepare<Ready>,
) => Prepare<Ready>;

/** Keeps what was prepared for fields of documents, for as long as these live. */
export function createForField<Ready extends Asking>(): ForField<Ready> {
  const known = new WeakMap<FieldInfo, Prepare<Ready>>();
  return (info, isConstant, make) => {
    if (!isConstant) return make();
    const found = known.get(info);
    if (found) return found;
    const made = onceForEach(make());
    known.set(info, made);
    return made;
  };
}

function onceForEach<Ready extends Asking>(prepare: Prepare<Ready>): Prepare<Ready> {
  const known: { forReaders?: Ready; forAnybody?: Ready } = {};
  return (readsAll) => {
    if (readsAll) {
      known.forReaders ??= prepare(true);
      return known.forReaders;
    }
    known.forAnybody ??= prepare(false);
    return known.forAnybody;
  };
}
