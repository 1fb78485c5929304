import { PimError } from '../domain/errors';
import { usedName } from '../domain/used-name';

interface DriverError {
  readonly code: string;
  readonly constraint?: string;
}

/** What the driver says of a failure, wherever TypeORM has put it; null for anything else. */
export function driverErrorIn(error: unknown): DriverError | null {
  const inner = typeof error === 'object' && error !== null && 'driverError' in error ? error.driverError : error;
  return typeof inner === 'object' && inner !== null && 'code' in inner && typeof inner.code === 'string'
    ? (inner as DriverError)
    : null;
}

const repeatable = ['40001', '40P01'];
const raced = [
  'one_pending_request_per_target',
  'one_policy_per_target',
  'idempotency_key_is_used_once',
  'a_stage_is_decided_once',
  'request_status_moves',
  'one_unsettled_use_per_account',
  'a_use_is_settled_once',
  'two_roles_are_parted_once',
];

/** Where an id that a caller has chosen can meet one that is used. */
const usedNames = ['schedule_request_pkey', 'schedule_pkey', 'approval_pkey'];

/**
 * Whether the whole transaction is to be run again: a serialization failure (a record that changed under us is one), a
 * deadlock, or a race that only a constraint saw. Run again, it sees the winner and refuses with its name.
 */
export function isWorthRepeating(error: unknown): boolean {
  const driverError = driverErrorIn(error);
  if (!driverError) return false;
  return repeatable.includes(driverError.code) || raced.includes(driverError.constraint ?? '');
}

/** Turns what a constraint refused into the caller's error; anything else comes back as it was. */
export function translated(error: unknown): unknown {
  const driverError = driverErrorIn(error);
  if (driverError?.constraint === 'schedule_does_not_overlap') {
    return new PimError(
      'RoleAssignmentExists',
      'The role assignment already exists; remove it first, or wait until it ends.',
    );
  }
  if (usedNames.includes(driverError?.constraint ?? '')) {
    return usedName();
  }
  if (driverError?.code === '55P03') {
    return new PimError('Conflict', 'Somebody else is changing the same thing; try again in a moment.');
  }
  return error;
}
