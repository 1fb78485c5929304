import { join } from 'node:path';
import { messageOf, startChild } from '../child';
import type { Contestant, Surroundings } from './contestant';

/** Starts the hand-written server: `json` lets PostgreSQL write the answer, `rows` writes it from plain rows. */
export async function startLimit(manner: 'json' | 'rows', { databaseUrl }: Surroundings): Promise<Contestant> {
  const child = startChild({
    script: join(__dirname, '../rivals/limit/limit-server.ts'),
    env: { DATABASE_URL: databaseUrl, MANNER: manner },
    isTypeScript: true,
  });
  const { port } = await messageOf<{ port: number }>(child);
  return { name: `limit-${manner}`, dialect: 'limit', port, child };
}
