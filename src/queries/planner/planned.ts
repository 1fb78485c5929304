const typeName = Symbol('type name');

/** A value that was read ahead: by response key, for aliases of one field may hold different things. */
export interface Planned {
  readonly [typeName]: string;
  readonly [key: string]: unknown;
}

/** A row's values while they are put together. */
export type PlannedDraft = { [typeName]: string } & Record<string, unknown>;

// Without a prototype no response key, such as __proto__, means anything but itself; a constructor of such objects
// gives them a hidden class, where Object.create(null) would make each a dictionary.
function Draft(this: { [typeName]: string }, name: string): void {
  this[typeName] = name;
}
Draft.prototype = Object.create(null);

/** An object of that GraphQL type without values. */
export const draft = (name: string): PlannedDraft => Reflect.construct(Draft, [name]);

/** Whether a resolver's source was read ahead. */
export const isPlanned = (source: unknown): source is Planned =>
  typeof source === 'object' && source !== null && typeName in source;

/** Name of the GraphQL type of something read ahead. */
export const typeNameOf = (planned: Planned): string => planned[typeName];

/** Stands under the response key of a field that has a resolver of its own: the record to call that resolver with. */
export class ForResolver {
  constructor(readonly record: Readonly<Record<string, unknown>>) {}
}

/** One object that an operation selects at several places, differently at each: by the path of response keys. */
export class AtPlaces {
  constructor(readonly byPath: ReadonlyMap<string, unknown>) {}
}
