import { Field, InputType } from 'type-graphql';
import { invariant } from '../domain/errors';
import type { Asking } from '../queries/planner/shape';

/** One field of a filter: its operators, and what it compares. */
export interface FilterFieldDeclaration {
  readonly operators: () => object;
  readonly description: string;
}

export const comparing = (operators: () => object, description: string): FilterFieldDeclaration => ({
  operators,
  description,
});

/**
 * The filter of a collection, `<Type>Filter`: a field per property that can be compared, and `and`, `or`, `not`.
 *
 * Throws when the fields are not exactly those that the question can answer.
 */
export function filterInput(
  typeName: string,
  question: Pick<Asking, 'filter'>,
  fields: Readonly<Record<string, FilterFieldDeclaration>>,
): () => object {
  const declared = Object.keys(fields).sort();
  const answered = Object.keys(question.filter).sort();
  invariant(declared.join() === answered.join(), `${typeName}Filter has [${declared}], its question [${answered}]`);

  @InputType(`${typeName}Filter`, {
    description: `Which ${typeName} records to list: all fields that are given must hold. At most 50 comparisons, nested at most five deep.`,
  })
  class Filter {
    @Field(() => [Filter], { nullable: true, description: 'All of these must hold.' })
    readonly and?: readonly Filter[] | null;

    @Field(() => [Filter], { nullable: true, description: 'At least one of these must hold.' })
    readonly or?: readonly Filter[] | null;

    @Field(() => Filter, { nullable: true, description: 'This must not hold.' })
    readonly not?: Filter | null;
  }
  for (const [name, { operators, description }] of Object.entries(fields)) {
    Field(() => operators(), { nullable: true, description })(Filter.prototype, name);
  }
  return () => Filter;
}
