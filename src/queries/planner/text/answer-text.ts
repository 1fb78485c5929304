import type { Lists } from '../decode';
import type { RawRow } from '../decode-cell';
import type { Answer } from '../plan';
import { rootPageText } from './connection-text';
import { objectText, type Writers } from './object-text';

/** The JSON text of a statement's answer: a page, or the one object that was asked for. */
export type AnswerText = (rows: readonly RawRow[], lists: Lists) => string;

/** Compiles the writer of an answer once, so that each row costs only its values. */
export function answerText(writers: Writers, answer: Answer): AnswerText {
  if (answer.root === 'connection') return rootPageText(writers, answer.connection);
  const [branch] = answer.branches;
  if (!branch) return () => 'null';
  const write = objectText(writers, branch.object, 'text');
  return ([row], lists) => (row ? write(row, lists) : 'null');
}
