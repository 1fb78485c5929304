import { on } from 'node:events';
import type { Client } from 'pg';
import { connect } from '../../../src/storage/connection';
import { createRinging } from '../../../src/storage/ring';
import { openStage, type Stage } from '../../support/stage';
import { makeEligible } from '../commands/acts';

let stage: Stage;
let listener: Client;

beforeAll(async () => {
  stage = await openStage();
  listener = await connect(stage.ownerUrl, {});
  await listener.query('listen outbox; listen over');
});
afterAll(async () => {
  await listener.end();
  await stage.close();
});

/** Names of the channels that are heard from now on, until `over` is. */
async function heard(): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const [{ channel }] of on(listener, 'notification')) {
    names.push(channel);
    if (channel === 'over') break;
  }
  return names;
}

const callOver = () => listener.query(`select pg_notify('over', '')`);

describe('ringing behind the commit (security 6)', () => {
  test('a change is announced as soon as it is stored', async () => {
    const names = heard();
    await makeEligible(stage);
    await callOver();
    expect(await names).toEqual(['outbox', 'over']);
  });

  test('what is committed close together is rung for once, and after the last of it', async () => {
    const ringing = createRinging(stage.pool);
    expect(ringing.isDue()).toBe(true);
    expect([ringing.isDue(), ringing.isDue()]).toEqual([false, false]);
    const rung = new Promise((resolve) => listener.once('notification', resolve));
    const names = heard();
    ringing.owe();
    ringing.owe();
    await rung;
    await callOver();
    expect(await names).toEqual(['outbox', 'over']);
  });

  test('a database that is away breaks nothing: the poll makes up for it', async () => {
    const pool = Object.assign(Object.create(stage.pool), { query: () => Promise.reject(new Error('away')) });
    const ringing = createRinging(pool);
    ringing.owe();
    expect(ringing.isDue()).toBe(false);
  });
});
