import { ArgsType, Field, Int } from 'type-graphql';

/** How many records of a list, and from where: forwards by `first` and `after`, or backwards by `last` and `before`. */
@ArgsType()
export class NestedPageArguments {
  @Field(() => Int, {
    nullable: true,
    description: 'How many records to read from the front, 1 to 100; 25 when neither first nor last is given.',
  })
  readonly first?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Read what follows this cursor: endCursor of the page before. Cursors are opaque and bound to the order.',
  })
  readonly after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many records to read from the back, 1 to 100. Not together with first.',
  })
  readonly last?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Read what comes before this cursor: startCursor of the page after.',
  })
  readonly before?: string | null;
}
