import pino from 'pino';
import { buildApiSchema } from '../../../src/api/schema';
import { createContextFor } from '../../../src/context-for';
import type { Caller } from '../../../src/domain/actor';
import type { Feed } from '../../../src/feed/feed';
import { createConfirmCaller } from '../../../src/http/authenticate';
import { createPlannedResponses } from '../../../src/http/planned-responses';
import { createHttpServer } from '../../../src/http/server';
import { createReader } from '../../../src/queries/planner/reader';
import { caller, cast, type Person } from '../../support/cast';
import { watchStatements } from '../../support/sent-statements';
import { openStage, type Stage } from '../../support/stage';
import { fillRequests } from '../api/rows';
import { type Answer, post } from '../http/a-server';
import { fillEverything } from './rows';

export interface Servers {
  readonly stage: Stage;
  /** Sends a body as somebody: by planned reads where they can answer. The token `app alice` says it is an application's. */
  readonly direct: (as: string, body: unknown) => Promise<Answer>;
  /** The same through the executor in every case. */
  readonly executor: (as: string, body: unknown) => Promise<Answer>;
  /** Texts of the statements that PostgreSQL was sent for the last question. */
  readonly sent: () => readonly string[];
  /** How many messages they went out in. */
  readonly messages: () => number;
  readonly close: () => Promise<void>;
}

const people: readonly string[] = Object.keys(cast);
const isPerson = (name: string): name is Person => people.includes(name);

/** Whom a token names; any other word names a principal whom nobody knows. */
function claimed(token: string): Caller {
  const [first = '', second] = token.split('.');
  const name = second ?? first;
  const of = isPerson(name)
    ? caller(name)
    : { ...caller('alice'), principalId: '00000000-0000-4000-8000-0000000000ff' };
  return second === undefined ? of : { ...of, isApplication: true };
}

const notAsked = () => Promise.reject(new Error('Nothing of this is asked here.'));
const noFeed: Feed = {
  start: notAsked,
  stop: notAsked,
  head: notAsked,
  open: notAsked,
  subscribe: () => {
    throw new Error('Nothing is subscribed to here.');
  },
};

/** Two servers over one filled database. */
export async function openServers(): Promise<Servers> {
  const stage = await openStage();
  await fillRequests(stage.pool);
  await fillEverything(stage.pool);
  const sent = watchStatements(stage.pool);
  const [schema, reader] = [buildApiSchema(), createReader({ database: stage.dataSource })];
  const [log, confirm, instant] = [pino({ level: 'silent' }), createConfirmCaller(stage.pool), stage.clock.now];
  const options = {
    schema,
    authenticate: async (bearer: string) => confirm(claimed(bearer)),
    contextFor: createContextFor({
      reader,
      run: stage.run,
      checkAccess: notAsked,
      findGuests: notAsked,
      findActivationRequirements: notAsked,
      instant,
      feed: noFeed,
    }),
    routes: [],
    readiness: async () => ({ ready: true }),
    allowedOrigins: [],
    log,
    now: instant,
    host: '127.0.0.1',
    port: 0,
  };
  const verify = async (bearer: string) => claimed(bearer);
  const direct = { verify, confirm, ...createPlannedResponses({ schema, reader, instant, log }) };
  const servers = [createHttpServer({ ...options, direct }), createHttpServer(options)] as const;
  for (const server of servers) await server.listen();
  const ask = (index: 0 | 1) => (as: string, body: unknown) => {
    Object.assign(sent, { messages: 0 }).statements.length = 0;
    return post(servers[index].url, body, { headers: { authorization: `Bearer ${as.replace(' ', '.')}` } });
  };
  return {
    stage,
    direct: ask(0),
    executor: ask(1),
    sent: () => sent.statements,
    messages: () => sent.messages,
    close: async () => {
      for (const server of servers) await server.close({ graceMs: 100 });
      await stage.close();
    },
  };
}
