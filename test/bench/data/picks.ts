import { withClient } from './build';
import { type Sizes, sizesAt } from './sizes';

/** A principal and a role. */
export interface Pair {
  readonly principalId: string;
  readonly roleDefinitionId: string;
}

/** An activation that can be asked for, and who may approve it. */
export interface Asking extends Pair {
  readonly approverId: string;
}

/** What the requests of the workloads are about; the same in every run on the same data. */
export interface Picks {
  /** Reads everything. */
  readonly readerId: string;
  /** People with eligible roles. */
  readonly callerIds: readonly string[];
  readonly requestIds: readonly string[];
  readonly askings: readonly Asking[];
  /** Half of them hold the role. */
  readonly held: readonly Pair[];
}

const howMany = 1_000;

/** Picks from the data at a scale. */
export async function pick(url: string, scale: number): Promise<Picks> {
  const sizes = sizesAt(scale);
  return withClient(url, async (client) => {
    const rowsOf = async <T>(text: string) => (await client.query({ text })).rows as readonly T[];
    const idsOf = async (text: string) => (await rowsOf<{ id: string }>(text)).map(({ id }) => id);
    const [readerId = ''] = await idsOf(`select bench.principal(${sizes.reader}) as id`);
    return {
      readerId,
      callerIds: await idsOf(callersSql(sizes)),
      requestIds: await idsOf(requestsSql(sizes)),
      askings: await rowsOf<Asking>(askingsSql(sizes)),
      held: await rowsOf<Pair>(heldSql(sizes)),
    };
  });
}

const callersSql = ({ firstWaiting }: Sizes): string =>
  `select bench.principal(n) as id from generate_series(1, ${firstWaiting - 1}) as n order by md5('caller ' || n) limit ${howMany}`;

/** Requests of the assignment side, scattered over all that there are. */
const requestsSql = ({ requests }: Sizes): string => `
  select bench.request(ten * 10 + (array[2, 3, 4, 7, 8, 9])[1 + ten % 6], ${requests}) as id
  from (select ('x' || substr(md5('request ' || n), 1, 8))::bit(32)::bigint % ${requests / 10} as ten from generate_series(1, ${howMany}) as n) as tens`;

const roleOf = (who: string, place: string): string =>
  `(${who} * 7 + ${place} * 13) % (select count(*) from bench.role)`;

/** Each asking is for a role whose policy demands approval (an even place), by one who holds no activation; the approver is in its group. */
const askingsSql = ({ firstAsking, asking, firstApprover, approverGroups }: Sizes): string => `
  select bench.principal(who) as "principalId", r.id as "roleDefinitionId", bench.principal(${firstApprover} + r.place % ${approverGroups}) as "approverId"
  from generate_series(${firstAsking}, ${firstAsking + asking - 1}) as who cross join generate_series(0, 3) as nth
  join bench.role as r on r.place = ${roleOf('who', 'nth')}
  where r.place % 2 = 0 order by nth, who`;

/** The holders of activations, and the same people with a role that they hold not. */
const heldSql = ({ requests }: Sizes): string => `
  select bench.principal(who) as "principalId", r.id as "roleDefinitionId"
  from (select 1 + ('x' || substr(md5('held ' || n), 1, 8))::bit(32)::bigint % ${requests / 20} as who, (n % 2) * 5 as nth from generate_series(1, ${howMany}) as n) as people
  join bench.role as r on r.place = ${roleOf('who', 'nth')}`;
