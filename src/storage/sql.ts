/**
 * A piece of SQL with its parameters: pieces nest, and values never become text.
 *
 * `texts` has one element more than `values`; a value stands between two texts and becomes `$n` when rendered.
 */
export interface Sql {
  readonly texts: readonly string[];
  readonly values: readonly unknown[];
}

const isSql = (value: unknown): value is Sql =>
  typeof value === 'object' && value !== null && 'texts' in value && 'values' in value;

/** Tag for SQL: interpolated pieces are spliced in, every other value becomes a parameter. */
export function sql(strings: TemplateStringsArray, ...parts: readonly unknown[]): Sql {
  const texts = [strings[0] ?? ''];
  const values: unknown[] = [];
  parts.forEach((part, index) => {
    const piece: Sql = isSql(part) ? part : { texts: ['', ''], values: [part] };
    texts[texts.length - 1] += piece.texts[0] ?? '';
    texts.push(...piece.texts.slice(1));
    values.push(...piece.values);
    texts[texts.length - 1] += strings[index + 1] ?? '';
  });
  return { texts, values };
}

/** Text of ours, put in as it stands: for names and keywords from the code, never for anything a caller wrote. */
export const raw = (text: string): Sql => ({ texts: [text], values: [] });

/** A quoted identifier. */
export const identifier = (name: string): Sql => raw(`"${name.replaceAll('"', '""')}"`);

/** Pieces with a separator between them; `empty` stands for no pieces at all. */
export function join(pieces: readonly Sql[], separator: string, empty: Sql = raw('')): Sql {
  const [first, ...rest] = pieces;
  if (!first) return empty;
  const texts = [...first.texts];
  const values = [...first.values];
  for (const piece of rest) {
    texts[texts.length - 1] += `${separator}${piece.texts[0] ?? ''}`;
    texts.push(...piece.texts.slice(1));
    values.push(...piece.values);
  }
  return { texts, values };
}

/** All of the conditions; true when there are none. */
export const allOf = (conditions: readonly Sql[]): Sql => sql`(${join(conditions, ' and ', raw('true'))})`;

/** Any of the conditions; false when there are none. */
export const anyOf = (conditions: readonly Sql[]): Sql => sql`(${join(conditions, ' or ', raw('false'))})`;

/** A parameter whose value is known only when the statement runs: one and the same wherever it stands. */
export abstract class Pending {}

/** A statement as PostgreSQL takes it, its values being `$1`, `$2`, … in the text. */
export interface Rendered {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What can be asked of PostgreSQL. */
export type Statement = Sql | Rendered;

/** The statement with its values numbered in order of appearance, if they are not yet; a pending one has one number. */
export function render(statement: Statement): Rendered {
  if ('text' in statement) return statement;
  const { texts, values } = statement;
  const kept: unknown[] = [];
  const places = new Map<Pending, number>();
  const text = texts.reduce(
    (sum, part, index) => (index === 0 ? part : `${sum}$${placeOf(values[index - 1], kept, places)}${part}`),
    '',
  );
  return { text, values: kept };
}

/** Values that happen to be equal stay apart: the text of a statement does not depend on them. */
function placeOf(value: unknown, kept: unknown[], places: Map<Pending, number>): number {
  if (!(value instanceof Pending)) return kept.push(value);
  const place = places.get(value) ?? kept.push(value);
  places.set(value, place);
  return place;
}
