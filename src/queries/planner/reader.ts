import type { GraphQLResolveInfo } from 'graphql';
import type { DataSource } from 'typeorm';
import { invariant } from '../../domain/errors';
import type { Session } from './binding';
import type { FieldInfo } from './collect';
import type { RawRow } from './decode-cell';
import { tableOfShape } from './fields';
import { type PreparedList, prepareQuestion } from './list';
import { createLoaders, type Loaders } from './load';
import { selectObjects, selectPage } from './look-ahead';
import { AtPlaces, type Planned } from './planned';
import { createPlans, type ReadyPlan } from './plans';
import type { PageArguments, Question } from './shape';
import { createRun } from './statement';
import { keepMissing } from './text/references';
import { orUnwritable, Unwritable } from './text/unwritable';
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

/** Makes the reader of a database; one for the whole process, as it keeps what it compiled. */
export function createReader({ database }: { readonly database: DataSource }): Reader {
  const plans = createPlans();
  const run = createRun(database);
  const execute = async ({ plan, lists }: ReadyPlan, ids: readonly string[], session: Session) =>
    run(plan, { session, ids, lists: lists.map(({ values }) => values) });
  const tell = async (ready: ReadyPlan, ids: readonly string[], session: Session): Promise<Told> => {
    const rows = await execute(ready, ids, session);
    const caller = callerIn(rows);
    const first = orUnwritable(() => ready.text(rows));
    if (first.missing.length === 0) return { text: first.text, caller };
    await keepMissing(run, plans.kept, first.missing, session);
    const second = orUnwritable(() => ready.text(rows));
    if (second.missing.length > 0) throw new Unwritable('a row of reference is gone');
    return { text: second.text, caller };
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
    const ready = plans.ready(question, { ...values, asked, path, info, select }, noList);
    if (ready.isUnasked || ids.length === 0) return ids.map(() => null);
    return ready.objects(await execute(ready, ids, session), ids);
  };
  return {
    plans: plans.counts,
    loaders: (session, options) => createLoaders({ run, session }, options),
    page: async (question, args, info, session) => {
      const select = () => selectPage(info, question);
      const ready = plans.ready(question, { ...values, asked: 'page', info, select }, prepareQuestion(question, args));
      return ready.page(await execute(ready, [], session));
    },
    pageText: async (question, args, info, session) => {
      const select = () => selectPage(info, question);
      const ready = plans.ready(question, { ...text, asked: 'page', info, select }, prepareQuestion(question, args));
      return tell(ready, [], session);
    },
    oneText: async (question, id, info, session) => {
      const select = () => selectObjects(info, question.shape, []);
      const ready = plans.ready(question, { ...text, asked: 'one', info, select }, noList);
      const [key] = keysAmong(question, [id]);
      if (key === undefined) return { text: 'null', caller: { is: 'unasked', type: '' } };
      return tell(ready, [key], session);
    },
    one: async (question, id, info, session) => {
      const keys = keysAmong(question, [id]);
      const [found = null] = await objects(question, keys, info, { asked: 'one', path: [] }, session);
      invariant(!(found instanceof AtPlaces), 'an object of its own field stands at one place');
      return found;
    },
    byIds: async (question, ids, info, path, session) => {
      const keys = keysAmong(question, ids);
      const found = await objects(question, keys, info, { asked: 'several', path }, session);
      const byKey = new Map(keys.map((key, index) => [key, found[index]]));
      return ids.map((id) => byKey.get(keysAmong(question, [id])[0] ?? '') ?? null);
    },
  };
}

const values = { refers: false, path: [] } as const;
const text = { refers: true, path: [] } as const;

function callerIn([row]: readonly RawRow[]): FoundCaller {
  return row ? { is: 'found', type: String(row.at(-1)) } : { is: 'missing', type: '' };
}

interface Objects {
  readonly asked: 'one' | 'several';
  readonly path: readonly string[];
}

/** The ids that can be keys at all, each as the database writes it. */
function keysAmong({ shape }: Question, ids: readonly string[]): readonly string[] {
  const { type } = tableOfShape(shape).key;
  const possible = ids.filter((id) => isWritten(type, id));
  return [...new Set(type === 'uuid' ? possible.map((id) => id.toLowerCase()) : possible)];
}
