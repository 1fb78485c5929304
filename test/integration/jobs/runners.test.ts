import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import pino from 'pino';
import { v7 } from 'uuid';
import { createRunner, type Run } from '../../../src/commands/command';
import { announceDue, type DueWork, workOff } from '../../../src/jobs/due';
import { startDueTimer } from '../../../src/jobs/due-timer';
import { hearOutbox } from '../../../src/jobs/wake-ups';
import { connect } from '../../../src/storage/connection';
import { closeDatabase, openDatabase } from '../../../src/storage/data-source';
import { hearWakeUps } from '../../../src/storage/outbox-wake-up';
import { allTables } from '../../../src/storage/tables/all-tables';
import { createTransact, poolOf } from '../../../src/storage/transact';
import { nextMessage, startChild } from '../../support/child';
import { openStage, type Stage } from '../../support/stage';
import { assignmentsUntil, eachOnce, tellings } from './due-rows';

const log = pino({ level: 'silent' });
const longAgo = new Date('2025-06-01T00:00:00Z');
let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
  await announceDue(stage.pool, stage.run, stage.clock.now(), log);
});
afterEach(() => stage.close());

/** A runner with a pool of its own, as another process has, by the database's clock. */
async function withRunner<T>(act: (work: DueWork) => Promise<T>): Promise<T> {
  const database = await openDatabase({ url: stage.ownerUrl, poolSize: 5, entities: allTables, log });
  const run = createRunner(createTransact(database, { instant: () => null, newId: () => v7() }), () => v7());
  try {
    return await act({ pool: poolOf(database), run, instant: () => null, log, lanes: 4 });
  } finally {
    await closeDatabase(database);
  }
}

const work = (): Promise<number> => withRunner(async (parts) => (await workOff(parts, new Set())).told);

test('two runners at once announce each of 500 things exactly once', async () => {
  await assignmentsUntil(stage, longAgo, 500);
  const told = await Promise.all([work(), work()]);
  const rest = await work();
  expect(told.reduce((sum, count) => sum + count, rest)).toBe(500);
  // Whoever finds a row locked goes on to the next, so that both have their share.
  expect(Math.min(...told)).toBeGreaterThan(0);
  expect(await tellings(stage)).toEqual(eachOnce(500));
});

test('security 27: a process that is killed in the middle loses nothing, and nothing is announced twice', async () => {
  await assignmentsUntil(stage, longAgo, 500);
  const child = startChild(announcing);
  try {
    expect(await nextMessage(child)).toBe('ready');
    await killedAfter(20, child);
    const { ends } = await tellings(stage);
    expect(ends).toBeGreaterThanOrEqual(20);
    expect(ends).toBeLessThan(500);
    // What the killed process held is free as soon as the server has noticed.
    while ((await tellings(stage)).ends < 500) await work();
    expect(await tellings(stage)).toEqual(eachOnce(500));
  } finally {
    child.kill('SIGKILL');
  }
});

const announcing = `
  const { v7 } = require('uuid');
  const log = require('pino')({ level: 'silent' });
  const { createRunner } = require(root + '/src/commands/command.ts');
  const { announceDue } = require(root + '/src/jobs/due.ts');
  const { openDatabase } = require(root + '/src/storage/data-source.ts');
  const { allTables } = require(root + '/src/storage/tables/all-tables.ts');
  const { createTransact, poolOf } = require(root + '/src/storage/transact.ts');
  process.on('message', async (url) => {
    const database = await openDatabase({ url, poolSize: 4, entities: allTables, log });
    const run = createRunner(createTransact(database, { instant: () => null, newId: () => v7() }), () => v7());
    await announceDue(poolOf(database), run, null, log);
  });
  process.send('ready');
`;

/** Sets the child to work, and kills it at the given number of commits. */
async function killedAfter(commits: number, child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  let heard = 0;
  const { close } = await hearWakeUps(stage.ownerUrl, () => {
    heard += 1;
    if (heard === commits) child.kill('SIGKILL');
  });
  child.send(stage.ownerUrl);
  expect(await exit).toEqual([null, 'SIGKILL']);
  await close();
}

/** The timer with a poll that never comes, woken by commits alone. */
const withWokenTimer = (act: () => Promise<void>): Promise<void> =>
  withRunner(async (parts) => {
    const failures: unknown[] = [];
    const failed = (error: unknown) => failures.push(error);
    const timer = startDueTimer({ round: (keys) => workOff(parts, keys), failed, pollMs: 2 ** 31 - 1 });
    const wakeUps = hearOutbox(stage.ownerUrl, timer.wake, failed);
    await act().finally(() => Promise.all([timer.stop(), wakeUps.stop()]));
    expect(failures).toEqual([]);
  });

/** Resolves when so many ends have been told. */
async function untilTold(count: number): Promise<void> {
  const ends: (() => Promise<void>)[] = [];
  await new Promise<void>((resolve, reject) => {
    const look = async (): Promise<void> => {
      if ((await tellings(stage)).events >= count) resolve();
    };
    const heard = () => void look().catch(reject);
    hearWakeUps(stage.ownerUrl, heard).then(({ close }) => {
      ends.push(close);
      heard();
    }, reject);
  });
  await Promise.all(ends.map((end) => end()));
}

test('F-8 what is made to end soon is announced without waiting for the poll, and not before its end', async () => {
  await withWokenTimer(async () => {
    await assignmentsUntil(stage, new Date(Date.now() + 3_600_000), 1);
    const end = new Date(Date.now() + 300);
    await assignmentsUntil(stage, end, 3);
    await untilTold(3);
    expect(Date.now()).toBeGreaterThanOrEqual(end.getTime());
  });
  expect(await tellings(stage)).toEqual(eachOnce(3));
});

test('a runner that is told to stop ends after what it is at', async () => {
  await assignmentsUntil(stage, longAgo, 40);
  const stopping = new AbortController();
  const told = await withRunner((parts) => {
    const state = { told: 0 };
    const run: Run = async (...attempt) => {
      state.told += 1;
      if (state.told === 5) stopping.abort();
      return parts.run(...attempt);
    };
    return workOff({ ...parts, run, lanes: 1, signal: stopping.signal }, new Set());
  });
  expect(told.told).toBe(5);
  expect(await work()).toBe(40 - 5);
});

test('security 28: the session that hears commits is opened again when it breaks, and the timer looks then', async () => {
  const owner = await connect(stage.ownerUrl, {});
  const listening = `select pid from pg_stat_activity where datname = current_database() and query = 'listen outbox'`;
  const woken = { times: 0, told: () => {} };
  const wakeUps = hearOutbox(
    stage.ownerUrl,
    () => {
      woken.times += 1;
      woken.told();
    },
    () => undefined,
  );
  const next = (times: number) =>
    new Promise<void>((resolve) => {
      woken.told = () => {
        if (woken.times >= times) resolve();
      };
      woken.told();
    });
  await next(1);
  await owner.query(`select pg_terminate_backend(pid, 5000) from (${listening}) as heard`);
  await next(2);
  await wakeUps.stop();
  while ((await owner.query(listening)).rowCount !== 0);
  await owner.end();
});
