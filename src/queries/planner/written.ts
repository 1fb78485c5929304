const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const integer = /^-?\d{1,10}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/;

/** Longest text that a caller may have compared. */
export const longestText = 2_048;

/**
 * Whether a text is a value of that PostgreSQL type, so that the database takes it without an error.
 *
 * Instants are ISO 8601 in UTC. Text may hold anything but the character of code zero, which PostgreSQL cannot store.
 */
export function isWritten(type: string, text: string): boolean {
  switch (type) {
    case 'uuid':
      return guid.test(text);
    case 'integer':
      return integer.test(text) && Math.abs(Number(text)) < 2 ** 31;
    case 'boolean':
      return text === 'true' || text === 'false';
    case 'timestamptz':
    case 'timestamp with time zone':
      return instant.test(text) && isRealInstant(text);
    default:
      return text.length <= longestText && !text.includes('\0');
  }
}

/** Whether the day exists, in years that PostgreSQL and we both know: `Date` alone would take February 30th. */
function isRealInstant(text: string): boolean {
  const milliseconds = Date.parse(text);
  return (
    !Number.isNaN(milliseconds) && text >= '1' && new Date(milliseconds).toISOString().startsWith(text.slice(0, 10))
  );
}
