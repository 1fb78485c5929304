import type { Provider } from '../../domain/providers/provider';
import type { Kind } from '../../domain/target';
import type { Field, FilterField, Question, RowSql } from '../planner/shape';
import type { Related } from './family';

/** Fields of a type, by name: all that are not a plain column of that name. */
export type Fields = Readonly<Record<string, Field>>;

/** What `filter` can compare, by name. */
export type Filter = Readonly<Record<string, FilterField>>;

/** How one variant of PIM spells what is asked for and who holds what. */
export interface Spelling {
  readonly provider: Provider;
  /** Begins the names of the types, such as `UnifiedRole` in `UnifiedRoleAssignmentSchedule`. */
  readonly typePrefix: string;
  /** Begins the names of the collections, such as `role` in `roleAssignmentSchedules`. */
  readonly fieldPrefix: string;
  /** The properties that name the target and the principal, and the relationships behind them: on all three layers. */
  readonly fields: Fields;
  /** What `filter` can compare among those properties. */
  readonly filter: Filter;
  /** Everything else that the types of a layer have. */
  readonly layers: Readonly<Record<Layer, LayerSpelling>>;
  /** Whether the scope of a schedule still exists, where scopes can vanish: what is held elsewhere has no instance. */
  readonly scopeStands?: RowSql;
  /** As a question has it: who reads everything of the tenant does not read these. */
  readonly hasOwnReaders?: boolean;
}

/** How one variant spells one layer, on either side. */
export interface LayerSpelling {
  readonly fields: (side: Side, related: () => Related) => Fields;
  readonly filter: (side: Side) => Filter;
  /** How records are found by their ids; absent where these are the keys of the table. */
  readonly id?: FilterField;
  readonly orders: Question['orders'];
  readonly defaultOrder: string;
}

/** The sides and the layers of PIM (resources.md 2). */
export type Side = 'Assignment' | 'Eligibility';
export type Layer = 'ScheduleRequest' | 'Schedule' | 'ScheduleInstance';

/** Name of the GraphQL type of one family, such as `UnifiedRoleAssignmentScheduleRequest`. */
export const typeNameOf = ({ typePrefix }: Spelling, side: Side, layer: Layer): string =>
  `${typePrefix}${side}${layer}`;

/** Name of the field for one record of a family, such as `roleAssignmentScheduleRequest`. */
export const fieldNameOf = ({ fieldPrefix }: Spelling, side: Side, layer: Layer): string =>
  `${fieldPrefix}${side}${layer}`;

/** Name of the collection of a family, such as `roleAssignmentScheduleRequests`. */
export const collectionNameOf = (spelling: Spelling, side: Side, layer: Layer): string =>
  `${fieldNameOf(spelling, side, layer)}s`;

/** Name of the field for one approval, such as `roleAssignmentApproval`; the collection's has an `s` behind it. */
export const approvalNameOf = ({ fieldPrefix }: Spelling): string => `${fieldPrefix}AssignmentApproval`;

/** How the side is stored. */
export const kindOf = (side: Side): Kind => (side === 'Assignment' ? 'assignment' : 'eligibility');
