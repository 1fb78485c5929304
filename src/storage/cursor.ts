import { PimError } from '../domain/errors';

/** A place in the outbox: everything up to and including it has been read. */
export interface Position {
  /** Transaction id, as decimal text: it has 64 bits. */
  readonly txId: string;
  readonly id: string;
}

const form = /^(\d{1,20})\.(\d{1,19})$/;

/** A position as clients keep it: opaque text, safe in URLs and headers. */
export const encodeCursor = ({ txId, id }: Position): string => Buffer.from(`${txId}.${id}`).toString('base64url');

/** The position in a cursor; refuses what we never gave out. */
export function decodeCursor(cursor: string): Position {
  const match = form.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  const [, txId, id] = match ?? [];
  if (txId === undefined || id === undefined) {
    throw new PimError('Request_BadRequest', 'after is not a cursor of this server; leave it out to begin now.', {
      path: ['after'],
    });
  }
  return { txId, id };
}
