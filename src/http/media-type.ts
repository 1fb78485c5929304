/** What an answer of `/graphql` may be written as. */
export type MediaType = 'application/json' | 'application/graphql-response+json';

/**
 * The media type that an `Accept` header asks for, or null where it rules out both that we write.
 *
 * The highest `q` wins, then the one named first; wildcards and a missing header mean `application/json`, as clients
 * that say nothing have always been answered. Source: GraphQL over HTTP, section 6.4.
 */
export function chooseMediaType(accept: string | undefined): MediaType | null {
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return 'application/json';
  if (accept === 'application/graphql-response+json') return accept;
  let best: { readonly type: MediaType; readonly quality: number } | null = null;
  for (const range of accept.split(',')) {
    const type = typeWithin(range);
    const quality = qualityOf(range);
    if (type !== null && quality > (best?.quality ?? 0)) best = { type, quality };
  }
  return best?.type ?? null;
}

/** Whether a browser asks for a page: `text/html` before anything we write as data. */
export function prefersHtml(accept: string | undefined): boolean {
  if (accept?.includes('text/html') !== true) return false;
  const ranges = accept.split(',').map((range) => ({ name: nameOf(range), quality: qualityOf(range) }));
  const html = ranges.find(({ name }) => name === 'text/html')?.quality ?? 0;
  return html > 0 && ranges.every(({ name, quality }) => !name.endsWith('json') || quality < html);
}

/**
 * Whether a request's `Content-Type` is JSON in UTF-8.
 *
 * Nothing else is read: the types a browser sends across origins without asking first (text/plain, forms) are thereby
 * refused, which is our stand against cross-site request forgery.
 */
export function isJson(contentType: string | undefined): boolean {
  if (contentType === 'application/json') return true;
  if (contentType === undefined || nameOf(contentType) !== 'application/json') return false;
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1];
  return charset === undefined || charset.toLowerCase() === 'utf-8' || charset.toLowerCase() === 'utf8';
}

function typeWithin(range: string): MediaType | null {
  const name = nameOf(range);
  if (name === 'application/graphql-response+json') return name;
  return name === 'application/json' || name === 'application/*' || name === '*/*' ? 'application/json' : null;
}

function nameOf(range: string): string {
  const end = range.indexOf(';');
  return (end === -1 ? range : range.slice(0, end)).trim().toLowerCase();
}

function qualityOf(range: string): number {
  const quality = /;\s*q=([\d.]+)/i.exec(range)?.[1];
  return quality === undefined ? 1 : Number(quality) || 0;
}
