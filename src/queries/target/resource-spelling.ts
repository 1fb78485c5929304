import { resourceNames, resourceProvider } from '../../domain/providers/all';
import { sql } from '../../storage/sql';
import type { RowSql } from '../planner/shape';
import { col } from '../shapes/row';
import { principalField } from '../shapes/who-and-what';
import * as resource from './resource-fields';
import { resourceLayers } from './resource-layers';
import type { Spelling } from './spelling';

/** What is held at a scope that was taken out of the tree counts no more. */
const scopeStands: RowSql = (row) =>
  sql`exists (select from resource_scope as standing where standing.id = ${col(row, 'scope_id')} and standing.deleted_at is null)`;

/** Roles on resources, as ARM spells who holds them (resources.md 12). */
export const resourceSpelling: Spelling = {
  provider: resourceProvider.provider,
  typePrefix: `${resourceNames.typePrefix}Role`,
  fieldPrefix: resourceNames.fieldPrefix,
  fields: {
    principalType: resource.principalType,
    principal: principalField,
    roleDefinitionId: resource.rolePath,
    roleDefinition: resource.roleField,
    scope: resource.scopePath,
    expandedProperties: resource.expandedProperties,
  },
  filter: {
    principalId: { property: 'principalId', type: 'uuid' },
    roleDefinitionId: { property: 'roleDefinitionId', type: 'text' },
    scope: { property: 'scopeId', type: 'text' },
    [resourceNames.atScope]: resource.atScopeFilter,
  },
  scopeStands,
  layers: resourceLayers,
  hasOwnReaders: true,
};
