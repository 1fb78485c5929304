import {
  assignmentPath,
  azureProvider,
  canonicalResourceScope,
  parentInPath,
  resourceNames,
  resourceRole,
  resourceScopeType,
  resourceTypeIn,
  rolePathAt,
} from './azure';
import { directoryProvider } from './directory';
import { groupProvider } from './group';
import type { Provider, ProviderRules } from './provider';

/** Every variant of PIM, with the rules in which it differs from the others. */
export const providers: Readonly<Record<Provider, ProviderRules>> = {
  directory: directoryProvider,
  group: groupProvider,
  azure: azureProvider,
};

/** Roles on resources, for whoever has to do with these alone. */
export const resourceProvider = azureProvider;

/** How the tree of resources is spelt, and what of it the rules know by name. */
export {
  assignmentPath,
  canonicalResourceScope,
  parentInPath,
  resourceNames,
  resourceRole,
  resourceScopeType,
  resourceTypeIn,
  rolePathAt,
};
