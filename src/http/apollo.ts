import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { ErrorMask } from './error-mask';
import type { Guard } from './guard/guard';
import type { Limits } from './guard/limits';

/** What Apollo is made from. */
export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly guard: Guard;
  readonly limits: Limits;
  readonly mask: ErrorMask;
  readonly plugins: readonly ApolloServerPlugin<object>[];
  /** Writes a result as JSON text; lets a plugin hand over text that is ready. */
  readonly stringifyResult?: (result: object) => string;
  readonly log: Logger;
}

/**
 * Apollo Server as the HTTP door uses it: the executor's pipeline and its plugin hooks, and nothing else.
 *
 * Documents come from the guard's store, so parsing and validation happen once and there. The limits named here hold
 * for the rare document that the store drops between guard and execution. Nothing reports to anywhere, batches and
 * its own persisted queries are off, and signals are the process's own affair.
 */
export function createApollo(options: ApolloOptions): ApolloServer<object> {
  const { schema, guard, limits, mask, plugins, stringifyResult, log } = options;
  return new ApolloServer<object>({
    schema,
    documentStore: guard.documentStore,
    parseOptions: { maxTokens: limits.maxTokens },
    maxRecursiveSelections: limits.maxSelections,
    formatError: (_formatted, error) => mask(error),
    plugins: [...disabledPlugins(), ...plugins],
    stringifyResult: stringifyResult ?? JSON.stringify,
    logger: log,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
  });
}

function disabledPlugins(): ApolloServerPlugin<object>[] {
  return [
    ApolloServerPluginCacheControlDisabled(),
    ApolloServerPluginInlineTraceDisabled(),
    ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginSchemaReportingDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
  ];
}
