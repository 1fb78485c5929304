import type { OrderTerm, Question } from './planner/shape';

/** Both directions over each property: `<name>_ASC` and `<name>_DESC`; `names` maps the API's name to the record's. */
export function ordersBy(names: Readonly<Record<string, string>>): Question['orders'] {
  const orders = Object.entries(names).flatMap(([name, property]): [string, readonly OrderTerm[]][] => [
    [`${name}_ASC`, [{ property, direction: 'asc' }]],
    [`${name}_DESC`, [{ property, direction: 'desc' }]],
  ]);
  return Object.fromEntries(orders);
}
