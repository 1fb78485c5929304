import { resourceNames } from '../domain/providers/all';
import type { ResourceScope } from '../domain/resource-scope';
import { callerIsEligibleAt, resourceScopeIsVisible } from '../storage/resource-visibility';
import { sql } from '../storage/sql';
import { ordersBy } from './orders';
import type { Question } from './planner/shape';
import { resourceScopeShape } from './shapes/resource-scope';
import { col } from './shapes/row';

/** The tree at whose scopes roles on resources are held. */
export const listResourceScopes: Question<ResourceScope> = {
  name: resourceNames.scopes,
  shape: resourceScopeShape,
  rows: (row) => sql`${col(row, 'deleted_at')} is null`,
  visible: resourceScopeIsVisible,
  hasOwnReaders: true,
  filter: {
    id: { property: 'id', type: 'text' },
    type: { property: 'type', type: 'text' },
    displayName: { property: 'displayName', type: 'text' },
    parent: { property: 'parentId', type: 'text' },
  },
  orders: ordersBy({ displayName: 'displayName', createdDateTime: 'createdAt' }),
  defaultOrder: 'displayName_ASC',
};

/** The scopes at which the caller may activate a role now (resources.md 12.1). */
export const listEligibleResourceScopes: Question<ResourceScope> = {
  ...listResourceScopes,
  name: 'eligibleChildResources',
  visible: callerIsEligibleAt,
  filter: {
    parent: { property: 'parentId', type: 'text' },
    type: { sql: (row) => sql`lower(${col(row, 'type')})`, type: 'text' },
    below: {
      eq: (row, scope) => sql`${col(row, 'covered_by')} @> array[${scope}] and ${col(row, 'id')} <> ${scope}`,
      type: 'text',
    },
  },
};
