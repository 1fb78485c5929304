import { invariant } from '../../domain/errors';
import { at, columnOf } from './columns';
import type { Output } from './plan';
import type { ObjectSelection, SelectedField } from './selection';
import type { ToOneField } from './shape';
import type { FieldPlace, SelectedToOne } from './write-object';

/**
 * Whether the object's text may be kept by its key: the operation wants texts, the referring row tells which object it
 * is, and all that is selected of it follows from rows of reference alone, whoever asks and whenever.
 */
export const keepsText = ({ writing, guard }: FieldPlace, { field, child }: SelectedToOne): boolean =>
  writing.refers && guard === null && field.referredBy !== undefined && isOfReference(child, true);

function isOfReference({ shape, members }: ObjectSelection, isOutermost: boolean): boolean {
  if (shape.shape !== 'object' || shape.isReference !== true) return false;
  return members.every(({ fields }) => fields.every((field) => isTold(field, isOutermost)));
}

function isTold(selected: SelectedField, isOutermost: boolean): boolean {
  if (selected.is === 'typename') return true;
  if (selected.is === 'value') return selected.field.field === 'column' || selected.field.field === 'computed';
  if (selected.is !== 'toOne') return false;
  const { visible, visibleByKey } = selected.field;
  const isDecided = visible === undefined || (isOutermost && visibleByKey !== undefined);
  return isDecided && isOfReference(selected.child, false);
}

/** Writes the object's key, and what of it the caller may see, in place of the object. */
export function writeKept({ scope, row, table, writing }: FieldPlace, selected: SelectedToOne): Output {
  const { key, mayBeNull, field, child } = selected;
  invariant(field.referredBy, 'the referring row tells which object it is');
  const column = columnOf(table, field.referredBy);
  const hideable = writing.readsAll ? [] : hideableOf(child);
  const seen = hideable.map((hidden) => {
    const { visibleByKey } = hidden;
    invariant(visibleByKey, 'the key tells whether the object may be seen');
    const cell = scope.expression(row, hidden, column.name, 'boolean', () => visibleByKey(at(row, column)));
    return { field: hidden, cell };
  });
  return { is: 'kept', key, mayBeNull, kept: { id: scope.column(row, column), seen, selection: child } };
}

/** Relationships right below that not everybody may follow; each once, whatever aliases it has. */
function hideableOf({ members }: ObjectSelection): readonly ToOneField[] {
  const followed = members.flatMap(({ fields }) => fields.flatMap((one) => (one.is === 'toOne' ? [one.field] : [])));
  return [...new Set(followed)].filter(({ visible }) => visible !== undefined);
}
