import { providers } from './providers/all';
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

/** The rules in which this provider differs from the others. */
export const rulesOf = (provider: Provider): ProviderRules => providers[provider];

/** Whether the target is what makes somebody a member of a group. */
export const isMembership = ({ provider, roleDefinitionId }: Pick<Target, 'provider' | 'roleDefinitionId'>): boolean =>
  provider === 'group' && roleDefinitionId === 'member';
