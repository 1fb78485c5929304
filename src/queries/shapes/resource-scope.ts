import { resourceNames } from '../../domain/providers/all';
import type { ResourceScope } from '../../domain/resource-scope';
import { resourceScopeIsVisible } from '../../storage/resource-visibility';
import { sql } from '../../storage/sql';
import { resourceScopeTable } from '../../storage/tables/resource-scope';
import type { ObjectShape } from '../planner/shape';
import { col } from './row';

export const resourceScopeShape: ObjectShape<ResourceScope> = {
  shape: 'object',
  typeName: `${resourceNames.typePrefix}Scope`,
  table: resourceScopeTable,
  fields: {
    id: { field: 'column', property: 'spelling' },
    name: {
      field: 'computed',
      needs: ['spelling'],
      value: ({ spelling }) => spelling.slice(spelling.lastIndexOf('/') + 1),
    },
    createdDateTime: { field: 'column', property: 'createdAt' },
    parent: {
      field: 'toOne',
      target: () => resourceScopeShape,
      on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'parent_id')}`,
      visible: resourceScopeIsVisible,
    },
    children: {
      field: 'toMany',
      as: 'connection',
      target: () => resourceScopeShape,
      on: (from, to) => sql`${col(to, 'parent_id')} = ${col(from, 'id')} and ${col(to, 'deleted_at')} is null`,
      visible: resourceScopeIsVisible,
      orderBy: [{ property: 'displayName', direction: 'asc' }],
    },
  },
};
