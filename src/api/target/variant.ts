import type { Spelling } from '../../queries/target/spelling';
import type { FieldDeclaration } from '../fields';
import type { FilterFieldDeclaration } from '../filter-input';

/**
 * How one variant of PIM appears in the API: its spelling, and what its types have beyond the machine they share.
 *
 * Another variant is another value of this type, and a line where the families are made.
 */
export interface Variant {
  readonly spelling: Spelling;
  /** What the variant is about, in the middle of a sentence, such as `a directory role`. */
  readonly thing: string;
  /** Values of `action` and `assignmentType`, whose spelling differs between the variants. */
  readonly enums: { readonly action: object; readonly assignmentType: object; readonly memberType: object };
  /** The properties that name target and principal, and the relationships behind them; as the spelling has them. */
  readonly fields: Readonly<Record<string, FieldDeclaration>>;
  /** What filters can compare among them; as the spelling has them. */
  readonly filter: Readonly<Record<string, FilterFieldDeclaration>>;
}
