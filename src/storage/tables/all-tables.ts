import type { EntitySchema } from 'typeorm';
import { administrativeUnitMemberTable, administrativeUnitTable } from './administrative-unit';
import { approvalStageTable, approvalTable } from './approval';
import { directoryAuditTable } from './directory-audit';
import { emergencyUseTable } from './emergency-use';
import { policyTable } from './policy';
import { groupMemberTable, objectOwnerTable, principalTable } from './principal';
import { resourceScopeTable } from './resource-scope';
import { roleDefinitionTable } from './role-definition';
import { scheduleTable } from './schedule';
import { scheduleRequestTable } from './schedule-request';
import { separationRuleTable } from './separation-rule';
import { separationViolationTable } from './separation-violation';

/** Every table that TypeORM knows. */
export const allTables: EntitySchema[] = [
  principalTable,
  groupMemberTable,
  objectOwnerTable,
  administrativeUnitTable,
  administrativeUnitMemberTable,
  resourceScopeTable,
  roleDefinitionTable,
  policyTable,
  scheduleRequestTable,
  scheduleTable,
  approvalTable,
  approvalStageTable,
  directoryAuditTable,
  emergencyUseTable,
  separationRuleTable,
  separationViolationTable,
];
