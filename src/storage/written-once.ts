import { asParameter } from './parameters';
import { Pending, type Rendered, raw, type Sql, sql } from './sql';
import { createWordings } from './wordings';

/** A value of a statement that is written before it is known. */
class Given extends Pending {
  constructor(readonly name: string) {
    super();
  }
}

/** What the values of a statement are, as PostgreSQL writes it in a cast. */
type Types<Values> = { readonly [Name in keyof Values]: string };

/** The values of a statement while it is written: parameters, each one and the same wherever it is named. */
export type Open<Values> = { readonly [Name in keyof Values]: Sql };

/** How many wordings of one statement are kept: more than there are kinds, providers and actions, and a bound for the memory. */
const mostWordings = 100;

/**
 * A statement whose text depends on nothing but its shape: it is written once for each, and filled often, for writing takes
 * many times as long as filling.
 *
 * `types` names the values; `shape` is whatever else the statement depends on, its constants included. Instants go in as
 * text; what is `jsonb` is given as JSON.
 */
export function writtenOnce<Values extends object, Shape extends object = object>(
  types: Types<Values>,
  write: (values: Open<Values>, shape: Shape) => Sql,
): (values: Values, shape: Shape) => Rendered {
  const open = openOf(types);
  const wordingOf = createWordings(mostWordings);
  return (values, shape) => {
    const wording = wordingOf(JSON.stringify(shape), () => write(open, shape));
    const fill = (value: unknown): unknown =>
      value instanceof Given ? asParameter(values[value.name as keyof Values]) : value;
    return { text: wording.text, values: wording.values.map(fill) };
  };
}

function openOf<Values extends object>(types: Types<Values>): Open<Values> {
  const open = Object.entries<string>(types).map(([name, type]) => [name, sql`${new Given(name)}::${raw(type)}`]);
  return Object.fromEntries(open) as Open<Values>;
}
