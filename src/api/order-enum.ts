import type { Asking } from '../queries/planner/shape';
import { graphqlEnum } from './graphql-enum';

/** The orders of a collection, `<Type>OrderBy`, from its question: `<property>_ASC` and `<property>_DESC`. */
export function orderEnum(typeName: string, question: Pick<Asking, 'orders' | 'defaultOrder'>): object {
  const values = Object.fromEntries(Object.keys(question.orders).map((name) => [name, describe(name)]));
  return graphqlEnum(
    `${typeName}OrderBy`,
    `How to order ${typeName} records. Records that are equal in it are ordered by id; default ${question.defaultOrder}.`,
    values,
  );
}

function describe(name: string): string {
  const [property = '', direction] = name.split('_');
  const way =
    direction === 'ASC' ? 'ascending: the smallest or earliest first' : 'descending: the largest or latest first';
  return `By ${property}, ${way}.`;
}
