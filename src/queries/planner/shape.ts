import type { EntitySchema } from 'typeorm';
import type { Sql } from '../../storage/sql';

/** Writes a condition or an expression about one row; `row` is the row's alias in the statement. */
export type RowSql = (row: string) => Sql;

/** How the bytes of a column or an expression become a value. */
export type ValueKind = 'text' | 'boolean' | 'integer' | 'instant' | 'json';

/** A property of the record under another name. */
export interface ColumnField<T> {
  readonly field: 'column';
  readonly property: keyof T & string;
}

/** A value made in code from a few properties of the record, all of them plain columns. */
export interface ComputedField<T> {
  readonly field: 'computed';
  readonly needs: readonly (keyof T & string)[];
  /** Pure; gets a record that holds at least what it needs. The value is plain data that the executor walks by name. */
  readonly value: (record: T) => unknown;
}

/** How a value is told from a row and the one of another table, whose key is the property `by` of the record. */
export interface Near<T> {
  readonly table: EntitySchema;
  readonly by: keyof T & string;
  readonly sql: (row: string, near: string) => Sql;
}

/** A value that only the database can tell, such as a status that time moves. */
// biome-ignore lint/suspicious/noExplicitAny: see ValueField
export interface ExpressionField<T = any> {
  readonly field: 'expression';
  readonly sql: RowSql;
  /** The same, for where a statement has another row at hand by which it is cheaper to tell. */
  readonly near?: Near<T>;
  /** Whether it may take many times as long as finding its row: a read that asks for it then keeps nobody waiting. */
  readonly takesLong?: true;
  readonly as: ValueKind;
  /** What `sql` says of the row of that record at that instant; undefined where the record alone does not tell. */
  readonly ofRecord?: (record: T, now: Date) => unknown;
  /** The value of a record that was never stored, so that no row can tell it; undefined where there is a row. */
  readonly unstored?: (record: Readonly<Record<string, unknown>>) => unknown;
}

/** Another record that this one refers to; null when there is none, or when `visible` hides it. */
export interface ToOneField {
  readonly field: 'toOne';
  readonly target: () => Shape;
  /** Joins the referring row to the referred one. */
  readonly on: (from: string, to: string) => Sql;
  /** Absent: whoever may see the referring row may see this one as well. */
  readonly visible?: RowSql;
  /**
   * Property of the referring record that holds the key of the referred one, where one is never stored without the
   * other: then an object of which the key is all that is wanted needs not be read.
   */
  readonly keptAs?: string;
  /**
   * Property of the referring record that alone tells which one is referred to, by its key: then the text of an object of
   * reference may be kept, and its row needs not be joined.
   */
  readonly referredBy?: string;
  /** What `visible` says, told from the key of the referring record alone. */
  readonly visibleByKey?: (key: Sql) => Sql;
  /** Whether both stand in the very same row, under two names. */
  readonly isSameRow?: boolean;
  /** Whether both have the same key, in two tables. */
  readonly sharesKey?: boolean;
}

/** Records that belong to this one: a plain list, or a connection with a page of its own (`first`, `after`, …). */
export interface ToManyField {
  readonly field: 'toMany';
  readonly as: 'list' | 'connection';
  readonly target: () => Shape;
  /** Selects the belonging rows `to` of the row `from`; may hold an `exists` over a link table. */
  readonly on: (from: string, to: string) => Sql;
  readonly visible?: RowSql;
  /** What a connection can be asked for besides its page, as a question can: `filter` and `orderBy`; absent where neither. */
  readonly asked?: Asking;
  /** A stable order; the key is added as the last tie-break. Properties of the target's record. */
  readonly orderBy: readonly OrderTerm[];
  /** Whether the table itself sees to it that no two rows of one owner stand level in that order: then the key is not needed. */
  readonly isTotal?: boolean;
  /** Whether `on` looks at nothing of the row `from` but its key. */
  readonly isByKey?: boolean;
  /** Property of the target's record that `on` holds equal to the key of the row `from`: what depends on it alone is found once for all rows of an owner. */
  readonly ownerKey?: string;
}

/** How records may be asked for. */
export interface Asking {
  readonly filter: Readonly<Record<string, FilterField>>;
  /** Value of the `orderBy` enum -> its terms; the key is added as the last tie-break. */
  readonly orders: Readonly<Record<string, readonly OrderTerm[]>>;
  readonly defaultOrder: string;
}

export interface OrderTerm {
  readonly property: string;
  readonly direction: 'asc' | 'desc';
}

/** A field with a resolver of its own, which is given a record that holds at least what it needs. */
export interface ExternalField<T> {
  readonly field: 'external';
  readonly needs: readonly (keyof T & string)[];
}

/** A field that is one value of its row, whatever is selected below it. */
// biome-ignore lint/suspicious/noExplicitAny: a shape of any record; each declaration itself is checked against its record
export type ValueField<T = any> = ColumnField<T> | ComputedField<T> | ExpressionField<T> | ExternalField<T>;

// biome-ignore lint/suspicious/noExplicitAny: see ValueField
export type Field<T = any> = ValueField<T> | ToOneField | ToManyField;

/**
 * What a GraphQL object type is in the database: its table, and every field that is not a plain column of the same name.
 *
 * A field that is not declared is the property of that name. Whatever the GraphQL type has beyond both is refused when
 * the schema is built.
 */
// biome-ignore lint/suspicious/noExplicitAny: see ValueField
export interface ObjectShape<T = any> {
  readonly shape: 'object';
  /** Name of the GraphQL object type. */
  readonly typeName: string;
  readonly table: EntitySchema<T>;
  readonly fields: Readonly<Record<string, Field<T>>>;
  /**
   * Where the rows stand in no table: what selects them under its name, as a common table expression, and what that reads
   * in its turn. Each may read `session` and those before it; a statement has those that it reads.
   */
  readonly with?: SelectedRows;
  /**
   * Whether the rows are few and change seldom, so that texts that are made of them are worth keeping; every change of the
   * table makes another `reference_version`.
   */
  readonly isReference?: boolean;
}

/** What tells the types of rows apart where no property alone does. */
export interface Discriminator {
  readonly sql: RowSql;
  /** The same of a record that holds every property of its table. */
  readonly of: (record: Readonly<Record<string, unknown>>) => string;
}

/** What selects rows, by the name under which a statement reads them. */
export type SelectedRows = Readonly<Record<string, Sql>>;

/**
 * Several GraphQL object types over one table, told apart by a column or by what several columns make.
 *
 * Whatever leads to it (`rows` of a question, `on` of a field) selects none but rows of its members: a row of another
 * kind stops the operation.
 */
export interface AbstractShape {
  readonly shape: 'abstract';
  /** Name of the GraphQL interface or union. */
  readonly typeName: string;
  /** What tells the types apart: a property of the record, such as `type`, or a value of its own. */
  readonly discriminator: string | Discriminator;
  /** Value of it -> shape; all of them over the same table, each named once. Names of values are plain words. */
  readonly members: Readonly<Record<string, ObjectShape>>;
}

export type Shape = ObjectShape | AbstractShape;

/** Comparisons a filter may ask of a field; each is an operator of the filter's input object. */
export type FilterOperator = 'eq' | 'ne' | 'in' | 'startsWith' | 'ge' | 'le' | 'gt' | 'lt' | 'isNull';

/** What a filter's field compares: a property, or an expression with an optional index-friendly pre-condition. */
export interface FilterField {
  readonly property?: string;
  readonly sql?: RowSql;
  /** What `eq` asks of the row in place of equality, such as whether it reaches the value; then no other operator is offered. */
  readonly eq?: (row: string, value: Sql) => Sql;
  /** Whether expressions about the row may ask for what `eq` compares with (`toldBy`), where that stands right in the filter, or in its `and`. */
  readonly isTold?: true;
  /** A condition that follows from `field in values`, written so that an index helps; for derived values. */
  readonly narrow?: (row: string, values: readonly string[]) => Sql;
  /**
   * A property that is a part of the compared value, so that an index over it serves `eq` and `in`; `of` finds it in the
   * text of a value, null where there is none.
   */
  readonly within?: { readonly property: string; readonly of: (value: Sql) => Sql };
  /** SQL type of the compared value, such as `uuid`, `text`, `timestamptz`, `boolean`. */
  readonly type: string;
}

/** One question the API answers: where its rows stand, who sees which, and how they may be asked for. */
// biome-ignore lint/suspicious/noExplicitAny: see ValueField
export interface Question<T = any> extends Asking {
  /** Name of the root field in the plural. */
  readonly name: string;
  readonly shape: ObjectShape<T> | AbstractShape;
  /** Which rows of the table belong to the collection at all. */
  readonly rows: RowSql;
  /** Which of them the caller may see (storage/visibility.ts). */
  readonly visible: RowSql;
  /**
   * Whether who has just stored this record sees it for certain: true only where `rows` and `visible` would say so of its
   * row. Where it is absent or false, the database is asked.
   */
  readonly isSeenByAuthor?: (record: T, callerId: string) => boolean;
  /** How a row is found by its id, where that is not the key of the table. */
  readonly id?: FilterField;
  /** Whether who reads everything of the tenant may not read all of these, so that each row is asked about for him as well. */
  readonly hasOwnReaders?: boolean;
  /** `filterByCurrentUser(on=…)`: value -> condition. */
  readonly on?: Readonly<Record<string, RowSql>>;
  /**
   * Pages in the default order that an index leads to row by row: of `all`, and of what these values of `on` name. Whatever
   * is not named has to be looked for, or put in order first.
   */
  readonly indexed?: readonly string[];
}

/** The arguments of a list, as the GraphQL layer hands them on. */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
  readonly filter?: Readonly<Record<string, unknown>> | null;
  readonly orderBy?: readonly string[] | null;
  readonly on?: string | null;
}
