import { type Connection, Query, types } from 'pg';

/** A row as PostgreSQL wrote it: text, or null, in the order of the columns. */
export type WrittenRow = readonly (string | null)[];

/** What the columns of a statement's answer are called, and how their text is read. */
export interface Column {
  readonly name: string;
  readonly read: (text: string) => unknown;
}

/** One statement of a batch; a name lets PostgreSQL keep it as prepared. */
export interface Step {
  readonly name: string | undefined;
  readonly text: string;
  readonly values: readonly unknown[];
  readonly answered: (rows: readonly WrittenRow[], columns: readonly Column[]) => void;
  /** Told when it, or one before it, failed, and when the session broke. */
  readonly failed: (error: Error) => void;
}

/** A query as pg runs it, and how it is told of the answer; pg's types leave it out. */
interface Protocol {
  prepare(connection: Connection): void;
}

interface Wire extends Connection {
  readonly submittedNamedStatements: Record<string, string>;
  sync(): void;
}

const { prepare }: Protocol = Query.prototype as unknown as Protocol;

/** The same connection for one statement among several: it does not end the batch, nor is it described again. */
interface Muted {
  readonly described: Wire;
  readonly known: Wire;
}

const muted = new WeakMap<Wire, Muted>();
const nothing = { value: () => undefined };

function mutedFor(connection: Wire): Muted {
  const found = muted.get(connection) ?? {
    described: Object.create(connection, { sync: nothing }),
    known: Object.create(connection, { sync: nothing, describe: nothing }),
  };
  muted.set(connection, found);
  return found;
}

/** The columns of a named text stay as they are: a session refuses a prepared statement whose answer has changed. */
const columnsByName = new Map<string, readonly Column[]>();

/**
 * Several statements that PostgreSQL is sent, and answers, in one go: one message each way, where pg would end every
 * statement by itself and have it answered by itself.
 *
 * They run in turn, each seeing what the ones before it did; when one fails, the rest is not run. Outside of a
 * transaction they are one.
 */
export class Batch extends Query implements Protocol {
  // What pg keeps about prepared statements it looks up here, for whichever statement is being answered.
  declare name: string | undefined;
  declare text: string;
  declare values: readonly unknown[];
  declare callback: (error: Error | null) => void;
  private readonly answer: { at: number; rows: WrittenRow[]; columns: readonly Column[] | undefined } = {
    at: 0,
    rows: [],
    columns: undefined,
  };

  /** `ended` is called once nothing of it is to come any more. */
  constructor(
    readonly steps: readonly [Step, ...Step[]],
    ended: () => void,
  ) {
    // pg copies a description of a query with all its properties, but not a text.
    super(steps[0].text);
    this.become(steps[0]);
    this.callback = ended;
  }

  prepare(connection: Wire): void {
    const { described, known } = mutedFor(connection);
    for (const step of this.steps) {
      this.become(step);
      prepare.call(this, step.name !== undefined && columnsByName.has(step.name) ? known : described);
    }
    connection.sync();
    this.become(this.steps[0]);
  }
  handleRowDescription({ fields }: { readonly fields: readonly { name: string; dataTypeID: number }[] }): void {
    this.answer.columns = fields.map(({ name, dataTypeID }) => ({
      name,
      read: types.getTypeParser(dataTypeID, 'text'),
    }));
  }

  handleDataRow({ fields }: { readonly fields: WrittenRow }): void {
    this.answer.rows.push(fields);
  }

  handleCommandComplete(): void {
    const { at, rows } = this.answer;
    const step = this.steps[at];
    if (!step) return;
    const columns = this.answer.columns ?? columnsByName.get(step.name ?? '') ?? [];
    if (step.name !== undefined) columnsByName.set(step.name, columns);
    const next = this.steps[at + 1];
    Object.assign(this.answer, { at: at + 1, rows: [], columns: undefined });
    if (next) this.become(next);
    step.answered(rows, columns);
  }

  /** Nobody parses what comes after a failure: its names are free again. */
  handleError(error: Error, connection: Wire): void {
    for (const { name, failed } of this.steps.slice(this.answer.at)) {
      if (name !== undefined) delete connection.submittedNamedStatements[name];
      failed(error);
    }
    this.callback(error);
  }

  handleReadyForQuery(): void {
    this.callback(null);
  }

  private become({ name, text, values }: Step): void {
    this.name = name;
    this.text = text;
    this.values = values;
  }
}
