import type { GraphQLResolveInfo } from 'graphql';
import type { DataSource } from 'typeorm';
import { invariant } from '../../domain/errors';
import { createAsk, createForField, type Prepare } from './ask';
import type { Session } from './binding';
import type { FieldInfo } from './collect';
import { idTypeOf } from './key';
import { type PreparedList, prepareQuestion } from './list';
import { createLoaders, type Loaders } from './load';
import { selectObjects, selectPage } from './look-ahead';
import { AtPlaces, type Planned } from './planned';
import { createPlans, type Reading, type ReadyPlan, type ReadyRecord } from './plans';
import type { RecordQuestion } from './record-question';
import type { PageArguments, Question } from './shape';
import { createRun } from './statement';
import { keepMissing } from './text/kept-objects';
import { orUnwritable, Unwritable } from './text/unwritable';
import type { Told as ToldCell } from './told';
import { isWritten } from './written';

/** Answers questions with one statement each, for the selection below the field that `info` is about. */
export interface Reader {
  /** One page; raises `Request_BadRequest` for arguments that {@link prepareQuestion} refuses. */
  page(question: Question, args: PageArguments, info: GraphQLResolveInfo, session: Session): Promise<Planned>;
  /** One row by its key; null where there is none that the caller may see, or the id cannot be one. */
  one(question: Question, id: string, info: GraphQLResolveInfo, session: Session): Promise<Planned | null>;
  /**
   * Rows by key in the order of `ids`, null where the caller may not see one; `path` names the fields that lead from
   * the field of `info` to the object, none for its own. Where the operation selects the object at several places
   * below, under aliases, the value tells them apart by itself: give it to each.
   */
  byIds(
    question: Question,
    ids: readonly string[],
    info: GraphQLResolveInfo,
    path: readonly string[],
    session: Session,
  ): Promise<readonly (Planned | AtPlaces | null)[]>;
  /** What `page` gives, as the JSON text of the answer; raises what `page` raises, and `Unwritable`. */
  pageText(question: Question, args: PageArguments, info: FieldInfo, session: Session): Promise<Told>;
  /** What `one` gives, as the JSON text of the answer; raises what `one` raises, and `Unwritable`. */
  oneText(question: Question, id: string, info: FieldInfo, session: Session): Promise<Told>;
  /** The one record of a question under these values, as the JSON text of the answer; raises `Unwritable`. */
  recordText(question: RecordQuestion, values: readonly string[], info: FieldInfo, session: Session): Promise<Told>;
  /** Loaders for one operation: for records that come from elsewhere. `cache: false` for operations that live long. */
  loaders(session: Session, options?: { readonly cache?: boolean }): Loaders;
  /** How many statements were written since the start, and how many are kept. */
  readonly plans: () => { readonly compiled: number; readonly kept: number };
}

/** An answer as JSON text, and whom the statement found in the caller's place. */
export interface Told {
  readonly text: string;
  readonly caller: FoundCaller;
}

/**
 * The caller as the statement found him, with his kind of principal; `missing` when there is no such principal or he is
 * disabled, so that the text is nobody's; `unasked` when nothing had to be read.
 */
export interface FoundCaller {
  readonly is: 'found' | 'missing' | 'unasked';
  readonly type: string;
}

const noList: PreparedList = {
  key: '',
  values: { filter: [], after: [], before: [] },
  list: { order: '', terms: [], size: 0, backward: false, after: null, before: null, filter: null, on: null },
};

/** How often an answer is begun. */
const mostTurns = 3;

/** Makes the reader of a database; one for the whole process, as it keeps what it compiled. */
export function createReader({ database }: { readonly database: DataSource }): Reader {
  const plans = createPlans();
  const run = createRun(database);
  const ask = createAsk(run);
  const tell = async (
    prepare: Prepare<ReadyPlan>,
    ids: readonly string[],
    session: Session,
    question: Question,
  ): Promise<Told> => {
    // Where the reference changes between two statements, the answer is made anew.
    for (let turn = 1; turn <= mostTurns; turn += 1) {
      const { ready, rows, told } = await ask(prepare, ids, session, question);
      const version = told?.version ?? '';
      const first = orUnwritable(() => ready.text(rows, version));
      if (first.missing.length === 0) return { text: first.text, caller: callerOf(told) };
      await keepMissing(run, first.missing, session);
      const second = orUnwritable(() => ready.text(rows, version));
      if (second.missing.length === 0) return { text: second.text, caller: callerOf(told) };
    }
    throw new Unwritable('the reference changes all the time');
  };
  const objects = async (
    question: Question,
    ids: readonly string[],
    info: GraphQLResolveInfo,
    manner: Objects,
    session: Session,
  ) => {
    const { path, asked } = manner;
    const select = () => selectObjects(info, question.shape, path);
    const prepare = (readsAll: boolean) =>
      plans.ready(question, { refers: false, readsAll, asked, path, info, select }, noList);
    if (ids.length === 0 || prepare(false).isUnasked) return ids.map(() => null);
    const { ready, rows } = await ask(prepare, ids, session, question);
    return ready.objects(rows, ids);
  };
  const pages = createForField<ReadyPlan>();
  const single = createForField<ReadyPlan>();
  const records = createForField<ReadyRecord>();
  const prepareOne = (question: Question, info: FieldInfo) => {
    const select = () => selectObjects(info, question.shape, []);
    return (readsAll: boolean) =>
      plans.ready(question, { refers: true, path: [], readsAll, asked: 'one', info, select }, noList);
  };
  const preparePage = (
    question: Question,
    args: PageArguments,
    info: FieldInfo,
    { refers }: Pick<Reading, 'refers'>,
  ) => {
    const select = () => selectPage(info, question);
    const root = prepareQuestion(question, args);
    return (readsAll: boolean) =>
      plans.ready(question, { refers, path: [], readsAll, asked: 'page', info, select }, root);
  };
  return {
    plans: plans.counts,
    loaders: (session, options) => createLoaders({ run, session }, options),
    page: async (question, args, info, session) => {
      const { ready, rows } = await ask(preparePage(question, args, info, { refers: false }), [], session, question);
      return ready.page(rows);
    },
    pageText: async (question, args, info, session) => {
      const prepare = pages(info, info.constant === 'all', () => preparePage(question, args, info, { refers: true }));
      return tell(prepare, [], session, question);
    },
    oneText: async (question, id, info, session) => {
      const key = keyOf(question, id);
      if (key === null) return nobodyAsked;
      const prepare = single(info, info.constant !== undefined, () => prepareOne(question, info));
      return tell(prepare, [key], session, question);
    },
    recordText: async (question, ids, info, session) => {
      const prepare = records(
        info,
        info.constant !== undefined,
        () => (readsAll) => plans.record(question, info, readsAll),
      );
      const { ready, rows, told } = await ask(prepare, ids, session, question);
      return { text: orUnwritable(() => ready.write(ready.plan.record(rows))), caller: callerOf(told) };
    },
    one: async (question, id, info, session) => {
      const keys = keysOf(question, [id]);
      const [found = null] = await objects(question, keys, info, { asked: 'one', path: [] }, session);
      invariant(!(found instanceof AtPlaces), 'an object of its own field stands at one place');
      return found;
    },
    byIds: async (question, ids, info, path, session) => {
      const keys = keysOf(question, ids);
      const found = await objects(question, keys, info, { asked: 'several', path }, session);
      const byKey = new Map(keys.map((key, index) => [key, found[index]]));
      return ids.map((id) => byKey.get(keyOf(question, id) ?? '') ?? null);
    },
  };
}

const nobodyAsked: Told = { text: 'null', caller: { is: 'unasked', type: '' } };
const nobody: FoundCaller = { is: 'missing', type: '' };

const callerOf = (told: ToldCell | null): FoundCaller => (told ? { is: 'found', type: told.type } : nobody);

interface Objects {
  readonly asked: 'one' | 'several';
  readonly path: readonly string[];
}

/** The id as the database writes it; null where it cannot be a key at all. */
function keyOf(question: Question, id: string): string | null {
  const type = idTypeOf(question);
  if (!isWritten(type, id)) return null;
  return type === 'uuid' ? id.toLowerCase() : id;
}

/** The ids that can be keys, each once. */
const keysOf = (question: Question, ids: readonly string[]): readonly string[] => [
  ...new Set(ids.flatMap((id) => keyOf(question, id) ?? [])),
];
