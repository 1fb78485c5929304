import { invariant } from '../../domain/errors';
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
import { compileRecord, type RecordPlan, type RecordQuestion } from './record-question';
import type { AskedValue, Selection } from './selection';
import type { Question } from './shape';
import { type AnswerText, answerText } from './text/answer-text';
import type { Missing } from './text/kept-objects';
import { KeptTexts } from './text/kept-texts';
import type { Writers } from './text/object-text';
import { ReferenceTexts } from './text/reference-texts';
import { type ValueText, valueText } from './text/value-text';

/** Selections and plans that are kept, each: enough for the documents of many clients, and a bound for the memory. */
const mostKept = 1_000;

const nothing: readonly never[] = [];

/** A plan with its lists under the values of one operation, and the way from its rows to the answer. */
export interface ReadyPlan {
  readonly plan: Plan;
  readonly lists: readonly PreparedList[];
  readonly page: (rows: readonly RawRow[]) => Planned;
  /** Whether the operation selects nothing of the objects, so that there is nothing to read. */
  readonly isUnasked: boolean;
  /**
   * The JSON text of the page, or of the one object, and what it lacks: then it is to be written again once that is
   * kept; `version` is that of the reference which the statement saw. Throws `Unwritable` where the executor has to
   * answer.
   */
  readonly text: (rows: readonly RawRow[], version: string) => Written;
  /** In the order of the keys; null for a key without a row. */
  readonly objects: (rows: readonly RawRow[], ids: readonly string[]) => readonly (Planned | AtPlaces | null)[];
}

/** A text, and the objects in it that no text is kept of. */
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

/** A record question under one document. */
export interface ReadyRecord {
  readonly plan: RecordPlan;
  readonly write: ValueText;
}

export interface Plans {
  readonly ready: (question: Question, reading: Reading, root: PreparedList) => ReadyPlan;
  /** The statement of a record question, and the writer of the record for the field of `info`. */
  readonly record: (question: RecordQuestion, info: FieldInfo, readsAll: boolean) => ReadyRecord;
  readonly references: ReferenceTexts;
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
  const references = new ReferenceTexts();
  let count = 0;
  const ready: Plans['ready'] = (question, { asked, refers, readsAll, path, info, select }, root) => {
    const key = keyOf(info, question, `${asked} ${refers} ${path.join('.')}`);
    const selection = selections.get(key, select);
    const nested = selection.nested.map(({ name, field, read }) =>
      prepareNested(name, field, read(info.variableValues)),
    );
    const lists = [root, ...nested];
    const structure = lists.map(({ list }) => list);
    const { plan, page, text, objects } = compiled.get(
      [key, readsAll, ...lists.map((list) => list.key)].join(' '),
      () => {
        count += 1;
        return finish(compile(question, selection, { asked, refers, readsAll }, structure), {
          document: documentOf(info),
          kept,
          references,
          missing: [],
        });
      },
    );
    const isUnasked = selection.root === 'objects' && selection.branches.length === 0;
    return {
      plan,
      lists,
      isUnasked,
      page: (rows) => page(rows, structure),
      text: (rows, version) => text()(rows, structure, version),
      objects: (rows, ids) => objects(rows, structure, ids),
    };
  };
  const records = new Recent<ReadyRecord>(mostKept);
  const record: Plans['record'] = (question, info, readsAll) =>
    records.get(keyOf(info, question, `record ${readsAll}`), () => ({
      plan: compileRecord(question, readsAll),
      write: valueText(documentOf(info), askedOf(info)),
    }));
  return { ready, record, references, counts: () => ({ compiled: count, kept: compiled.size }) };
}

function askedOf({ returnType: type, fieldNodes }: FieldInfo): AskedValue {
  const [first, ...others] = fieldNodes;
  invariant(first, 'a field that is read has a node');
  return { type, nodes: [first, ...others] };
}

type Lists = Parameters<ObjectDecoder>[1];

interface Compiled {
  readonly plan: Plan;
  readonly page: (rows: readonly RawRow[], lists: Lists) => Planned;
  /** Made when it is first asked for: most documents are either written or executed. */
  readonly text: () => (rows: readonly RawRow[], lists: Lists, version: string) => Written;
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
  ({ missing, references }: Writers, write: AnswerText) =>
  (rows: readonly RawRow[], lists: Lists, version: string): Written => {
    missing.length = 0;
    references.enter(version);
    const text = write(rows, lists);
    return { text, missing: missing.length === 0 ? nothing : [...missing] };
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
