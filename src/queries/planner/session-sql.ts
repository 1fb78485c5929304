import { callerReadsAll, readerSessionCte, referenceVersion, sessionCte } from '../../storage/session';
import { raw, type Sql, sql } from '../../storage/sql';
import { Slot } from './binding';

const caller = sql`${new Slot(({ session: { callerId } }) => callerId)}`;
const instant = sql`${new Slot(({ session: { instant: given } }) => given?.toISOString() ?? null)}`;
const type = raw('p.type');
const typeAndVersion = sql`(p.type || ' ' || ${referenceVersion})`;

/** Whose statement it is, and whether its texts are made of kept ones. */
interface Manner {
  readonly readsAll: boolean;
  readonly refers: boolean;
}

/** A statement behind the session that it begins with: anybody's, or that of a caller who may read everything. */
export function withSession(body: Sql, { readsAll, refers }: Manner): Sql {
  const told = refers ? typeAndVersion : type;
  const session = readsAll
    ? readerSessionCte({ caller, instant, told }, body)
    : sessionCte({ caller, instant, told }, body);
  return sql`with ${session} ${body}`;
}

/**
 * The last cell of every answer, which has a row for an enabled caller, whatever he may see, and none for anybody else:
 * a star if he may read everything, what kind of principal he is, and the version of the reference (`toldIn` reads it).
 * So whoever reads the answer needs not ask for the caller beforehand.
 */
export const callerCell = (readsAll: boolean): Sql =>
  readsAll ? raw('session.told') : sql`case when ${callerReadsAll} then '*' || session.told else session.told end`;
