import { accessCheck } from './access-check';
import { activation } from './activation';
import { eligibleRoles } from './eligible-roles';
import { newestRequests } from './newest-requests';
import { oneRequest } from './one-request';
import { pendingRequests } from './pending-requests';
import type { Workload } from './workload';

/** Every workload, in the order in which they run. */
export const workloads: readonly Workload[] = [
  eligibleRoles,
  pendingRequests,
  newestRequests,
  oneRequest,
  activation,
  accessCheck,
];

/** Those that must not slow down as the data grow. */
export const growing: readonly Workload[] = [eligibleRoles, pendingRequests, oneRequest, accessCheck];
