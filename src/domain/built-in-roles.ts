import { builtInRolesAToDi } from './built-in-roles-a-to-di';
import { builtInRolesDoToLic } from './built-in-roles-do-to-lic';
import { builtInRolesLifToZ } from './built-in-roles-lif-to-z';

/** A directory role that every organisation has and nobody may change; its id is its template id. */
export interface BuiltInRole {
  readonly templateId: string;
  readonly displayName: string;
  /** Carries the privileged label. */
  readonly isPrivileged: boolean;
  readonly description: string;
  /** What the role allows, as `namespace/entity/properties/task`: the best-known actions, not all of them. */
  readonly actions: readonly string[];
}

/**
 * The fifty-nine built-in directory roles, by name.
 *
 * Names, template ids and the privileged label are the published ones (built-in-roles.md); descriptions are ours.
 */
export const builtInRoles: readonly BuiltInRole[] = [
  ...builtInRolesAToDi,
  ...builtInRolesDoToLic,
  ...builtInRolesLifToZ,
];
