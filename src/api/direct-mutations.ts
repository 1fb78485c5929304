import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { AuthenticationError, getMetadataStorage } from 'type-graphql';
import { invariant } from '../domain/errors';
import type { Context } from './context';

type Resolve = GraphQLFieldResolver<unknown, Partial<Context>>;
type Declared = ReturnType<typeof getMetadataStorage>['mutations'][number];
type Parameter = NonNullable<Declared['params']>[number];

/**
 * Has the mutations of a built schema call their methods at once, with the arguments as graphql-js has coerced them.
 *
 * TypeGraphQL would first make instances of the input's classes, looking for each field's class among those of all inputs,
 * anew at every call, and wait for several promises that nothing else needs: a twentieth of what a mutation takes. These
 * classes only declare fields, and nothing asks a value for its class. Whoever is not signed in is refused as before; a
 * mutation that asks for a role besides has no place here.
 */
export function callMutationsDirectly(schema: GraphQLSchema, isSignedIn: (context: Partial<Context>) => boolean): void {
  const declared = new Map(getMetadataStorage().mutations.map((one) => [one.schemaName, one]));
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const mutation = declared.get(field.name);
    const isOpen = mutation?.roles?.length === 0 && !mutation.middlewares?.length;
    invariant(mutation && isOpen, `${field.name} is a method, and nothing but the sign-in stands before it`);
    const call = callOf(mutation);
    field.resolve = (...of) => {
      if (!isSignedIn(of[2])) throw new AuthenticationError();
      return call(...of);
    };
  }
}

function callOf({ target, methodName, params = [] }: Declared): Resolve {
  const resolver: unknown = Reflect.construct(target, []);
  const method: unknown = Reflect.get(Object(resolver), methodName);
  invariant(typeof method === 'function', `${methodName} is a method`);
  const readers = params.toSorted((one, other) => one.index - other.index).map(readerOf);
  return (...of) =>
    Reflect.apply(
      method,
      resolver,
      readers.map((read) => read(...of)),
    );
}

/** Reads one parameter of the method. */
function readerOf(parameter: Parameter): Resolve {
  switch (parameter.kind) {
    case 'arg':
      return (_root, args) => args[parameter.name];
    case 'context':
      return (_root, _args, context) => context;
    case 'info':
      return (_root, _args, _context, info) => info;
    default:
      throw new Error(`Invariant broken: a mutation takes no parameter of the kind ${parameter.kind}`);
  }
}
