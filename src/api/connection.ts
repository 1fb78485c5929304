import { Field, Int, ObjectType } from 'type-graphql';

/** Where a page begins and ends, and whether there is more; as Relay's specification of connections has it. */
@ObjectType('PageInfo', {
  description: 'Where a page begins and ends, and whether there is more. From the Relay specification of connections.',
})
export class PageInfoType {
  @Field(() => Boolean, {
    description: 'Whether records follow this page. Read them with after: endCursor.',
  })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, {
    description: 'Whether records come before this page. Read them with last and before: startCursor.',
  })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first record; null on an empty page.' })
  readonly startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last record; null on an empty page.' })
  readonly endCursor!: string | null;
}

/**
 * The connection over a type, `<Type>Connection`, with its `<Type>Edge`.
 *
 * `totalCount` is counted only when it is selected.
 */
export function connectionOf(typeName: string, node: () => object): () => object {
  @ObjectType(`${typeName}Edge`, { description: `A ${typeName} in a page, with its place in the list.` })
  class EdgeType {
    @Field(() => String, { description: 'Place of this record in the list; opaque, for after and before.' })
    readonly cursor!: string;

    @Field(node, { description: 'The record itself.' })
    readonly node!: object;
  }

  @ObjectType(`${typeName}Connection`, { description: `A page of ${typeName} records that the caller may see.` })
  class ConnectionType {
    @Field(() => [EdgeType], { description: 'The records of the page, each with its cursor.' })
    readonly edges!: readonly EdgeType[];

    @Field(() => [node()], { description: 'The records of the page, for whoever needs no cursors.' })
    readonly nodes!: readonly object[];

    @Field(() => PageInfoType, { description: 'Where the page begins and ends, and whether there is more.' })
    readonly pageInfo!: PageInfoType;

    @Field(() => Int, {
      nullable: true,
      description:
        'How many records there are over all pages, filter applied, that the caller may see. Counted only when it is asked for; leave it out where it is not needed.',
    })
    readonly totalCount!: number | null;
  }
  return () => ConnectionType;
}
