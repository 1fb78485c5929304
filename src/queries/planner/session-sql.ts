import { callerReadsAll, readerSessionCte, referenceVersion, sessionCte } from '../../storage/session';
import { identifier, raw, type Sql, sql } from '../../storage/sql';
import { Slot } from './binding';

const caller = sql`${new Slot(({ session: { callerId } }) => callerId)}`;
const instant = sql`${new Slot(({ session: { instant: given } }) => given?.toISOString() ?? null)}`;
const type = raw('p.type');
const typeAndVersion = sql`(p.type || ' ' || ${referenceVersion})`;

/** Whose statement it is, and whether its texts are made of kept ones. */
interface Manner {
  readonly readsAll: boolean;
  readonly refers: boolean;
  /** Common table expressions by name, of which the statement has those that it reads. */
  readonly more?: Readonly<Record<string, Sql>>;
}

/** A statement behind the session that it begins with: anybody's, or that of a caller who may read everything. */
export function withSession(body: Sql, { readsAll, refers, more = {} }: Manner): Sql {
  const told = refers ? typeAndVersion : type;
  const read = readBy(body, more);
  const all = read.reduce((sum, one) => sql`${one} ${sum}`, body);
  const session = readsAll
    ? readerSessionCte({ caller, instant, told }, all)
    : sessionCte({ caller, instant, told }, all);
  return sql`with ${read.reduceRight((sum, one) => sql`${sum},\n${one}`, session)} ${body}`;
}

/** The expressions that the statement reads, and those that they read, the last one first. */
function readBy(body: Sql, more: NonNullable<Manner['more']>): readonly Sql[] {
  const read: Sql[] = [];
  for (const [name, rows] of Object.entries(more).reverse()) {
    const mention = new RegExp(`(from|join) "?${name}\\b`);
    if ([body, ...read].some(({ texts }) => texts.some((text) => mention.test(text))))
      read.push(sql`${identifier(name)} as materialized (${rows})`);
  }
  return read;
}

/**
 * The last cell of every answer, which has a row for an enabled caller, whatever he may see, and none for anybody else:
 * a star if he may read everything, what kind of principal he is, and the version of the reference (`toldIn` reads it).
 * So whoever reads the answer needs not ask for the caller beforehand.
 */
export const callerCell = (readsAll: boolean): Sql =>
  readsAll ? raw('session.told') : sql`case when ${callerReadsAll} then '*' || session.told else session.told end`;
