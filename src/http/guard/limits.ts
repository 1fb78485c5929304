/**
 * What one operation may ask for. Every number is the largest that passes; one more is refused.
 *
 * Both doors apply the same limits (security.md 10, 11). Sizes are counted over the whole document unless said otherwise.
 */
export interface Limits {
  /** Lexical tokens of a document; the parser stops at the first one beyond. */
  readonly maxTokens: number;
  /** Operations in one document, whichever of them is run. */
  readonly maxOperations: number;
  /** Fields nested in each other, root field and leaf included, fragments expanded. */
  readonly maxDepth: number;
  /** The same below `__schema` and `__type`, where the standard introspection query needs 15. */
  readonly maxIntrospectionDepth: number;
  readonly maxAliases: number;
  /** Fields at the root of one operation, fragments expanded. */
  readonly maxRootFields: number;
  /** Fields, inline fragments and spreads: as written in the document, and again with fragments expanded. */
  readonly maxSelections: number;
  readonly maxDirectives: number;
  readonly maxFragments: number;
  /** Named fragments spread inside each other. */
  readonly maxFragmentNesting: number;
  /** Objects that one operation may bring back, as `cost.ts` estimates them. */
  readonly maxCost: number;
  /** Largest `first` and `last`; the smallest is 1. */
  readonly maxPageSize: number;
  /** Page size where neither `first` nor `last` is given and the schema has no default. */
  readonly defaultPageSize: number;
  /** Length assumed for a list of objects that has no page size. */
  readonly assumedListSize: number;
  /** Lists and objects nested in each other, in variables and in literals. */
  readonly maxValueDepth: number;
  /** Values in all variables together, lists and objects included. */
  readonly maxVariableValues: number;
  /** UTF-16 code units of one string, in variables and in literals. */
  readonly maxStringLength: number;
  /** Bytes of a request body. */
  readonly maxBodyBytes: number;
}

/** The limits of a server whose operator has chosen no others. */
export const defaultLimits: Limits = Object.freeze({
  maxTokens: 2_000,
  maxOperations: 20,
  maxDepth: 12,
  maxIntrospectionDepth: 16,
  maxAliases: 30,
  maxRootFields: 20,
  maxSelections: 500,
  maxDirectives: 30,
  maxFragments: 50,
  maxFragmentNesting: 10,
  maxCost: 30_000,
  maxPageSize: 100,
  defaultPageSize: 25,
  assumedListSize: 10,
  maxValueDepth: 10,
  maxVariableValues: 2_000,
  maxStringLength: 32 * 1024,
  maxBodyBytes: 100 * 1024,
});
