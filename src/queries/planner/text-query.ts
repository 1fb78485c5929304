import { Connection, Query } from 'pg';
import type { RawRow } from './decode-cell';

/** A connection as pg's own queries know it; pg's types leave all of this out. */
interface Wire extends Connection {
  /** Texts of prepared statements by name: those that the server has acknowledged, and those on their way. */
  readonly parsedStatements: Readonly<Record<string, string>>;
  readonly submittedNamedStatements: Readonly<Record<string, string>>;
  _send(message: Buffer): unknown;
}

/** Stands in for a connection: pg writes its messages here, and none that has the columns of an answer described. */
interface Draft extends Pick<Wire, 'parsedStatements' | 'submittedNamedStatements' | '_send'> {
  readonly messages: Buffer[];
  describe(): void;
}

const drafts = new WeakMap<Wire, Draft>();

function draftFor(connection: Wire): Draft {
  const known = drafts.get(connection);
  if (known) return known;
  const { parsedStatements, submittedNamedStatements } = connection;
  const messages: Buffer[] = [];
  const draft: Draft = Object.assign(Object.create(Connection.prototype), {
    parsedStatements,
    submittedNamedStatements,
    messages,
    _send: (message: Buffer) => messages.push(message),
    describe: () => undefined,
  });
  drafts.set(connection, draft);
  return draft;
}

interface Protocol {
  prepare(this: TextQuery, connection: Draft): void;
}

const { prepare }: Protocol = Query.prototype as unknown as Protocol;

/** What is sent to the server; without a name it is not kept as prepared. */
interface Written {
  readonly name: string | undefined;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * A statement whose rows are wanted as PostgreSQL wrote them: text, or null, in the order of the columns.
 *
 * Nobody asks what the columns are called, so they are not described with every answer, which takes server and client
 * a good part of the time of a small one; rows are handed on as they come, where pg looks for a parser for each cell; and
 * all that the server is told goes out in one piece. The pool gives the rows themselves as the result.
 *
 * It passes for a query of pg's without being made as one: the emitter and the result that those carry are used by nobody,
 * and take longer to make than all the rest.
 */
export class TextQuery implements Written {
  readonly name: string | undefined;
  readonly text: string;
  readonly values: readonly unknown[];
  /** Whom pg tells of the answer; the pool says so. */
  callback: ((error: Error | null, rows?: readonly RawRow[]) => void) | undefined = undefined;
  private readonly read: RawRow[] = [];

  constructor({ name, text, values }: Written) {
    this.name = name;
    this.text = text;
    this.values = values;
  }

  submit(connection: Connection): void {
    const wire = connection as Wire;
    const draft = draftFor(wire);
    prepare.call(this, draft);
    wire._send(Buffer.concat(draft.messages));
    draft.messages.length = 0;
  }

  handleDataRow({ fields }: { readonly fields: RawRow }): void {
    this.read.push(fields);
  }

  handleCommandComplete(): void {
    // The rows are all that is wanted to be known.
  }

  handleReadyForQuery(): void {
    this.callback?.(null, this.read);
  }

  handleError(error: Error): void {
    this.callback?.(error);
  }
}

Object.setPrototypeOf(TextQuery.prototype, Query.prototype);
