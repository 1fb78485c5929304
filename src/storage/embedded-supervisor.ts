import { setTimeout as delay } from 'node:timers/promises';
import type { BaseLogger } from 'pino';
import { type Claim, claimServer } from './embedded-claim';
import type { Cluster } from './embedded-cluster';
import { endLeftover, inUse } from './embedded-leftover';
import { freePort, type RunningServer, startServer } from './embedded-server';
import { errorText } from './error-code';

type Log = Pick<BaseLogger, 'info' | 'warn' | 'error'>;

/** A port that was free a moment ago may be taken by the time the server asks for it. */
const startAttempts = 3;

/**
 * Keeps one server running on a cluster, and claimed, from `start` to `stop`.
 *
 * A server that dies in between is started again on the same port, so that connection pools find it. One that
 * another gateway holds is never touched.
 */
export class Supervisor {
  readonly #stopping = new AbortController();
  #keeping: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | null = null;

  private constructor(
    private readonly cluster: Cluster,
    private readonly settings: readonly string[],
    private readonly log: Log,
    private server: RunningServer,
    private claim: Claim,
  ) {}

  /** Starts the server; what a killed gateway left running is ended first. Errors are sentences for the operator. */
  static async start(cluster: Cluster, settings: readonly string[], log: Log): Promise<Supervisor> {
    const server = await begin(cluster, settings, log);
    const supervisor = new Supervisor(cluster, settings, log, server, await claimOrEnd(cluster, server));
    supervisor.#keeping = supervisor.#keep();
    return supervisor;
  }

  /** The loopback port, the same for as long as this supervisor lives. */
  get port(): number {
    return this.server.port;
  }

  /** Ends the server and waits until it is gone; calls after the first wait for the same. */
  stop(): Promise<void> {
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  async #end(): Promise<void> {
    this.#stopping.abort();
    // A recovery that is under way is let finish: what it starts and claims is what must be ended.
    await this.#keeping;
    await this.claim.release();
    await this.server.end();
  }

  async #keep(): Promise<void> {
    const { signal } = this.#stopping;
    const stopping = new Promise((resolve) => signal.addEventListener('abort', resolve));
    for (;;) {
      if (!signal.aborted) await Promise.race([this.server.exited, this.claim.lost, stopping]);
      if (signal.aborted) return;
      try {
        await this.#recover();
        this.log.warn('The embedded PostgreSQL was interrupted and is back');
      } catch (error) {
        this.log.error(`The embedded PostgreSQL is gone: ${errorText(error)}`);
        await delay(500, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #recover(): Promise<void> {
    // Losing the session is the first sign of a server that is ending; give the rest of it time to show.
    const exited = await Promise.race([this.server.exited, delay(200, null)]);
    if (exited !== null) this.server = await begin(this.cluster, this.settings, this.log, this.port);
    const claim = await claimServer(this.cluster, this.port);
    if (claim === 'taken') throw new Error(inUse(this.cluster));
    this.claim = claim;
  }
}

const begin = async (
  cluster: Cluster,
  settings: readonly string[],
  log: Log,
  port?: number,
): Promise<RunningServer> => {
  for (let attempt = 1; ; attempt += 1) {
    await endLeftover(cluster, log);
    const server = await startServer(cluster, port ?? (await freePort()), settings);
    if (!('failure' in server)) return server;
    if (attempt === startAttempts) throw new Error(server.failure);
  }
};

const claimOrEnd = async (cluster: Cluster, server: RunningServer): Promise<Claim> => {
  try {
    const claim = await claimServer(cluster, server.port);
    if (claim === 'taken') throw new Error(inUse(cluster));
    return claim;
  } catch (error) {
    await server.end();
    throw error;
  }
};
