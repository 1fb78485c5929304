import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { announceEnd, announceStart } from '../commands/announce-schedule';
import { announceExtension, announceRenewalClosed } from '../commands/announce-windows';
import type { Run } from '../commands/command';
import { escalateApproval } from '../commands/escalate-approval';
import { lapseApproval } from '../commands/lapse-approval';
import { releaseKept } from '../commands/release-kept';
import { serviceActor } from '../domain/actor';
import { PimError } from '../domain/errors';
import { type Coming, keyOf, lookAhead } from '../storage/due';

/** What telling of due things needs. */
export interface DueWork {
  readonly pool: Pool;
  readonly run: Run;
  /** The tests' clock; null leaves the time to the database. */
  readonly instant: () => Date | null;
  readonly log: Pick<Logger, 'warn'>;
  /** How many are told at once, each on a session of its own; one when left out. */
  readonly lanes?: number;
  /** Ends the work after those that are being told. */
  readonly signal?: AbortSignal;
}

/** How a run over all that was due ended. */
export interface Round {
  readonly told: number;
  /** Milliseconds until the next thing is due; null when nothing is to come. */
  readonly nextInMs: number | null;
}

/**
 * Tells everything that is due at this moment, and how much it was; nothing about access waits for it.
 *
 * Safe to run late, twice, and in several processes at once: each thing is claimed by the lock of its row, in the same
 * transaction that tells it, and who does not get the lock, or comes later, goes on to the next.
 */
export async function announceDue(pool: Pool, run: Run, instant: Date | null, log: DueWork['log']): Promise<number> {
  return (await workOff({ pool, run, instant: () => instant, log }, new Set())).told;
}

/**
 * As `announceDue`, with the keys of what is to be passed over, to which it adds what could not be told now: another
 * has it at this moment, or it failed.
 */
export async function workOff(work: DueWork, passedOver: Set<string>): Promise<Round> {
  let told = 0;
  for (;;) {
    const coming = await lookAhead(work.pool, work.instant(), [...passedOver]);
    const due = coming.filter(({ inMs }) => inMs <= 0);
    if (due.length === 0 || work.signal?.aborted) return { told, nextInMs: coming[0]?.inMs ?? null };
    const done = await announceAll(due, work);
    told += done.size;
    for (const one of due) if (!done.has(one)) passedOver.add(keyOf(one));
  }
}

/** Tells in several lanes, the longest overdue first; what is about the same row stays in turn. Yields those that were told. */
async function announceAll(due: readonly Coming[], work: DueWork): Promise<ReadonlySet<Coming>> {
  const told = new Set<Coming>();
  const waiting = bySubject(due).values();
  const lane = async (): Promise<void> => {
    for (const group of waiting)
      for (const one of group) if (!work.signal?.aborted && (await announce(one, work))) told.add(one);
  };
  await Promise.all(Array.from({ length: work.lanes ?? 1 }, lane));
  return told;
}

function bySubject(due: readonly Coming[]): ReadonlyMap<string, readonly Coming[]> {
  const groups = new Map<string, Coming[]>();
  for (const one of due) {
    const group = groups.get(one.subjectId);
    if (group) group.push(one);
    else groups.set(one.subjectId, [one]);
  }
  return groups;
}

async function announce(one: Coming, { run, log }: DueWork): Promise<boolean> {
  try {
    await commandOf(one, run);
    return true;
  } catch (error) {
    if (!(error instanceof PimError))
      log.warn({ err: error, ...one }, 'something due could not be announced; it will be tried again');
    return false;
  }
}

function commandOf({ what, id, subjectId }: Coming, run: Run): Promise<unknown> {
  switch (what) {
    case 'start':
      return run(announceStart, { scheduleId: id }, serviceActor);
    case 'end':
      return run(announceEnd, { scheduleId: id }, serviceActor);
    case 'lapse':
      return run(lapseApproval, { requestId: id }, serviceActor);
    case 'escalation':
      return run(escalateApproval, { requestId: subjectId, stageId: id }, serviceActor);
    case 'extension':
      return run(announceExtension, { scheduleId: id }, serviceActor);
    case 'renewal':
      return run(announceRenewalClosed, { scheduleId: id }, serviceActor);
    case 'release':
    case 'stay':
      return run(releaseKept, { scheduleId: id }, serviceActor);
  }
}
