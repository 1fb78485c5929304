const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Input = Readonly<Record<string, unknown>>;

const isInput = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** A GUID as it is stored, which is in lower case; every other id as it is. */
export const lowerCaseId = (id: string): string => (guid.test(id) ? id.toLowerCase() : id);

/**
 * The filter with the GUIDs of its id fields in lower case, as they are stored: GUIDs compare without regard to case.
 *
 * `ids` names the fields that hold ids. What a filter may be is judged by the planner.
 */
export function withLowerCaseIds(filter: Input, ids: ReadonlySet<string>): Input {
  return mapValues(filter, (name, value) => {
    if (Array.isArray(value)) return value.map((part) => (isInput(part) ? withLowerCaseIds(part, ids) : part));
    if (!isInput(value)) return value;
    if (name === 'not') return withLowerCaseIds(value, ids);
    return ids.has(name) ? mapValues(value, (_operator, given) => eachOf(given, lowerCase)) : value;
  });
}

/** The filter with the values of some of its fields, such as paths, as they are stored. */
export function withCanonicalValues(
  filter: Input,
  canonical: Readonly<Record<string, (text: string) => string>>,
): Input {
  return mapValues(filter, (name, value) => {
    if (Array.isArray(value)) return value.map((part) => (isInput(part) ? withCanonicalValues(part, canonical) : part));
    if (!isInput(value)) return value;
    if (name === 'not') return withCanonicalValues(value, canonical);
    const change = canonical[name];
    if (!change) return value;
    return mapValues(value, (_operator, given) =>
      eachOf(given, (item) => (typeof item === 'string' ? change(item) : item)),
    );
  });
}

const mapValues = (input: Input, change: (name: string, value: unknown) => unknown): Input =>
  Object.fromEntries(Object.entries(input).map(([name, value]) => [name, change(name, value)]));

const eachOf = (value: unknown, change: (item: unknown) => unknown): unknown =>
  Array.isArray(value) ? value.map(change) : change(value);

const lowerCase = (value: unknown): unknown => (typeof value === 'string' ? lowerCaseId(value) : value);
