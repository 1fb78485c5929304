import { resourceNames, resourceProvider } from '../../domain/providers/all';
import { principalField } from '../shapes/who-and-what';
import * as resource from './resource-fields';
import { resourceLayers } from './resource-layers';
import type { Spelling } from './spelling';

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
  layers: resourceLayers,
  hasOwnReaders: true,
};
