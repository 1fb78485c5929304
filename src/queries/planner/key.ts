import { raw, type Sql, sql } from '../../storage/sql';
import { tableOfShape } from './fields';
import { isAmong, isValue } from './filter-sql';
import type { FilterField, Question } from './shape';

type Identified = Pick<Question, 'shape' | 'id'>;

/** How the rows of a question are found by their ids: as it says, else by the key of their table. */
function idOf({ shape, id }: Identified): FilterField {
  if (id) return id;
  const { property, type } = tableOfShape(shape).key;
  return { property, type };
}

/** PostgreSQL's type of the ids, such as `uuid`. */
export const idTypeOf = (question: Identified): string => idOf(question).type;

/** Whether the row has the id, which is a parameter. */
export const isOne = (question: Identified, row: string, id: Sql): Sql =>
  isValue({ table: tableOfShape(question.shape), row }, idOf(question), sql`${id}::${raw(idTypeOf(question))}`);

/** Whether the row has one of the ids, which are a parameter. */
export const isOneOf = (question: Identified, row: string, ids: Sql): Sql =>
  isAmong({ table: tableOfShape(question.shape), row }, idOf(question), sql`${ids}::${raw(idTypeOf(question))}[]`);
