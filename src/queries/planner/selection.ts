import type { GraphQLOutputType } from 'graphql';
import type { FieldNodes } from './collect';
import type { ObjectShape, PageArguments, Shape, ToManyField, ToOneField, ValueField } from './shape';

/** What is selected of the rows of a shape: per type that a row may have, for fragments may differ. */
export interface ObjectSelection {
  readonly shape: Shape;
  readonly members: readonly MemberSelection[];
}

export interface MemberSelection {
  readonly shape: ObjectShape;
  /** A field that several members share, declared and selected alike, is the same object in each of them. */
  readonly fields: readonly SelectedField[];
}

/** What the document asks of a value: the type of its field, and the nodes that select below it. */
export interface AskedValue {
  readonly type: GraphQLOutputType;
  readonly nodes: FieldNodes;
}

/** One field of an object under its response key, which is the alias where there is one. */
export type SelectedField =
  | { readonly is: 'typename'; readonly key: string }
  | { readonly is: 'value'; readonly key: string; readonly field: ValueField; readonly asked: AskedValue }
  | {
      readonly is: 'toOne';
      readonly key: string;
      readonly field: ToOneField;
      readonly mayBeNull: boolean;
      readonly child: ObjectSelection;
    }
  | { readonly is: 'list'; readonly key: string; readonly field: ToManyField; readonly child: ObjectSelection }
  | {
      readonly is: 'connection';
      readonly key: string;
      readonly field: ToManyField;
      /** Which of the operation's lists this is; 0 is the root's. */
      readonly list: number;
      readonly child: ConnectionSelection;
    };

export interface ConnectionSelection {
  readonly shape: Shape;
  readonly parts: readonly ConnectionPart[];
}

/** One field of a connection under its response key. */
export type ConnectionPart =
  | { readonly is: 'typename'; readonly key: string; readonly typeName: string }
  | { readonly is: 'totalCount'; readonly key: string }
  | { readonly is: 'nodes'; readonly key: string; readonly child: ObjectSelection }
  | { readonly is: 'edges'; readonly key: string; readonly parts: readonly EdgePart[] }
  | { readonly is: 'pageInfo'; readonly key: string; readonly parts: readonly PageInfoPart[] };

export type EdgePart =
  | { readonly is: 'typename'; readonly key: string; readonly typeName: string }
  | { readonly is: 'cursor'; readonly key: string }
  | { readonly is: 'node'; readonly key: string; readonly child: ObjectSelection };

export type PageInfoPart =
  | { readonly is: 'typename'; readonly key: string; readonly typeName: string }
  | { readonly is: PageFact; readonly key: string };

export type PageFact = 'hasNextPage' | 'hasPreviousPage' | 'startCursor' | 'endCursor';

/** A nested connection: its declaration, the name of its field, and its arguments under given variables. */
export interface NestedList {
  readonly name: string;
  readonly field: ToManyField;
  readonly read: (variables: Readonly<Record<string, unknown>>) => PageArguments;
}

/** What an operation selects below one field, with every nested connection that has arguments of its own. */
export type Selection =
  | { readonly root: 'connection'; readonly connection: ConnectionSelection; readonly nested: readonly NestedList[] }
  | { readonly root: 'objects'; readonly branches: readonly Branch[]; readonly nested: readonly NestedList[] };

/** The same object selected at one place of the answer; `path` is its response keys, joined by dots. */
export interface Branch {
  readonly path: string;
  readonly object: ObjectSelection;
}

/** Whether something is selected, at whatever depth outside of pages of their own, that may take long. */
export const takesLong = (selection: Selection): boolean => objectsOf(selection).some(isLong);

function objectsOf(selection: Selection): readonly ObjectSelection[] {
  if (selection.root === 'objects') return selection.branches.map(({ object }) => object);
  return selection.connection.parts.flatMap((part) => {
    if (part.is === 'nodes') return [part.child];
    return part.is === 'edges' ? part.parts.flatMap((one) => (one.is === 'node' ? [one.child] : [])) : [];
  });
}

const isLong = ({ members }: ObjectSelection): boolean => members.some(({ fields }) => fields.some(isLongField));

function isLongField(selected: SelectedField): boolean {
  if (selected.is === 'value') return selected.field.field === 'expression' && selected.field.takesLong === true;
  return (selected.is === 'toOne' || selected.is === 'list') && isLong(selected.child);
}
