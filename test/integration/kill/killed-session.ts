import type { Client, PoolClient } from 'pg';
import { Batch, type Step } from '../../../src/storage/batch';
import { ring } from '../../../src/storage/ring';
import type { Stage } from '../../support/stage';

export const moments = ['before it is sent', 'before its answer arrives'] as const;
export type When = (typeof moments)[number];

/**
 * Kills the session that the next command takes at its `n`-th statement, and tells how many statements it came to.
 *
 * What the command sends after the `n`-th waits until the session is dead, so that none of it is carried out.
 */
export function killAt(stage: Stage, killer: Client, n: number, when: When): { readonly sent: () => number } {
  const seen = { count: 0, before: Promise.resolve() };
  // Wake-ups take sessions of their own, before and while the command has its one.
  const hold = (client: PoolClient): void => {
    const send = client.query.bind(client);
    const alone = (step: Step): Promise<unknown> =>
      new Promise((resolve) => send(new Batch([step], () => resolve(undefined))));
    const ask = (step: Step): Promise<unknown> => {
      // Wake-ups come as they come, and change nothing.
      if (step.text === ring.text) return seen.before.then(() => alone(step));
      seen.count += 1;
      if (seen.count !== n) return seen.before.then(() => alone(step));
      const last = () => (when === 'before it is sent' ? Promise.resolve() : alone({ ...step, answered: () => {} }));
      const killed = seen.before.then(() => killAround(client, killer, last));
      seen.before = killed;
      return killed.then(() => step.failed(new Error('The session is gone.'), true));
    };
    const query = (...given: Parameters<typeof send>): unknown => {
      const [batch]: readonly unknown[] = given;
      if (!(batch instanceof Batch)) return send(...given);
      stage.pool.off('acquire', hold);
      return void Promise.all(batch.steps.map(ask)).then(() => batch.callback(null));
    };
    Object.defineProperty(client, 'query', { configurable: true, value: query });
    const letGo = (_error: unknown, released: PoolClient): void => {
      if (released !== client) return;
      stage.pool.off('release', letGo);
      Reflect.deleteProperty(client, 'query');
    };
    stage.pool.on('release', letGo);
  };
  stage.pool.on('acquire', hold);
  return { sent: () => seen.count };
}

async function killAround(client: PoolClient, killer: Client, last: () => Promise<unknown>): Promise<void> {
  await last();
  await killer.query('select pg_terminate_backend($1, 5000)', ['processID' in client ? client.processID : null]);
}
