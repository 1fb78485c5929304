import type { Actor, Caller, Moment } from '../domain/actor';
import type { AuditEntry } from '../domain/audit';
import { PimError } from '../domain/errors';
import type { Outcome } from '../domain/outcome';
import type { KeyedAttempt, Transact, Tx } from '../storage/transaction';

/**
 * One change that a person or a job can make.
 *
 * The runner calls `load` (which locks the rows that decide), then `permits`, then `decide`, and stores what comes out.
 */
export interface Command<Input, Facts, Result> {
  /** Names the command in logs and idempotency keys, such as `request.activate`. */
  readonly name: string;
  readonly load: (tx: Tx, input: Input) => Promise<Facts>;
  /** Null when the actor may; else the refusal. What he may not even see does not exist for him. */
  readonly permits: (facts: Facts, input: Input, moment: Moment) => PimError | null;
  /** Pure: judges the facts and says what is to be stored; throws a `PimError` for what the rules refuse. */
  readonly decide: (facts: Facts, input: Input, moment: Moment) => Outcome<Result>;
  /** The audit entry of a refused attempt; null when the attempt leaves none, such as a mere validation. */
  readonly refused: (input: Input, refusal: PimError, moment: Moment) => AuditEntry | null;
  /** True for inputs that are judged but never stored (B-15). */
  readonly isDryRun?: (input: Input) => boolean;
}

/** What a command came to. */
export interface Done<Result> {
  readonly result: Result;
  /** Where to subscribe after this change without missing any; null when nothing was stored. */
  readonly eventCursor: string | null;
  /** Told although the change was stored. */
  readonly notice: PimError | null;
}

/** A caller's key for one attempt, unique per caller for 24 hours (design: idempotency). */
export interface IdempotencyKey {
  readonly key: string;
  /** Hash of operation and input: the same key with another input is refused. */
  readonly inputHash: string;
}

/** Runs commands on behalf of a caller. */
export type Run = <Input, Facts, Result>(
  command: Command<Input, Facts, Result>,
  input: Input,
  caller: Caller | Actor,
  idempotencyKey?: IdempotencyKey | null,
) => Promise<Done<Result>>;

/** One attempt at a command, and where it happens once that is known. */
interface Attempt<Input, Facts, Result> {
  readonly command: Command<Input, Facts, Result>;
  readonly input: Input;
  readonly caller: Caller | Actor;
  readonly keyed: KeyedAttempt | null;
  moment: Moment | null;
}

/** The one way in which anything is changed: state, audit and event are stored together or not at all. */
export function createRunner(transact: Transact, newId: () => string): Run {
  return async (command, input, caller, idempotencyKey = null) => {
    const keyed = idempotencyKey && { ...idempotencyKey, caller, operation: command.name };
    const attempt = attemptOf(command, input, caller, keyed);
    try {
      return await transact((tx) => perform(tx, attempt, newId));
    } catch (error) {
      const entry = error instanceof PimError ? refusedEntry(attempt, error) : null;
      if (entry) await transact((tx) => tx.record(entry));
      throw error;
    }
  };
}

const attemptOf = <I, F, R>(
  command: Command<I, F, R>,
  input: I,
  caller: Caller | Actor,
  keyed: KeyedAttempt | null,
): Attempt<I, F, R> => ({ command, input, caller, keyed, moment: null });

async function perform<I, F, R>(tx: Tx, attempt: Attempt<I, F, R>, newId: () => string): Promise<Done<R>> {
  const { command, input, caller, keyed } = attempt;
  // Asked for together, answered in turn: whoever waited for the locks of `load` then finds the result of the same key,
  // and the clock of `open` tells the time after them.
  const [facts, earlier, opened] = await Promise.all([
    command.load(tx, input),
    keyed && tx.earlierResult(keyed),
    tx.open(caller),
  ]);
  const moment = { ...opened, newId };
  attempt.moment = moment;
  if (earlier instanceof PimError) throw earlier;
  if (earlier) return { result: earlier.result as R, eventCursor: earlier.eventCursor, notice: null };
  const refusal = refuseDisabled(moment) ?? command.permits(facts, input, moment);
  if (refusal) throw refusal;
  const outcome = command.decide(facts, input, moment);
  if (command.isDryRun?.(input)) return { result: outcome.result, eventCursor: null, notice: null };
  return { result: outcome.result, eventCursor: await tx.save(outcome, keyed), notice: outcome.notice ?? null };
}

function refusedEntry<I, F, R>({ command, input, moment }: Attempt<I, F, R>, refusal: PimError): AuditEntry | null {
  return moment === null || command.isDryRun?.(input) ? null : command.refused(input, refusal, moment);
}

/** An account that was disabled after its token was checked does nothing any more (M-7). */
const refuseDisabled = ({ actor }: Moment): PimError | null =>
  actor.isEnabled
    ? null
    : new PimError('InsufficientPermissions', 'Your account is disabled; ask an administrator to enable it.');
