import type { AbleApprovers } from '../domain/approval-stages';
import type { TargetFacts } from '../domain/new-request';
import {
  activationsIn,
  eligibilitiesIn,
  hangingIn,
  pendingIn,
  recordIn,
  recordsIn,
  rowsIn,
  scopeIn,
  separationsIn,
} from './fact-records';
import { protectionIn } from './protection-facts';
import type { JsonRow } from './records';
import { approvalStageTable, approvalTable } from './tables/approval';
import { emergencyUseTable } from './tables/emergency-use';
import { principalTable } from './tables/principal';
import { scheduleTable } from './tables/schedule';
import { scheduleRequestTable } from './tables/schedule-request';
import type { LockedRequest } from './transaction';

/** What a request for a target is judged by besides its role and policy, in the row that was found of it. */
export const targetFactsIn = (row: JsonRow): Omit<TargetFacts, 'role' | 'policy'> => ({
  principal: recordIn(principalTable, row.principal),
  scope: scopeIn(row.scope),
  eligibilities: eligibilitiesIn(row.eligibilities),
  makesCycle: row.makes_cycle === true,
  current: recordsIn(scheduleTable, row.current),
  granted: recordsIn(
    scheduleRequestTable,
    rowsIn(row.current).flatMap(({ granted }) => granted ?? []),
  ),
  pending: pendingIn(row.pending),
  expired: recordsIn(scheduleTable, row.expired),
  stagesWithoutApprover: (row.stages_without_approver ?? []) as readonly number[],
  protection: protectionIn(row.protection),
  separations: separationsIn(row.separations),
  unsettledUse: recordIn(emergencyUseTable, row.unsettled_use),
  globalAdministratorIds: (row.global_administrator_ids ?? []) as readonly string[],
  activations: activationsIn(row.activations),
  hanging: hangingIn(row.hanging),
  isNameUsed: row.is_name_used === true,
});

/** What belongs to a request besides its own row and its role, in the row that was found of it. */
export const requestFactsIn = (
  row: JsonRow,
): Omit<LockedRequest, 'request' | 'role' | 'protection' | 'succession'> => ({
  stages: recordsIn(approvalStageTable, row.stages),
  approval: recordIn(approvalTable, row.approval),
  managerIds: (row.manager_ids ?? []) as readonly (string | null)[],
  ableApprovers: (row.able_approvers ?? {}) as AbleApprovers,
  separations: separationsIn(row.separations),
  schedule: recordIn(scheduleTable, row.schedule),
  isTaken: row.is_taken === true,
  subject: recordIn(principalTable, row.subject),
  eligibilities: eligibilitiesIn(row.eligibilities),
  scope: scopeIn(row.scope),
});
