import type { CellKind } from './columns';
import type { Term } from './order';
import type { AskedValue, ObjectSelection, PageFact } from './selection';
import type { ToOneField } from './shape';

/**
 * How rows are written. A result's own rows and those of an array hold text; within JSON, values are JSON's own.
 * JSON rows of many cells come in pieces, for a function of PostgreSQL takes at most a hundred arguments.
 */
export type RowFormat = 'text' | 'json' | 'jsonInPieces';

/** A value of a row by its place in the row. */
export interface Cell {
  readonly index: number;
  readonly kind: CellKind;
}

/** How an object is made from a row that it has for itself or shares with those that refer to it. */
export interface ObjectPlan {
  /** Its key; null there means that there is no such object. */
  readonly key: Cell;
  /** Tells the members apart; null for a shape that has but one. */
  readonly discriminator: Cell | null;
  /** By the discriminator's value; under the empty text where there is none. */
  readonly members: ReadonlyMap<string, MemberPlan>;
}

export interface MemberPlan {
  readonly typeName: string;
  readonly outputs: readonly Output[];
}

export interface Need {
  readonly property: string;
  readonly cell: Cell;
}

/** One field of an object under its response key. */
export type Output =
  | { readonly is: 'typename'; readonly key: string }
  | {
      readonly is: 'value';
      readonly key: string;
      readonly cell: Cell;
      readonly asked: AskedValue;
      /** Whether the same values come again and again, so that their text is worth keeping. */
      readonly recurs: boolean;
    }
  | {
      readonly is: 'computed';
      readonly key: string;
      readonly needs: readonly Need[];
      readonly value: (record: unknown) => unknown;
      readonly asked: AskedValue;
    }
  | { readonly is: 'external'; readonly key: string; readonly needs: readonly Need[] }
  | { readonly is: 'object'; readonly key: string; readonly mayBeNull: boolean; readonly object: ObjectPlan }
  | { readonly is: 'kept'; readonly key: string; readonly mayBeNull: boolean; readonly kept: KeptPlan }
  | { readonly is: 'list'; readonly key: string; readonly cell: number; readonly rows: Rows<ObjectPlan> }
  | { readonly is: 'connection'; readonly key: string; readonly connection: ConnectionPlan };

/** An object of reference that the statement does not read: its text is kept, or read by itself. */
export interface KeptPlan {
  /** The key of its row. */
  readonly id: Cell;
  /** Objects right below it that not everybody may see, and whether the caller may; none where he may see everything. */
  readonly seen: readonly { readonly field: ToOneField; readonly cell: Cell }[];
  /** What is asked of it; the same for all plans of a place in a document. */
  readonly selection: ObjectSelection;
}

/** Rows within a cell, and what each of them holds. */
export interface Rows<T> {
  readonly format: RowFormat;
  readonly row: T;
}

export interface ConnectionPlan {
  /** Which of the operation's lists this is. */
  readonly list: number;
  /** The cell of the rows; null where the page's rows are those of the result, or are not asked for. */
  readonly cell: number | null;
  readonly rows: Rows<PageRow>;
  /** The cell of the count; null where it is not asked for. */
  readonly total: number | null;
  readonly parts: readonly ConnectionOutput[];
}

/** What a row of a page holds besides its objects: the key, and the values of which its cursor is made. */
export interface PageRow {
  readonly key: number;
  readonly cursor: CursorPlan | null;
}

/** What cursors are made of: the name of the order, and the cells of its terms. */
export interface CursorPlan {
  readonly order: string;
  readonly cells: readonly CursorCell[];
}

export interface CursorCell {
  readonly term: Term;
  readonly index: number;
}

export type ConnectionOutput =
  | { readonly is: 'typename'; readonly key: string; readonly typeName: string }
  | { readonly is: 'totalCount'; readonly key: string }
  | { readonly is: 'nodes'; readonly key: string; readonly object: ObjectPlan }
  | { readonly is: 'edges'; readonly key: string; readonly parts: readonly EdgeOutput[] }
  | { readonly is: 'pageInfo'; readonly key: string; readonly parts: readonly PageInfoOutput[] };

export type EdgeOutput =
  | { readonly is: 'typename'; readonly key: string; readonly typeName: string }
  | { readonly is: 'cursor'; readonly key: string }
  | { readonly is: 'node'; readonly key: string; readonly object: ObjectPlan };

export type PageInfoOutput =
  | { readonly is: 'typename'; readonly key: string; readonly typeName: string }
  | { readonly is: PageFact; readonly key: string };

/** What the rows of a statement become: a page, or objects by key, each at one or several places of the answer. */
export type Answer =
  | { readonly root: 'connection'; readonly connection: ConnectionPlan }
  | { readonly root: 'objects'; readonly key: number; readonly branches: readonly BranchPlan[] };

export interface BranchPlan {
  readonly path: string;
  readonly object: ObjectPlan;
}

/** A statement for one selection and one structure of arguments; runs with any values. */
export interface Plan {
  readonly text: string;
  /** Constants, and the slots that a run fills. */
  readonly parameters: readonly unknown[];
  /** How many rows it answers with at most; unknown where that is not for the statement to say. */
  readonly mostRows: number | undefined;
  readonly answer: Answer;
}
