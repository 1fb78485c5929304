import { type DocumentNode, type GraphQLError, type GraphQLSchema, isNonNullType, locatedError } from 'graphql';
import type { Logger } from 'pino';
import type { Caller } from '../domain/actor';
import type { Session } from '../queries/planner/binding';
import type { FoundCaller, Reader, Told } from '../queries/planner/reader';
import { Unwritable } from '../queries/planner/text/unwritable';
import { createPlanOperation, executorsFields, type RootCall } from './planned/planned-operation';

/** An operation as the guard let it through, and who sends it: a caller of whom no more is known than his token says. */
export interface PlannedRequest {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
}

/** An answer without the executor. */
export interface PlannedResponse {
  /** JSON text of `data`. */
  readonly data: string;
  /** As the executor would have raised them; not yet masked. */
  readonly errors: readonly GraphQLError[];
  /** Whether the statements found the caller to be who his token says; else somebody has to ask before this is sent. */
  readonly isCallerKnown: boolean;
}

/** Answers reads as the executor would, but for the time it takes. */
export interface PlannedResponses {
  /** Null for what the executor has to answer, and where the statements did not find the caller. Never rejects. */
  respond(request: PlannedRequest): Promise<PlannedResponse | null>;
}

/** What planned answers are made from. */
export interface PlannedResponsesOptions {
  readonly schema: GraphQLSchema;
  readonly reader: Pick<Reader, 'pageText' | 'oneText' | 'recordText'>;
  /** The instant of an operation; null leaves it to the database. */
  readonly instant: () => Date | null;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/**
 * Answers operations whose root fields are planned reads with one statement per root field, and no executor.
 *
 * A field that fails answers as the executor would have it: its error with path and place, and null up to the next field
 * that may be null. The log says at once which fields of the query are left to the executor.
 */
export function createPlannedResponses(options: PlannedResponsesOptions): PlannedResponses {
  const plan = createPlanOperation(options.schema);
  options.log.info(
    { fields: executorsFields(options.schema) },
    'these fields of the query are answered by the executor',
  );
  return {
    respond: async ({ document, operationName, variables, caller }) => {
      const calls = plan(document, operationName, variables);
      if (!calls) return null;
      const session = { callerId: caller.principalId, token: caller, instant: options.instant() };
      return responseOf(await settleAll(calls, session, options), caller);
    },
  };
}

type Settled =
  | { readonly is: 'told'; readonly call: RootCall; readonly told: Told }
  | { readonly is: 'failed'; readonly call: RootCall; readonly error: GraphQLError }
  | { readonly is: 'unwritable' };

/** One call, as there mostly is, need not be waited for as a list. */
async function settleAll(
  calls: readonly RootCall[],
  session: Session,
  options: PlannedResponsesOptions,
): Promise<readonly Settled[]> {
  const [first, ...others] = calls;
  if (first && others.length === 0) return [await settle(first, session, options)];
  return Promise.all(calls.map((call) => settle(call, session, options)));
}

async function settle(call: RootCall, session: Session, { reader, log }: PlannedResponsesOptions): Promise<Settled> {
  const { nodes, key } = call.field;
  try {
    const told = await tell(call, session, reader);
    return { is: 'told', call, told };
  } catch (error) {
    if (!(error instanceof Unwritable)) return { is: 'failed', call, error: locatedError(error, nodes, [key]) };
    log.warn({ path: [key], reason: error.message }, 'a planned answer goes through the executor');
    return { is: 'unwritable' };
  }
}

/** Throws, or rejects, with what the resolver would throw. */
function tell({ read, info }: RootCall, session: Session, reader: PlannedResponsesOptions['reader']): Promise<Told> {
  if (read.is === 'refused') throw read.error;
  if (read.is === 'record') return reader.recordText(read.question, read.values, info, session);
  const { question, asked } = read;
  if (asked.is === 'page') return reader.pageText(question, asked.args, info, session);
  return reader.oneText(question, asked.is === 'one' ? asked.id : session.callerId, info, session);
}

function responseOf(settled: readonly Settled[], caller: Caller): PlannedResponse | null {
  const errors: GraphQLError[] = [];
  const texts: string[] = [];
  let isCallerKnown = false;
  for (const one of settled) {
    if (one.is === 'unwritable') return null;
    const { key, field } = one.call.field;
    if (one.is === 'failed') {
      // Null goes up to the whole answer, whose other errors no longer stand anywhere.
      if (isNonNullType(field.type)) return { data: 'null', errors: [one.error], isCallerKnown: false };
      errors.push(one.error);
      texts.push(`"${key}":null`);
      continue;
    }
    if (!isStillCaller(one.told.caller, caller)) return null;
    isCallerKnown ||= one.told.caller.is === 'found';
    texts.push(`"${key}":${one.told.text}`);
  }
  return { data: `{${texts.join()}}`, errors, isCallerKnown };
}

/** An application token that names a person is nobody's, whatever else is right about it. */
const isStillCaller = ({ is, type }: FoundCaller, { isApplication }: Caller): boolean =>
  is === 'unasked' || (is === 'found' && (!isApplication || type === 'servicePrincipal'));
