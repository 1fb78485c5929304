import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { answerProblem, type Problem } from './answer';
import { answerAsset, answerPage, graphiqlPath } from './graphiql/graphiql';
import { answerHealth, answerReadiness } from './health';
import { prefersHtml } from './media-type';
import type { HttpServerOptions } from './options';
import { type Origins, preflightHeaders } from './origins';

/** What the router hands requests to. */
export interface RouterOptions extends Pick<HttpServerOptions, 'routes' | 'readiness' | 'log'> {
  graphql(req: IncomingMessage, res: ServerResponse): Promise<void>;
  readonly origins: Origins;
  isStopping(): boolean;
}

/** Finds who serves a request. `/graphql` comes first, as nearly every request is for it. */
export function createRouter(options: RouterOptions): RequestListener {
  return (req, res) => {
    if (options.isStopping()) res.setHeader('connection', 'close');
    const path = pathOf(req.url);
    if (path === '/graphql') return serveGraphql(req, res, options);
    const route = options.routes.find((one) => isBelow(path, one.path));
    if (route !== undefined) return route.handle(req, res);
    serveFile(path, req, res, options);
  };
}

/** The path of a request's target, without its query string. */
export function pathOf(url = ''): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

function serveGraphql(req: IncomingMessage, res: ServerResponse, { graphql, origins }: RouterOptions): void {
  const { method } = req;
  const cors = origins.corsHeaders(req);
  if (cors !== null) for (const [name, value] of Object.entries(cors)) res.setHeader(name, value);
  if (method === 'GET' && prefersHtml(req.headers.accept)) answerPage(res);
  else if (method === 'POST' || method === 'GET') void graphql(req, res);
  else if (method === 'OPTIONS' && cors !== null) res.writeHead(204, preflightHeaders).end();
  else answerProblem(res, methodNotAllowed('GET, POST'));
}

/** What anybody may read without a token. */
function serveFile(path: string, { method }: IncomingMessage, res: ServerResponse, options: RouterOptions): void {
  const isHealth = path === '/healthz';
  const isReadiness = path === '/readyz';
  if (!isHealth && !isReadiness && !isBelow(path, graphiqlPath)) answerProblem(res, notFound);
  else if (method !== 'GET' && method !== 'HEAD') answerProblem(res, methodNotAllowed('GET, HEAD'));
  else if (isHealth) answerHealth(res);
  else if (isReadiness) void answerReadiness(res, options.isStopping(), options.readiness, options.log);
  else void answerAsset(path, res, options.log);
}

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || (path.startsWith(prefix) && path[prefix.length] === '/');
}

function methodNotAllowed(allow: string): Problem {
  return {
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
    message: `This path takes ${allow}. Choose one of them.`,
    headers: { allow },
  };
}

const notFound: Problem = {
  status: 404,
  code: 'NOT_FOUND',
  message: 'Nothing is served here. The API is at /graphql.',
};
