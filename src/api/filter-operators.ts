import { Field, ID, InputType } from 'type-graphql';
import { DateTimeScalar } from './scalars';

/** Compares ids. */
@InputType('IdFilter', {
  description: 'Compares an id. All operators that are given must hold. GUIDs are compared without regard to case.',
})
export class IdFilter {
  @Field(() => ID, { nullable: true, description: 'Is this id; an explicit null finds records that have none.' })
  readonly eq?: string | null;

  @Field(() => ID, { nullable: true, description: 'Is not this id; an explicit null finds records that have one.' })
  readonly ne?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Is one of these ids, at most 100.' })
  readonly in?: readonly string[] | null;
}

/** Compares text. */
@InputType('StringFilter', {
  description:
    'Compares a text, letter by letter. All operators that are given must hold. Texts have at most 2048 characters.',
})
export class StringFilter {
  @Field(() => String, { nullable: true, description: 'Is this text; an explicit null finds records that have none.' })
  readonly eq?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Is not this text; an explicit null finds records that have one.',
  })
  readonly ne?: string | null;

  @Field(() => [String], { nullable: true, description: 'Is one of these texts, at most 100.' })
  readonly in?: readonly string[] | null;

  @Field(() => String, { nullable: true, description: 'Begins with this text; letter case counts.' })
  readonly startsWith?: string | null;
}

/** Compares yes and no. */
@InputType('BooleanFilter', { description: 'Compares a yes or no. All operators that are given must hold.' })
export class BooleanFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Is this value; an explicit null finds records that have none.',
  })
  readonly eq?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Is not this value; an explicit null finds records that have one.',
  })
  readonly ne?: boolean | null;
}

/** Compares instants. */
@InputType('DateTimeFilter', {
  description: 'Compares an instant. All operators that are given must hold, so that ge and lt together mean a span.',
})
export class DateTimeFilter {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Is this instant; an explicit null finds records that have none.',
  })
  readonly eq?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'At this instant or later.' })
  readonly ge?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'At this instant or earlier.' })
  readonly le?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Later than this instant.' })
  readonly gt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Earlier than this instant.' })
  readonly lt?: Date | null;
}

/** The operators over an enum, as `<Name>Filter`. */
export function enumFilter(name: string, values: object): () => object {
  @InputType(`${name}Filter`, { description: `Compares a ${name}. All operators that are given must hold.` })
  class EnumFilter {
    @Field(() => values, { nullable: true, description: 'Is this value.' })
    readonly eq?: string | null;

    @Field(() => values, { nullable: true, description: 'Is not this value.' })
    readonly ne?: string | null;

    @Field(() => [values], { nullable: true, description: 'Is one of these values.' })
    readonly in?: readonly string[] | null;
  }
  return () => EnumFilter;
}
