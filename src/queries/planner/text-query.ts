import { type Connection, Query } from 'pg';
import type { RawRow } from './decode-cell';

/** A prepared statement as pg runs it, and how it is told of the answer; pg's types leave both out. */
interface Protocol {
  prepare(connection: Connection): void;
}

type Answered = (error: Error | null, rows?: readonly RawRow[]) => void;

/** The same connection, but for the demand that the columns of an answer be described. */
const undescribed = new WeakMap<Connection, Connection>();

function withoutDescribe(connection: Connection): Connection {
  const known = undescribed.get(connection) ?? Object.create(connection, { describe: { value: () => undefined } });
  undescribed.set(connection, known);
  return known;
}

const { prepare }: Protocol = Query.prototype as unknown as Protocol;

/**
 * A statement whose rows are wanted as PostgreSQL wrote them: text, or null, in the order of the columns.
 *
 * Nobody asks what the columns are called, so they are not described with every answer, which takes server and client
 * a good part of the time of a small one; and rows are handed on as they come, where pg looks for a parser for each cell.
 * The pool gives the rows themselves as the result.
 */
export class TextQuery extends Query implements Protocol {
  declare callback: Answered;
  private readonly read: RawRow[] = [];

  prepare(connection: Connection): void {
    prepare.call(this, withoutDescribe(connection));
  }

  handleRowDescription(): void {
    // Comes uncalled for with a statement without parameters, which is not prepared.
  }

  handleDataRow({ fields }: { readonly fields: RawRow }): void {
    this.read.push(fields);
  }

  handleReadyForQuery(): void {
    this.callback(null, this.read);
  }
}
