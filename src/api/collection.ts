import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, ArgsType, Authorized, Ctx, Extensions, Field, ID, Info, Query, Resolver } from 'type-graphql';
import { PlannedRoot } from '../queries/planner/planned-root';
import type { PageArguments, Question } from '../queries/planner/shape';
import { connectionOf } from './connection';
import type { Context } from './context';
import { type FilterFieldDeclaration, filterInput } from './filter-input';
import { IdFilter } from './filter-operators';
import { lowerCaseId, withCanonicalValues, withLowerCaseIds } from './lower-case-ids';
import { orderEnum } from './order-enum';
import { NestedPageArguments } from './page-arguments';

/** A collection of the API: a list and one record by its id. */
export interface Collection {
  readonly question: Question;
  /** GraphQL name of the type, from which its connection, filter and order are named. */
  readonly typeName: string;
  readonly type: () => object;
  /** The connection over the type, where others have it as well; a name can be given to one type only. */
  readonly connection?: () => object;
  /** Name of the field for one record; the list's is the question's. */
  readonly singular: string;
  /** What the records are and who sees which, as sentences. */
  readonly description: string;
  /** What `filter` can compare: one entry per field that the question answers. */
  readonly filter: Readonly<Record<string, FilterFieldDeclaration>>;
  /**
   * For ids that are made from other properties: the filter that finds the record, or null for a text that is no such
   * id. Absent where the id is the key. Such a record costs a second statement.
   */
  readonly seek?: (id: string) => PageArguments['filter'];
  /**
   * The stored spelling of an id and of what filters compare, by the filter's name, where it is more than lower case for
   * GUIDs; a text that cannot be one becomes one that is stored nowhere.
   */
  readonly canonical?: Readonly<Record<string, (text: string) => string>>;
  /** Values of Graph's `filterByCurrentUser(on=…)`; the same as the question's. */
  readonly on?: { readonly values: object; readonly description: string };
}

interface ListArguments extends NestedPageArguments {
  readonly filter?: Readonly<Record<string, unknown>> | null;
  readonly orderBy?: readonly string[] | null;
  readonly on?: string | null;
}

/**
 * The resolver class of a collection: the list under the question's name, one record under `singular`.
 *
 * A record that is not the caller's to see is absent from the list and null by id. Bad arguments raise
 * `Request_BadRequest`; an id that cannot exist answers null.
 */
export function collectionResolver(collection: Collection) {
  const { question, type, typeName, singular, description, seek, canonical = {} } = collection;
  const storedId = canonical.id ?? lowerCaseId;
  const { connection, ListArgumentsType } = namedParts(collection);
  const ids = idFields(collection.filter);
  const listAsked = (args: ListArguments): PageArguments => ({
    ...args,
    filter: args.filter && withCanonicalValues(withLowerCaseIds(args.filter, ids), canonical),
  });

  @Authorized()
  @Resolver()
  class CollectionResolver {
    @Extensions({ plannedRoot: new PlannedRoot(question, (args) => ({ is: 'page', args: listAsked(args) })) })
    @Query(() => connection(), { name: question.name, description })
    list(
      @Args(() => ListArgumentsType) args: ListArguments,
      @Ctx() { read }: Context,
      @Info() info: GraphQLResolveInfo,
    ) {
      return read.page(question, listAsked(args), info);
    }

    @Extensions(
      seek ? {} : { plannedRoot: new PlannedRoot(question, ({ id }) => ({ is: 'one', id: storedId(String(id)) })) },
    )
    @Query(() => type(), {
      name: singular,
      nullable: true,
      description: `One record of ${question.name} by its id; null when there is none that the caller may see.`,
    })
    async one(
      @Arg('id', () => ID, { description: `The id of the ${typeName}. GUIDs may be written in upper or lower case.` })
      id: string,
      @Ctx() { read, loaders }: Context,
      @Info() info: GraphQLResolveInfo,
    ) {
      const key = await keyOf(collection, id, loaders);
      return key === null ? null : read.one(question, key, info);
    }
  }
  return CollectionResolver;
}

interface NamedParts {
  readonly connection: () => object;
  readonly ListArgumentsType: { new (): ListArguments };
}

const known = new Map<string, NamedParts>();

/** What is named after the type: collections under one name share it, and so have the same filter and orders. */
function namedParts(collection: Collection): NamedParts {
  const { typeName, type } = collection;
  const parts = known.get(typeName) ?? {
    connection: collection.connection ?? connectionOf(typeName, type),
    ListArgumentsType: listArguments(collection),
  };
  known.set(typeName, parts);
  return parts;
}

/** The key of the record with that id; null when the id is none, or when the caller may not see the record. */
async function keyOf(
  { question, seek, canonical }: Collection,
  id: string,
  loaders: Context['loaders'],
): Promise<string | null> {
  if (!seek) return (canonical?.id ?? lowerCaseId)(id);
  const filter = seek(id);
  if (!filter) return null;
  const { nodes } = await loaders.page(question, { first: 1, filter });
  return nodes[0] ? String(nodes[0].id) : null;
}

const idFields = (filter: Collection['filter']): ReadonlySet<string> =>
  new Set(Object.keys(filter).filter((name) => filter[name]?.operators() === IdFilter));

function listArguments({ question, typeName, filter, on }: Collection): { new (): ListArguments } {
  const Filter = filterInput(typeName, question, filter);
  const OrderBy = orderEnum(typeName, question);

  @ArgsType()
  class ListArgumentsType extends NestedPageArguments implements ListArguments {
    @Field(() => Filter(), { nullable: true, description: 'Which records to list; all when it is absent.' })
    readonly filter?: Readonly<Record<string, unknown>> | null;

    @Field(() => [OrderBy], {
      nullable: true,
      description: `The order of the list, first criterion first, at most five; ${question.defaultOrder} when it is absent.`,
    })
    readonly orderBy?: readonly string[] | null;
  }
  if (on) {
    Field(() => on.values, { nullable: true, description: on.description })(ListArgumentsType.prototype, 'on');
  }
  return ListArgumentsType;
}
