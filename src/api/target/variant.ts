import type { FeedEvent } from '../../domain/feed';
import type { NewRequest } from '../../domain/new-request';
import type { Kind } from '../../domain/target';
import type { Layer, Side, Spelling } from '../../queries/target/spelling';
import type { FieldDeclaration } from '../fields';
import type { FilterFieldDeclaration } from '../filter-input';

export type TypeThunk = () => object;
export type Declarations = Readonly<Record<string, FieldDeclaration>>;
export type FilterDeclarations = Readonly<Record<string, FilterFieldDeclaration>>;

/**
 * How one variant of PIM appears in the API: its spelling, and what the types, filters, inputs and texts say.
 *
 * Another variant is another value of this type, and a line in `variants.ts`.
 */
export interface Variant {
  readonly spelling: Spelling;
  /** The properties that name target and principal, and the relationships behind them; as the spelling has them. */
  readonly fields: Declarations;
  /** What filters can compare among them; as the spelling has them. */
  readonly filter: FilterDeclarations;
  /** Everything else that the types of a layer have; as the spelling has it. */
  readonly layers: Readonly<Record<Layer, VariantLayer>>;
  readonly input: NewRequestInput;
  /** The stored spelling of what ids and filters say, by the filter's name, where lower case for GUIDs is not all. */
  readonly canonical?: Readonly<Record<string, (text: string) => string>>;
  /** The id of the schedule, and of the instance, that an event is about; null where it is about none. */
  readonly scheduleIdOf: (event: FeedEvent) => string | null;
  /** Name of the subscription to what waits for approval. */
  readonly approvalPending: string;
  readonly texts: VariantTexts;
}

/** The types of one layer, on either side. */
export interface VariantLayer {
  readonly fields: (side: Side, related: FamilyTypes) => Declarations;
  readonly filter: (side: Side) => FilterDeclarations;
  /** The values of Graph's `filterByCurrentUser(on=…)`. */
  readonly on: object;
}

/** The six GraphQL types of one variant: two sides, three layers (resources.md 2). */
export interface FamilyTypes {
  readonly assignmentRequest: TypeThunk;
  readonly eligibilityRequest: TypeThunk;
  readonly assignmentSchedule: TypeThunk;
  readonly eligibilitySchedule: TypeThunk;
  readonly assignmentInstance: TypeThunk;
  readonly eligibilityInstance: TypeThunk;
}

/** How a variant's requests are asked for. */
export interface NewRequestInput {
  /** Class of the input, which every collection's input extends. */
  readonly type: new () => AskedAnyhow;
  /** The request that an input of that class means, checked for its form. */
  newRequestOf(kind: Kind, input: AskedAnyhow): NewRequest;
}

/** What every input for a new request has, however it is spelt. */
export interface AskedAnyhow {
  readonly isValidationOnly?: boolean | null;
  readonly idempotencyKey?: string | null;
}

/** What differs in the descriptions. */
export interface VariantTexts {
  /** What the variant is about, in the middle of a sentence, such as `a directory role`. */
  readonly thing: string;
  /** What has no instance besides the future and disabled principals, with its rule. */
  readonly gone: string;
  /** What is activated, in the plural, such as `directory roles`. */
  readonly activated: string;
  /** What is asked for and held, in the middle of a sentence of which the name of the field says the rest, such as `a role`. */
  readonly held: string;
  /** Who reads all of it, as the end of a sentence; and the same of approvals. */
  readonly readers: string;
  readonly approvalReaders: string;
  /** Who decides extensions and renewals, as the beginning of a sentence. */
  readonly deciders: string;
  /** A sentence about the lists, where there is anything to say. */
  readonly lists?: string;
}
