import { join, raw, type Sql, sql } from '../../storage/sql';
import { at, type CellKind, type Column } from './columns';
import type { Cell, RowFormat } from './plan';

/** How many arguments a call of `json_build_array` gets; PostgreSQL allows a hundred. */
const mostArguments = 90;

/** A cell's kind, or rows within rows. */
type Written = CellKind | 'rows';

/**
 * The row that a select writes: cells and joins, collected while its objects are walked.
 *
 * The same column, expression or joined object is written once, however often it is asked for.
 */
export class RowScope {
  private readonly cells: { readonly written: Sql; readonly kind: Written }[] = [];
  private readonly places = new Map<string, number>();
  private readonly joined = new Map<string, string>();
  private readonly joins: Sql[] = [];

  constructor(private readonly names: Names) {}

  column(row: string, column: Column): Cell {
    return this.once(`${row}.${column.name}`, column.kind, () => at(row, column));
  }

  /** A value that is the same for the same row, declaration and `mark`. */
  expression(row: string, declared: object, mark: string, kind: CellKind, write: () => Sql): Cell {
    return this.once(`${row}#${this.names.numberOf(declared)}${mark}`, kind, write);
  }

  rows(write: Sql): number {
    return this.cells.push({ written: write, kind: 'rows' }) - 1;
  }

  /** A plain value of its own, such as a count. */
  value(write: Sql, kind: CellKind): number {
    return this.cells.push({ written: write, kind }) - 1;
  }

  /** The alias of the row that a declaration joins to `row`; `write` gives what stands behind `left join` for a new alias. */
  join(row: string, declared: object, mark: string, write: (alias: string) => Sql): string {
    const id = `${row}#${this.names.numberOf(declared)}${mark}`;
    const known = this.joined.get(id);
    if (known !== undefined) return known;
    const alias = this.names.alias();
    this.joined.set(id, alias);
    this.joins.push(sql` left join ${write(alias)}`);
    return alias;
  }

  /** All joins, behind the `from`. */
  get from(): Sql {
    return join(this.joins, '');
  }

  /** Arrays of text are cheapest, but hold no rows within themselves without quoting them over and over. */
  get format(): RowFormat {
    if (this.cells.every(({ kind }) => kind !== 'rows')) return 'text';
    return this.cells.length > mostArguments ? 'jsonInPieces' : 'json';
  }

  /** The cells as the result of a statement has them, one column each, and another one behind them. */
  columnsAnd(last: Sql): Sql {
    return join([...this.cells.map(plain), last], ', ');
  }

  /** The row as one value in its format. */
  get packed(): Sql {
    const { format } = this;
    if (format === 'text') return sql`array[${join(this.cells.map(asText), ', ')}]`;
    const cells = this.cells.map(plain);
    if (format === 'json') return buildArray(cells);
    const pieces = Array.from({ length: Math.ceil(cells.length / mostArguments) }, (_, piece) =>
      buildArray(cells.slice(piece * mostArguments, (piece + 1) * mostArguments)),
    );
    return buildArray(pieces);
  }

  private once(id: string, kind: CellKind, write: () => Sql): Cell {
    const index = this.places.get(id) ?? this.value(write(), kind);
    this.places.set(id, index);
    return { index, kind };
  }
}

/** Aliases that no declaration uses, and numbers for declarations; one for a whole statement. */
export class Names {
  private aliases = 0;
  private readonly numbers = new Map<object, number>();

  alias(): string {
    this.aliases += 1;
    return `t${this.aliases}`;
  }

  numberOf(declared: object): number {
    const number = this.numbers.get(declared) ?? this.numbers.size;
    this.numbers.set(declared, number);
    return number;
  }
}

const buildArray = (cells: readonly Sql[]): Sql => sql`json_build_array(${join(cells, ', ')})`;

const plain = ({ written, kind }: { readonly written: Sql; readonly kind: Written }): Sql =>
  kind === 'list' ? sql`to_json(${written})` : written;

const asText = (cell: { readonly written: Sql; readonly kind: Written }): Sql => sql`(${plain(cell)})${raw('::text')}`;
