import type { Caller } from '../../domain/actor';
import { Pending } from '../../storage/sql';
import type { ReadBehind } from '../../storage/transaction';

/** Who asks, and as of when. */
export interface Session {
  readonly callerId: string;
  /** What the caller's token says of him; only a question about the caller himself asks. */
  readonly token?: Pick<Caller, 'isApplication' | 'satisfiesMfa' | 'authenticationContexts'>;
  /** Null for the database's clock. */
  readonly instant: Date | null;
  /** Another way to the database than the pool, for as long as it is open: null when it is not. */
  readonly behind?: ReadBehind;
}

/** The values of one list of an operation, in the order in which its SQL was written. */
export interface ListValues {
  readonly filter: readonly unknown[];
  /** Values of the order's terms at the cursor, null where the row had null there. */
  readonly after: readonly (string | null)[];
  readonly before: readonly (string | null)[];
  /** Values of comparisons that fields of the rows may ask for, by the name of the filter's field; see `FilterField.isTold`. */
  readonly told?: Readonly<Record<string, unknown>>;
}

/** Everything that a statement's parameters are taken from. */
export interface Binding {
  readonly session: Session;
  /** Keys of the rows that are asked for; empty for a page. */
  readonly ids: readonly string[];
  /** The root's list first, then the nested ones. */
  readonly lists: readonly ListValues[];
}

/** A parameter whose value is known when the statement runs, not when it is written. */
export class Slot extends Pending {
  constructor(readonly read: (binding: Binding) => unknown) {
    super();
  }
}

/** What the filter of the root's list is compared with in one of its fields, for expressions about its rows; null where it is not. */
export const toldBy = (name: string): Slot => new Slot(({ lists: [root] }) => root?.told?.[name] ?? null);

/** The parameters of one run: constants stay as they are. */
export const bind = (parameters: readonly unknown[], binding: Binding): unknown[] =>
  parameters.map((parameter) => (parameter instanceof Slot ? parameter.read(binding) : parameter));
