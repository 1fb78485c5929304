import type { Actor, Caller, Moment } from '../domain/actor';
import type { AuditEntry } from '../domain/audit';
import { PimError } from '../domain/errors';
import type { Outcome } from '../domain/outcome';
import type { KnownCaller } from '../storage/find-caller';
import type { KeyedAttempt, ReadBehind, Transact, Tx } from '../storage/transaction';

/**
 * One change that a person or a job can make.
 *
 * The runner calls `load` (which locks the rows that decide), then `permits`, then `decide`, and stores what comes out.
 */
export interface Command<Input, Facts, Result> {
  /** Names the command in logs and idempotency keys, such as `request.activate`. */
  readonly name: string;
  readonly load: (tx: Tx, input: Input) => Promise<Facts>;
  /** True where `load` asks on after an answer: the clock is then asked for only once it has all its locks. */
  readonly loadsInSteps?: true;
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

/** Tells what is to be shown of a result that has just been stored, at `now`; `behind` reads on the same session. */
export type Follow<Result, Shown> = (result: Result, behind: ReadBehind, now: Date) => Promise<Shown>;

/** A change, and what is shown of it; null where it was not read behind the commit. */
export interface Followed<Result, Shown> extends Done<Result> {
  readonly shown: Promise<Shown> | null;
}

/** A caller's key for one attempt, unique per caller for 24 hours (design: idempotency). */
export interface IdempotencyKey {
  readonly key: string;
  /** Hash of operation and input: the same key with another input is refused. */
  readonly inputHash: string;
}

/** What may go on within the transaction of a command. */
export interface Within<Result, Shown> {
  /** Judges the caller by what the directory says of him, before anything else is judged; what it throws ends it all. */
  readonly admit?: ((known: KnownCaller | null) => Caller) | undefined;
  /** Asked for together with the commit; sees what that stored. */
  readonly follow?: Follow<Result, Shown>;
}

/** Runs commands on behalf of a caller. */
export type Run = <Input, Facts, Result, Shown = never>(
  command: Command<Input, Facts, Result>,
  input: Input,
  caller: Caller | Actor,
  idempotencyKey?: IdempotencyKey | null,
  within?: Within<Result, Shown>,
) => Promise<Followed<Result, Shown>>;

/** One attempt at a command, and where it happens once that is known. */
interface Attempt<Input, Facts, Result, Shown> {
  readonly command: Command<Input, Facts, Result>;
  readonly input: Input;
  readonly caller: Caller | Actor;
  readonly keyed: KeyedAttempt | null;
  readonly within: Within<Result, Shown>;
  moment: Moment | null;
}

/** The one way in which anything is changed: state, audit and event are stored together or not at all. */
export function createRunner(transact: Transact, newId: () => string): Run {
  return async (command, input, caller, idempotencyKey = null, within = {}) => {
    const keyed = idempotencyKey && { ...idempotencyKey, caller, operation: command.name };
    const attempt = attemptOf(command, input, caller, keyed, within);
    try {
      return await transact((tx) => perform(tx, attempt, newId));
    } catch (error) {
      const entry = error instanceof PimError ? refusedEntry(attempt, error) : null;
      if (entry) await transact((tx) => tx.record(entry));
      throw error;
    }
  };
}

const attemptOf = <I, F, R, S>(
  command: Command<I, F, R>,
  input: I,
  caller: Caller | Actor,
  keyed: KeyedAttempt | null,
  within: Within<R, S>,
): Attempt<I, F, R, S> => ({ command, input, caller, keyed, within, moment: null });

async function perform<I, F, R, S>(tx: Tx, attempt: Attempt<I, F, R, S>, newId: () => string): Promise<Followed<R, S>> {
  const { command, input, caller, keyed, within } = attempt;
  // Asked for together, answered in turn: whoever waited for the locks of `load` then finds the result of the same key,
  // and the clock of `open` tells the time after them.
  const loading = command.load(tx, input);
  if (command.loadsInSteps) await loading;
  const [facts, earlier, opened] = await Promise.all([loading, keyed && tx.earlierResult(keyed), tx.open(caller)]);
  const { known, actor, tenantId, now } = opened;
  const moment = { actor: within.admit ? { ...actor, ...within.admit(known) } : actor, tenantId, now, newId };
  attempt.moment = moment;
  if (earlier instanceof PimError) throw earlier;
  if (earlier) return { result: earlier.result as R, eventCursor: earlier.eventCursor, notice: null, shown: null };
  const refusal = refuseDisabled(moment) ?? command.permits(facts, input, moment);
  if (refusal) throw refusal;
  const outcome = command.decide(facts, input, moment);
  if (command.isDryRun?.(input)) return { result: outcome.result, eventCursor: null, notice: null, shown: null };
  const saving = tx.save(outcome, keyed);
  const shown = within.follow?.(outcome.result, tx.readBehind, now) ?? null;
  // Whoever shows it hears of it; when nothing is stored, nobody does.
  shown?.catch(() => undefined);
  return { result: outcome.result, eventCursor: await saving, notice: outcome.notice ?? null, shown };
}

function refusedEntry<I, F, R, S>(
  { command, input, moment }: Attempt<I, F, R, S>,
  refusal: PimError,
): AuditEntry | null {
  return moment === null || command.isDryRun?.(input) ? null : command.refused(input, refusal, moment);
}

/** An account that was disabled after its token was checked does nothing any more (M-7). */
const refuseDisabled = ({ actor }: Moment): PimError | null =>
  actor.isEnabled
    ? null
    : new PimError('InsufficientPermissions', 'Your account is disabled; ask an administrator to enable it.');
