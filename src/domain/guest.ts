import type { DirectoryObject } from './directory';
import { PimError } from './errors';
import type { Principal } from './principal';

/** A principal that may be a guest. */
export type Guest = Principal & Pick<DirectoryObject, 'userType' | 'withdrawnAt'>;

const at = { path: ['input', 'userId'] } as const;

/** The refusal of who is no user, or not in the directory any more. */
export const unknownGuest = (): PimError => new PimError('SubjectNotFound', 'No such user; check userId.', at);

/**
 * Refuses whoever cannot be withdrawn by a home organisation: what is no user is SubjectNotFound, a member is
 * Request_BadRequest, for he belongs to this organisation, and a guest who was withdrawn already is Conflict.
 */
export function refuseUnlessGuest({ type, displayName, userType, withdrawnAt }: Guest): void {
  if (type !== 'user') throw unknownGuest();
  if (userType !== 'Guest') {
    throw new PimError(
      'Request_BadRequest',
      `${displayName} is no guest; only guests have a home organisation that can withdraw them. Remove his assignments instead.`,
      at,
    );
  }
  if (withdrawnAt === null) return;
  throw new PimError(
    'Conflict',
    `${displayName} was withdrawn at ${withdrawnAt.toISOString()}; nothing was changed.`,
    at,
  );
}

/** Refuses to give anything to a guest whose home organisation has withdrawn him, until an import takes him back. */
export function refuseWithdrawn({ displayName, withdrawnAt }: Principal): void {
  if (!withdrawnAt) return;
  throw new PimError(
    'Request_BadRequest',
    `The home organisation of ${displayName} has withdrawn him; he can be given nothing before the directory takes him back.`,
    { path: ['input', 'principalId'] },
  );
}
