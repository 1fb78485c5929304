import type { Field, FilterField } from '../planner/shape';

/** Which schedule an id tells of: the record's own, or the one that a request made or touched. */
export type ScheduleIdProperty = 'id' | 'targetScheduleId';

/** How the ids of schedules look: as a field of a type, and in a filter. */
export interface ScheduleIds {
  readonly field: (property: ScheduleIdProperty) => Field;
  readonly filter: (property: ScheduleIdProperty) => FilterField;
  /** Absent where the ids are the keys themselves. */
  readonly isComposed?: true;
}

/** Ids that are the plain GUIDs of the table. */
export const plainScheduleIds: ScheduleIds = {
  field: (property) => ({ field: 'column', property }),
  filter: (property) => ({ property, type: 'uuid' }),
};
