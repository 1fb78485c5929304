import { readFile } from 'node:fs/promises';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { answerProblem, type Problem } from '../answer';
import { pageHtml, startScript } from './page';

/** Where the files of the page lie. */
export const graphiqlPath = '/graphiql';

interface Asset {
  readonly type: string;
  /** The text itself, or the npm package and the file in it. */
  readonly content: string | { readonly of: string; readonly file: string };
}

const javascript = 'text/javascript; charset=utf-8';

const assets: ReadonlyMap<string, Asset> = new Map([
  ['start.js', { type: javascript, content: startScript }],
  ['react.js', { type: javascript, content: { of: 'react/package.json', file: 'umd/react.production.min.js' } }],
  [
    'react-dom.js',
    { type: javascript, content: { of: 'react-dom/package.json', file: 'umd/react-dom.production.min.js' } },
  ],
  ['graphql-ws.js', { type: javascript, content: { of: 'graphql-ws', file: '../umd/graphql-ws.min.js' } }],
  ['graphiql.js', { type: javascript, content: { of: 'graphiql/package.json', file: 'graphiql.min.js' } }],
  [
    'graphiql.css',
    { type: 'text/css; charset=utf-8', content: { of: 'graphiql/package.json', file: 'graphiql.min.css' } },
  ],
]);

/** The editor writes style attributes; nothing but our own files may run or be asked. */
const pageHeaders: OutgoingHttpHeaders = Object.freeze({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});

/** Answers the page. It holds nothing secret, so nobody needs a token to load it. */
export function answerPage(res: ServerResponse): void {
  res.writeHead(200, { ...pageHeaders, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  res.end(pageHtml);
}

/** Answers a file of the page by its path, read from the installed package, or 404. */
export async function answerAsset(path: string, res: ServerResponse, log: Logger): Promise<void> {
  const asset = assets.get(path.slice(graphiqlPath.length + 1));
  if (asset === undefined) return answerProblem(res, noSuchFile);
  try {
    const content = typeof asset.content === 'string' ? asset.content : await readFile(locate(asset.content));
    res.writeHead(200, { ...pageHeaders, 'content-type': asset.type, 'cache-control': 'public, max-age=3600' });
    res.end(content);
  } catch (error) {
    log.error({ err: error }, 'a file of GraphiQL cannot be read');
    answerProblem(res, noSuchFile);
  }
}

function locate({ of, file }: { readonly of: string; readonly file: string }): string {
  return join(dirname(createRequire(__filename).resolve(of)), file);
}

const noSuchFile: Problem = {
  status: 404,
  code: 'NOT_FOUND',
  message: 'GraphiQL has no such file. Open /graphql in a browser.',
};
