import { Connection } from 'pg';

/** A connection as pg's own queries know it; pg's types leave most of this out. */
export interface Wire extends Connection {
  /** Texts of prepared statements by name: those that the server has acknowledged, and those on their way. */
  readonly parsedStatements: Readonly<Record<string, string>>;
  readonly submittedNamedStatements: Record<string, string>;
  _send(message: Buffer): unknown;
}

/** Stands in for a connection: pg writes its messages here, and ends no statement by itself. */
export interface Draft extends Pick<Wire, 'parsedStatements' | 'submittedNamedStatements' | '_send'> {
  readonly messages: Buffer[];
  /** Whether the columns of the next answer are to be described. */
  describes: boolean;
}

interface Writing {
  describe(this: Draft, portal: unknown): void;
  sync(this: Draft): void;
}

const { describe, sync }: Writing = Connection.prototype as unknown as Writing;

const drafts = new WeakMap<Wire, Draft>();

/** The draft of a connection: what either is told of prepared statements, both know. */
export function draftFor(connection: Wire): Draft {
  const known = drafts.get(connection);
  if (known) return known;
  const { parsedStatements, submittedNamedStatements } = connection;
  const messages: Buffer[] = [];
  const draft: Draft = Object.assign(Object.create(Connection.prototype), {
    parsedStatements,
    submittedNamedStatements,
    messages,
    describes: true,
    _send: (message: Buffer) => messages.push(message),
    describe(this: Draft, portal: unknown) {
      if (this.describes) describe.call(this, portal);
    },
    sync: () => undefined,
  });
  drafts.set(connection, draft);
  return draft;
}

/** Sends what was drafted, with one end for all of it, in one piece: each piece is a system call here and wakes the server. */
export function sendDraft(draft: Draft, connection: Wire): void {
  sync.call(draft);
  connection._send(Buffer.concat(draft.messages));
  draft.messages.length = 0;
}

/** Forgets what was drafted, and says so: pg then expects no answer. */
export function discardDraft(draft: Draft): Error {
  draft.messages.length = 0;
  return new Error('Nothing was sent, for a value could not be written');
}
