import { invariant } from './errors';
import { directoryProvider } from './providers/directory';
import type { Provider, ProviderRules } from './providers/provider';

/** Which of the two sides a request or a schedule stands on. */
export type Kind = 'assignment' | 'eligibility';

/** What is held: a role of a provider, at a scope. */
export interface Target {
  readonly provider: Provider;
  /** Role definition id; for groups the word `owner` or `member`. */
  readonly roleDefinitionId: string;
  /** Canonical scope id, such as `/` or `/administrativeUnits/{id}`. */
  readonly scopeId: string;
}

const providers: Partial<Record<Provider, ProviderRules>> = { directory: directoryProvider };

/** The rules in which this provider differs from the others. */
export function rulesOf(provider: Provider): ProviderRules {
  const rules = providers[provider];
  invariant(rules, `no rules for provider ${provider}`);
  return rules;
}

/** Whether something held at `holder` reaches the wanted target's scope; the role is not compared. */
export const covers = (holderScopeId: string, wanted: Target): boolean =>
  rulesOf(wanted.provider).covers(holderScopeId, wanted.scopeId);
