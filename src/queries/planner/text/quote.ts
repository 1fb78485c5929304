// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON escapes
const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Whether the text stands in JSON as it is, between quotation marks. */
export const isPlain = (text: string): boolean => !escaped.test(text);

/** A text as JSON writes it; the same as `JSON.stringify`, in less time for a text that needs no escape. */
export const quote = (text: string): string => (escaped.test(text) ? JSON.stringify(text) : `"${text}"`);
