import { adminRole } from './authorization';
import { tenantScope } from './providers/directory';
import type { Schedule } from './schedule';
import type { Target } from './target';

/** A schedule of a protected role, and how many enabled people are behind its principal. */
export interface Holding {
  readonly schedule: Schedule;
  /** 1 or 0 for a user, the enabled members for a group, nested ones included. */
  readonly people: number;
}

/** Everybody who holds a protected role at the tenant, or is eligible for it; read under the guard of the role. */
export interface Protection {
  /** Schedules that hold now. */
  readonly active: readonly Holding[];
  /** Eligibilities that have not ended. */
  readonly eligible: readonly Holding[];
}

const protectedRoles: readonly string[] = [adminRole.globalAdministrator, adminRole.privilegedRoleAdministrator];

/** Whether somebody always has to hold the target: the two roles that administer PIM, at the tenant (K-1). */
export const isProtected = ({ provider, roleDefinitionId, scopeId }: Target): boolean =>
  provider === 'directory' && scopeId === tenantScope && protectedRoles.includes(roleDefinitionId);
