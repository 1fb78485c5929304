import { sql } from '../../storage/sql';
import type { ToOneField } from '../planner/shape';
import { directoryObjectShape } from './principal';
import { roleDefinitionShape } from './role-definition';
import { col } from './row';

// Whoever may see that somebody holds a role may see who that is and what role: an approver has to (E-18).

/** The principal that the row's `principal_id` names. */
export const principalField: ToOneField = {
  field: 'toOne',
  target: () => directoryObjectShape,
  on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'principal_id')}`,
};

/** The role definition that the row's `role_definition_id` names. */
export const roleDefinitionField: ToOneField = {
  field: 'toOne',
  target: () => roleDefinitionShape,
  on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'role_definition_id')}`,
  referredBy: 'roleDefinitionId',
};
