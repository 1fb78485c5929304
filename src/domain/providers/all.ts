import { azureProvider } from './azure';
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
