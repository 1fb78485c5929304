import { Connection } from 'pg';
import { MessageWriter } from './message-writer';

/** A connection as pg's own queries know it; pg's types leave most of this out. */
export interface Wire extends Connection {
  /** Texts of prepared statements by name: those that the server has acknowledged, and those on their way. */
  readonly parsedStatements: Readonly<Record<string, string>>;
  readonly submittedNamedStatements: Record<string, string>;
  _send(message: Buffer): unknown;
}

/** Stands in for a connection: pg writes its messages here, and ends no statement by itself. */
export interface Draft extends Pick<Wire, 'parsedStatements' | 'submittedNamedStatements' | '_send'> {
  readonly writer: MessageWriter;
  /** Whether the columns of the next answer are to be described. */
  describes: boolean;
}

/** What pg binds to a statement; without a name it is the one that was parsed last. */
interface Binding {
  readonly statement: string | undefined;
  readonly values: readonly unknown[];
  /** Writes a value as text, or as bytes. */
  readonly valueMapper: (value: unknown) => string | Buffer | null;
}

interface Writing {
  bind(this: Draft, binding: Binding): void;
  describe(this: Draft, portal: unknown): void;
  sync(this: Draft): void;
}

const { bind, describe, sync }: Writing = Connection.prototype as unknown as Writing;

const drafts = new WeakMap<Wire, Draft>();

/** The draft of a connection: what either is told of prepared statements, both know. */
export function draftFor(connection: Wire): Draft {
  const known = drafts.get(connection);
  if (known) return known;
  const { parsedStatements, submittedNamedStatements } = connection;
  const writer = new MessageWriter();
  const draft: Draft = Object.assign(Object.create(Connection.prototype), {
    parsedStatements,
    submittedNamedStatements,
    writer,
    describes: true,
    _send: (message: Buffer) => writer.add(message),
    bind: bindText,
    describe(this: Draft, portal: unknown) {
      if (this.describes) describe.call(this, portal);
    },
    sync: () => undefined,
  });
  drafts.set(connection, draft);
  return draft;
}

/** Leaves values that are bytes to pg. */
function bindText(this: Draft, binding: Binding): void {
  const values = binding.values.map((value) => binding.valueMapper(value));
  if (values.every(isText)) this.writer.bind(binding.statement ?? '', values);
  else bind.call(this, binding);
}

const isText = (value: string | Buffer | null): value is string | null => value === null || typeof value === 'string';

/** Sends what was drafted, with one end for all of it, in one piece: each piece is a system call here and wakes the server. */
export function sendDraft(draft: Draft, connection: Wire): void {
  sync.call(draft);
  connection._send(draft.writer.take());
}

/** Forgets what was drafted, and says so: pg then expects no answer. */
export function discardDraft(draft: Draft): Error {
  draft.writer.clear();
  return new Error('Nothing was sent, for a value could not be written');
}
