import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { decideApproval } from '../../../src/commands/decide-approval';
import { caller, groups } from '../../support/cast';
import { nextMessage, startChild } from '../../support/child';
import { openStage, type Stage } from '../../support/stage';
import { activate, members } from '../commands/acts';
import { racers } from '../commands/racers';
import { by, decideStage, demandStages, person, stagesOf } from '../commands/staged';
import { standing } from './standing';

let stage: Stage;
const children: ChildProcess[] = [];

beforeAll(async () => {
  stage = await openStage();
  await demandStages(stage, 'Serial', [by(members(groups.approvers)), by(person('sam'))]);
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await stage.close();
});

/**
 * A gateway of its own on the same database. Told a decision, it makes it, and dies by SIGKILL around its `n`-th
 * statement: before that is sent, or with `isSent` once it has been carried out.
 */
const gateway = `
  require('reflect-metadata');
  const pino = require('pino');
  const { v7 } = require('uuid');
  const { createRunner } = require(root + '/src/commands/command.ts');
  const { decideApproval } = require(root + '/src/commands/decide-approval.ts');
  const { openDatabase } = require(root + '/src/storage/data-source.ts');
  const { allTables } = require(root + '/src/storage/tables/all-tables.ts');
  const { createTransact, poolOf } = require(root + '/src/storage/transact.ts');
  const { Batch } = require(root + '/src/storage/batch.ts');
  const { ring } = require(root + '/src/storage/ring.ts');
  const die = () => process.kill(process.pid, 'SIGKILL');
  process.once('message', async ({ url, now, n, isSent, input, who, key }) => {
    const log = pino({ level: 'silent' });
    const dataSource = await openDatabase({ url, poolSize: 2, entities: allTables, log });
    const run = createRunner(createTransact(dataSource, { instant: () => new Date(now), newId: v7 }), v7);
    let count = 0;
    poolOf(dataSource).on('acquire', (client) => {
      const send = client.query.bind(client);
      const alone = (step) => new Promise((resolve) => send(new Batch([step], () => resolve())));
      const ask = (step) => {
        // Wake-ups come as they come, and change nothing.
        if (step.text === ring.text) return alone(step);
        count += 1;
        if (count < n) return alone(step);
        return isSent && count === n ? alone({ ...step, answered: die, failed: die }) : die();
      };
      client.query = (batch) => void Promise.all(batch.steps.map(ask)).then(() => batch.callback(null));
    });
    await run(decideApproval, input, { ...who, expiresAt: new Date(who.expiresAt) }, key);
    process.send({ count });
  });
  process.send('ready');
`;

/** How a gateway came out of a decision: killed, or with the number of statements that it took. */
async function decidedBy(child: ChildProcess, told: object): Promise<'killed' | number> {
  const exit = once(child, 'exit');
  child.send(told);
  const answer = await Promise.race([nextMessage(child).catch(() => null), exit.then(() => null)]);
  if (typeof answer === 'object' && answer !== null && 'count' in answer) {
    child.kill('SIGKILL');
    await exit;
    return Number(answer.count);
  }
  expect((await exit)[1]).toBe('SIGKILL');
  return 'killed';
}

/** Kills one of two gateways while it approves the last stage of a fresh request; the other one then tries the same. */
async function killedAt(child: ChildProcess, n: number, isSent: boolean) {
  const [racer] = await racers(stage, 1, 'himself');
  const { id } = await activate(stage, {}, racer?.caller);
  await decideStage(stage, id, 0, 'ann');
  const stageId = (await stagesOf(stage, id))[1]?.id ?? 'none';
  const input = { approvalId: id, stageId, verdict: 'Approve' as const, justification: 'fine' };
  const key = { key: id, inputHash: 'the decision' };
  const before = await standing(stage, id);
  const told = { url: stage.ownerUrl, now: stage.clock.now(), n, isSent, input, who: caller('sam'), key };
  const came = await decidedBy(child, told);
  const left = await standing(stage, id);
  await stage.run(decideApproval, input, caller('sam'), key);
  return { came, before, left, after: await standing(stage, id) };
}

const started = async (): Promise<ChildProcess> => {
  const child = startChild(gateway);
  children.push(child);
  await nextMessage(child);
  return child;
};

test('item 10: one of two gateways is killed between any two statements of a decision; it is as before or as after, and the other one makes it once', async () => {
  const seen: string[] = [];
  for (let next = started(), n = 1; ; n += 1) {
    const child = await next;
    next = started();
    const { came, before, left, after } = await killedAt(child, n, false);
    expect(after).not.toEqual(before);
    expect(left).toEqual(came === 'killed' ? before : after);
    if (came === 'killed') {
      seen.push(came);
      continue;
    }
    expect(seen).toHaveLength(came);
    const committed = await killedAt(await next, came, true);
    expect(committed.came).toBe('killed');
    expect(committed.left).toEqual(committed.after);
    break;
  }
  expect(seen.length).toBeGreaterThanOrEqual(6);
}, 120_000);
