// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON escapes
const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Whether the text stands in JSON as it is, between quotation marks. */
export const isPlain = (text: string): boolean => !escaped.test(text);

/**
 * The same text in one piece: one that was put together is a tree of its pieces until somebody reads it, and would be
 * walked with every answer that it stands in. For texts without lone surrogates.
 */
export const inOnePiece = (text: string): string => Buffer.from(text).toString();

/** A text as JSON writes it; the same as `JSON.stringify`, in less time for a text that needs no escape. */
export const quote = (text: string): string => (escaped.test(text) ? JSON.stringify(text) : `"${text}"`);
