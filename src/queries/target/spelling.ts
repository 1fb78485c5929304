import type { Provider } from '../../domain/providers/provider';
import type { Field, FilterField } from '../planner/shape';

/** How one variant of PIM spells who holds what: on requests, schedules and instances alike. */
export interface Spelling {
  readonly provider: Provider;
  /** Begins the names of the types, such as `UnifiedRole` in `UnifiedRoleAssignmentSchedule`. */
  readonly typePrefix: string;
  /** Begins the names of the collections, such as `role` in `roleAssignmentSchedules`. */
  readonly fieldPrefix: string;
  /** The properties that name the target and the principal, and the relationships behind them. */
  readonly fields: Readonly<Record<string, Field>>;
  /** What `filter` can compare among those properties. */
  readonly filter: Readonly<Record<string, FilterField>>;
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

/** How the side is stored. */
export const kindOf = (side: Side) => (side === 'Assignment' ? 'assignment' : 'eligibility');
