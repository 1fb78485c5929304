const mark = '$instant';

/** A command's result as JSON text in which instants are told from text, to be given again under its idempotency key. */
export const writeResult = (result: unknown): string =>
  JSON.stringify(result, function (this: Readonly<Record<string, unknown>>, key: string, value: unknown) {
    const original = this[key];
    return original instanceof Date ? { [mark]: original.toISOString() } : value;
  });

/** The result in what {@link writeResult} wrote and PostgreSQL kept. */
export function readResult(kept: unknown): unknown {
  if (Array.isArray(kept)) return kept.map(readResult);
  if (typeof kept !== 'object' || kept === null) return kept;
  const entries = Object.entries(kept);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === mark) return new Date(String(first[1]));
  return Object.fromEntries(entries.map(([key, value]) => [key, readResult(value)]));
}
