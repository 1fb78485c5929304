import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema } from 'graphql';

/** A mutation as the guard let it through. */
export interface MutationRequest {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What a mutation came to: JSON text of `data`, and errors that are not yet masked. */
export type ExecutedMutation = Pick<ExecutionResult, 'errors'> & { readonly data: string };

/** Null where nothing was carried out, as when a variable cannot be coerced: then Apollo words the answer. */
export type ExecuteMutation = (request: MutationRequest, contextValue: object) => Promise<ExecutedMutation | null>;

/**
 * Executes mutations by graphql-js alone.
 *
 * The guard has parsed, validated and judged the document, and no plugin listens: what Apollo's pipeline would add is
 * the look-up of the document, the negotiation of media types and the copying of headers, all of it done before.
 */
export const createExecuteMutation =
  (schema: GraphQLSchema): ExecuteMutation =>
  async ({ document, operationName, variables }, contextValue) => {
    const { data, errors } = await execute({
      schema,
      document,
      contextValue,
      operationName,
      variableValues: variables,
    });
    return data === undefined ? null : { data: JSON.stringify(data), errors };
  };
