import { mkdir } from 'node:fs/promises';
import type { BaseLogger } from 'pino';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/storage/embedded-postgres';
import { withClient } from './data/build';

/** What PostgreSQL is told for the bench; the same for every contestant. Durable as it comes: fsync stays on. */
const settings: Readonly<Record<string, string>> = {
  shared_buffers: '512MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '30min',
  // What is written is removed and vacuumed between the rounds; nothing shall run beside a measurement.
  autovacuum: 'off',
  jit: 'off',
};

/** Starts the bench's own PostgreSQL, whose data are kept in the folder from run to run. */
export async function startBenchServer(dataDir: string): Promise<EmbeddedPostgres> {
  await mkdir(dataDir, { recursive: true });
  const log: Pick<BaseLogger, 'info' | 'warn' | 'error'> = {
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const started = await startEmbeddedPostgres({ dataDir, log });
  const isTuned = await withClient(started.url, async (client) => {
    const { rows } = await client.query<{ name: string; setting: string }>(
      `select name, current_setting(name) as setting from pg_settings where name = any ($1)`,
      [Object.keys(settings)],
    );
    const differing = rows.filter(({ name, setting }) => setting !== settings[name]);
    for (const { name } of differing) await client.query(`alter system set ${name} = '${settings[name]}'`);
    return differing.length === 0;
  });
  if (isTuned) return started;
  await started.stop();
  return startEmbeddedPostgres({ dataDir, log });
}
