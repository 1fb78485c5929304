import { documentOf, type FieldInfo } from './collect';
import { compile, type Manner } from './compile';
import { decodeObject, type ObjectDecoder } from './decode';
import type { RawRow } from './decode-cell';
import { decodeRootPage } from './decode-connection';
import { createDocuments } from './documents';
import { type PreparedList, prepareNested } from './list';
import type { Answer, Plan } from './plan';
import { AtPlaces, type Planned } from './planned';
import { Recent } from './recent';
import type { Selection } from './selection';
import type { Question } from './shape';
import { type AnswerText, answerText } from './text/answer-text';
import { KeptTexts } from './text/kept-texts';
import type { Writers } from './text/object-text';
import type { Missing } from './text/references';

/** Selections and plans that are kept, each: enough for the documents of many clients, and a bound for the memory. */
const mostKept = 1_000;

/** A plan with its lists under the values of one operation, and the way from its rows to the answer. */
export interface ReadyPlan {
  readonly plan: Plan;
  readonly lists: readonly PreparedList[];
  readonly page: (rows: readonly RawRow[]) => Planned;
  /** Whether the operation selects nothing of the objects, so that there is nothing to read. */
  readonly isUnasked: boolean;
  /**
   * The JSON text of the page, or of the one object, and what it lacks: then it is to be written again once that is
   * kept. Throws `Unwritable` where the executor has to answer.
   */
  readonly text: (rows: readonly RawRow[]) => Written;
  /** In the order of the keys; null for a key without a row. */
  readonly objects: (rows: readonly RawRow[], ids: readonly string[]) => readonly (Planned | AtPlaces | null)[];
}

/** A text, and the versions that it has no text for. */
export interface Written {
  readonly text: string;
  readonly missing: readonly Missing[];
}

/** What is to be read: which objects, where below the field of `info`, and how to look ahead when that is not known yet. */
export interface Reading extends Manner {
  readonly path: readonly string[];
  readonly info: FieldInfo;
  readonly select: () => Selection;
}

export interface Plans {
  readonly ready: (question: Question, reading: Reading, root: PreparedList) => ReadyPlan;
  readonly kept: KeptTexts;
  readonly counts: () => { readonly compiled: number; readonly kept: number };
}

/**
 * Plans by document and by the structure of the arguments; values make no difference.
 *
 * A document that runs again costs two look-ups, and the coercion of its arguments.
 */
export function createPlans(): Plans {
  const keyOf = createDocuments();
  const selections = new Recent<Selection>(mostKept);
  const compiled = new Recent<Compiled>(mostKept);
  const kept = new KeptTexts();
  let count = 0;
  const ready: Plans['ready'] = (question, { asked, refers, path, info, select }, root) => {
    const key = keyOf(info, question, `${asked} ${refers} ${path.join('.')}`);
    const selection = selections.get(key, select);
    const nested = selection.nested.map(({ name, field, read }) =>
      prepareNested(name, field, read(info.variableValues)),
    );
    const lists = [root, ...nested];
    const structure = lists.map(({ list }) => list);
    const { plan, page, text, objects } = compiled.get([key, ...lists.map((list) => list.key)].join(' '), () => {
      count += 1;
      return finish(compile(question, selection, { asked, refers }, structure), {
        document: documentOf(info),
        kept,
        missing: [],
      });
    });
    const isUnasked = selection.root === 'objects' && selection.branches.length === 0;
    return {
      plan,
      lists,
      isUnasked,
      page: (rows) => page(rows, structure),
      text: (rows) => text()(rows, structure),
      objects: (rows, ids) => objects(rows, structure, ids),
    };
  };
  return { ready, kept, counts: () => ({ compiled: count, kept: compiled.size }) };
}

type Lists = Parameters<ObjectDecoder>[1];

interface Compiled {
  readonly plan: Plan;
  readonly page: (rows: readonly RawRow[], lists: Lists) => Planned;
  /** Made when it is first asked for: most documents are either written or executed. */
  readonly text: () => (rows: readonly RawRow[], lists: Lists) => Written;
  readonly objects: (
    rows: readonly RawRow[],
    lists: Lists,
    ids: readonly string[],
  ) => readonly (Planned | AtPlaces | null)[];
}

const finish = (plan: Plan, writers: Writers): Compiled => ({
  plan,
  page: pageOf(plan.answer),
  text: once(() => writtenBy(writers, answerText(writers, plan.answer))),
  objects: objectsOf(plan.answer),
});

/** Writing takes no time to wait in, so nobody else writes between. */
const writtenBy =
  ({ missing }: Writers, write: AnswerText) =>
  (rows: readonly RawRow[], lists: Lists): Written => {
    missing.length = 0;
    const text = write(rows, lists);
    return { text, missing: [...missing] };
  };

function once<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

function pageOf(answer: Answer): Compiled['page'] {
  if (answer.root === 'connection') return decodeRootPage(answer.connection);
  return () => {
    throw new Error('Invariant broken: a plan for objects gives no page');
  };
}

function objectsOf(answer: Answer): Compiled['objects'] {
  if (answer.root === 'connection') return () => [];
  const branches = answer.branches.map(({ path, object }) => ({ path, decode: decodeObject(object, 'text') }));
  const [only, ...others] = branches;
  return (rows, lists, ids) => {
    const byKey = new Map(rows.map((row) => [String(row[answer.key]), row]));
    return ids.map((id) => {
      const row = byKey.get(id);
      if (!row || !only) return null;
      if (others.length === 0) return only.decode(row, lists);
      return new AtPlaces(new Map(branches.map(({ path, decode }) => [path, decode(row, lists)])));
    });
  };
}
