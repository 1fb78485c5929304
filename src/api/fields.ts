import { Args, Field } from 'type-graphql';
import { invariant } from '../domain/errors';
import { NestedPageArguments } from './page-arguments';

type TypeThunk = () => object;

/** A property that always has a value, whatever becomes of the record. */
export const Required = (type: TypeThunk, description: string) => Field(type, { description });

/** A property that may be null: because nothing was given, because it does not apply, or because it is not the caller's to see. */
export const Nullable = (type: TypeThunk, description: string) => Field(type, { nullable: true, description });

/** A property as {@link declareFields} takes it. */
export interface FieldDeclaration {
  readonly type: TypeThunk;
  readonly nullable: boolean;
  readonly description: string;
}

export const required = (type: TypeThunk, description: string): FieldDeclaration => ({
  type,
  nullable: false,
  description,
});

export const nullable = (type: TypeThunk, description: string): FieldDeclaration => ({
  type,
  nullable: true,
  description,
});

/** Adds properties to a decorated class, for types that are made from parts. */
export function declareFields(target: { prototype: object }, fields: Readonly<Record<string, FieldDeclaration>>): void {
  for (const [name, { type, nullable: isNullable, description }] of Object.entries(fields)) {
    Field(type, { nullable: isNullable, description })(target.prototype, name);
  }
}

/**
 * Records that belong to this one, as a connection with a page of its own.
 *
 * The property is made a method, since only a method can have arguments; reading it is the planner's affair, which
 * replaces the method's resolver when the schema is built.
 */
export const BelongingPage =
  (
    type: TypeThunk,
    description: string,
    Arguments: { new (): NestedPageArguments } = NestedPageArguments,
  ): PropertyDecorator =>
  (target, name) => {
    const descriptor: PropertyDescriptor = { value: neverCalled, configurable: true };
    Object.defineProperty(target, name, descriptor);
    Reflect.defineMetadata('design:paramtypes', [Arguments], target, name);
    Args(() => Arguments)(target, name, 0);
    Field(type, { description })(target, name, descriptor);
  };

const neverCalled = (): never => {
  invariant(false, 'a connection was resolved without the planner');
};
