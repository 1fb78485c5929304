import { type Connection, DatabaseError, Query, types } from 'pg';
import { type Draft, discardDraft, draftFor, sendDraft, type Wire } from './wire';

/** A row as PostgreSQL wrote it: text, or null, in the order of the columns. */
export type WrittenRow = readonly (string | null)[];

/** What the columns of a statement's answer are called, and how their text is read. */
export interface Column {
  readonly name: string;
  readonly read: (text: string) => unknown;
}

/** A statement as it is sent; a name lets PostgreSQL keep it as prepared. */
export interface Written {
  readonly name: string | undefined;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** One statement of a batch. */
export interface Step extends Written {
  /** Whether it is to be told its columns; describing them takes server and client a good part of a small answer's time. */
  readonly isDescribed: boolean;
  readonly answered: (rows: readonly WrittenRow[], columns: readonly Column[]) => void;
  /**
   * Told when it, or one before it, failed, and when the session broke; `mayHaveRun` is false where the server has said
   * that it failed at one before it.
   */
  readonly failed: (error: Error, mayHaveRun: boolean) => void;
}

/** A query as pg runs it; pg's types leave it out. */
interface Protocol {
  prepare(this: Batch, connection: Draft): void;
}

const { prepare }: Protocol = Query.prototype as unknown as Protocol;

const noColumns: readonly Column[] = [];
const nobody = (): void => undefined;

/** The columns of a named text stay as they are: a session refuses a prepared statement whose answer has changed. */
const columnsByName = new Map<string, readonly Column[]>();

/**
 * Several statements that PostgreSQL is sent, and answers, in one go: one message each way, where pg would end every
 * statement by itself and have it answered by itself.
 *
 * They run in turn, each seeing what the ones before it did; when one fails, the rest is not run. Outside of a
 * transaction they are one. Rows are handed on as they come, where pg looks for a parser for each cell.
 *
 * It passes for a query of pg's without being made as one: the emitter and the result that those carry are used by nobody,
 * and take longer to make than all the rest.
 */
export class Batch implements Written {
  // What pg keeps about prepared statements it looks up here, for whichever statement is being answered.
  name: string | undefined;
  text: string;
  values: readonly unknown[];
  /** Called by pg too, when it gives the session up. */
  callback: (error: Error | null) => void;
  private at = 0;
  private read: WrittenRow[] = [];
  private columns: readonly Column[] | undefined = undefined;

  /** `ended` is called once nothing of it is to come any more, with the error that it ended with. */
  constructor(
    readonly steps: readonly [Step, ...Step[]],
    ended: (error: Error | null) => void,
  ) {
    const [{ name, text, values }] = steps;
    this.name = name;
    this.text = text;
    this.values = values;
    this.callback = ended;
  }

  /** Sends all of it or, where pg has found a value that cannot be written and so failed it, nothing: what follows may be a commit. */
  submit(connection: Connection): Error | null {
    const wire = connection as Wire;
    const draft = draftFor(wire);
    for (const step of this.steps) {
      this.become(step);
      draft.describes = step.isDescribed && !(step.name !== undefined && columnsByName.has(step.name));
      prepare.call(this, draft);
      if (this.at > 0) return discardDraft(draft);
    }
    sendDraft(draft, wire);
    this.become(this.steps[0]);
    return null;
  }

  handleRowDescription({ fields }: { readonly fields: readonly { name: string; dataTypeID: number }[] }): void {
    this.columns = fields.map(({ name, dataTypeID }) => ({ name, read: types.getTypeParser(dataTypeID, 'text') }));
  }

  handleDataRow({ fields }: { readonly fields: WrittenRow }): void {
    this.read.push(fields);
  }

  handleCommandComplete(): void {
    const { at, read } = this;
    const step = this.steps[at];
    if (!step) return;
    const columns = step.isDescribed ? this.columnsOf(step) : noColumns;
    const next = this.steps[at + 1];
    this.at = at + 1;
    this.read = [];
    this.columns = undefined;
    if (next) this.become(next);
    step.answered(read, columns);
  }

  /** Nobody parses what comes after a failure: its names are free again. */
  handleError(error: Error, connection: Wire): void {
    const unanswered = this.steps.slice(this.at);
    this.at = this.steps.length;
    for (const [place, { name, failed }] of unanswered.entries()) {
      if (name !== undefined) delete connection.submittedNamedStatements[name];
      failed(error, place === 0 || !(error instanceof DatabaseError));
    }
    this.end(error);
  }

  handleReadyForQuery(): void {
    this.end(null);
  }

  /** Once: a session can break over what has failed already. */
  private end(error: Error | null): void {
    const { callback } = this;
    this.callback = nobody;
    callback(error);
  }

  private columnsOf({ name }: Step): readonly Column[] {
    const columns = this.columns ?? columnsByName.get(name ?? '') ?? noColumns;
    if (name !== undefined) columnsByName.set(name, columns);
    return columns;
  }

  private become({ name, text, values }: Step): void {
    this.name = name;
    this.text = text;
    this.values = values;
  }
}

Object.setPrototypeOf(Batch.prototype, Query.prototype);
