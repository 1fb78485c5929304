import type { UpdatePolicy } from '../../commands/update-policy';
import { PimError } from '../../domain/errors';
import type { Provider } from '../../domain/providers/provider';
import { rulesOf, type Target } from '../../domain/target';
import { lowerCaseId } from '../lower-case-ids';
import { textOf } from '../text';

type Wanted = Pick<UpdatePolicy, 'among'> & ({ readonly policyId: string } | { readonly target: Target });

/** How a caller names what a policy is for, and the inputs in which he does. */
interface Named {
  readonly provider: Provider;
  readonly scopeId: string;
  readonly roleDefinitionId: string;
  readonly inputs: { readonly scope: string; readonly role: string };
}

const longestScope = 2_000;

/** The policy of that id, if it is one of these providers'. */
export const policyById = (policyId: string, among: readonly Provider[]): Wanted => ({ policyId, among });

/**
 * The policy of what the caller names, whether or not it is there yet (G-4).
 *
 * `InvalidScope` and `RoleNotFound` for what can be no scope and no role of the provider; a text that is too long is
 * `Request_BadRequest`.
 */
export function policyFor({ provider, scopeId, roleDefinitionId, inputs }: Named): Wanted {
  const { canonicalScope, canonicalRole, policyScope, names } = rulesOf(provider);
  const scope = canonicalScope(textOf(scopeId, longestScope, ['input', inputs.scope]) ?? '');
  if (scope === null)
    throw new PimError('InvalidScope', `No such scope; ${names.scopeHint}.`, { path: ['input', inputs.scope] });
  const role = canonicalRole(lowerCaseId(textOf(roleDefinitionId, longestScope, ['input', inputs.role]) ?? ''));
  if (role === null)
    throw new PimError('RoleNotFound', `No such role; check ${inputs.role}.`, { path: ['input', inputs.role] });
  return { target: { provider, roleDefinitionId: role, scopeId: policyScope(scope) }, among: [provider] };
}
