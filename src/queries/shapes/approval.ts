import type { Approval, ApprovalStage } from '../../domain/approval';
import { callerId, now } from '../../storage/session';
import { type Sql, sql } from '../../storage/sql';
import { approvalStageTable, approvalTable } from '../../storage/tables/approval';
import { isApproverOf } from '../../storage/visibility';
import type { ObjectShape, RowSql, ToManyField } from '../planner/shape';
import { anyRequestShape } from '../target/family';
import { col } from './row';

/** `isOpen` of domain/approval.ts for stages whose turn has come or will. */
const isPending: RowSql = (row) =>
  sql`(${col(row, 'status')} in ('Initializing', 'InProgress') and ${col(row, 'expires_at')} > ${now})`;

const stages = (which: (stage: string) => Sql): ToManyField => ({
  field: 'toMany',
  as: 'list',
  target: () => approvalStageShape,
  on: (from, to) => sql`${col(to, 'approval_id')} = ${col(from, 'id')} and ${which(to)}`,
  orderBy: [{ property: 'position', direction: 'asc' }],
});

const allStages = stages(() => sql`true`);

export const approvalShape: ObjectShape<Approval> = {
  shape: 'object',
  typeName: 'Approval',
  table: approvalTable,
  fields: {
    stages: allStages,
    steps: allStages,
    pendingSteps: stages(isPending),
    completedSteps: stages((stage) => sql`not ${isPending(stage)}`),
    request: {
      field: 'toOne',
      target: () => anyRequestShape,
      on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'id')}`,
    },
  },
};

export const approvalStageShape: ObjectShape<ApprovalStage> = {
  shape: 'object',
  typeName: 'ApprovalStage',
  table: approvalStageTable,
  fields: {
    status: {
      field: 'expression',
      // Nobody can decide it from that instant on, whether or not a job has said so (E-9).
      sql: (row) =>
        sql`case when ${col(row, 'status')} = 'InProgress' and ${col(row, 'expires_at')} <= ${now} then 'Expired' else ${col(row, 'status')} end`,
      as: 'text',
    },
    assignedToMe: {
      field: 'expression',
      // Nobody decides on his own request (E-5), so his own is assigned to others only.
      sql: (row) => sql`coalesce(${isApproverOf(row)}, false) and exists (select from schedule_request as decided
        where decided.id = ${col(row, 'approval_id')} and decided.principal_id <> ${callerId} and decided.created_by_id <> ${callerId})`,
      as: 'boolean',
    },
    reviewedBy: {
      field: 'computed',
      needs: ['reviewedById', 'reviewedByName'],
      value: ({ reviewedById, reviewedByName }) =>
        reviewedById === null ? null : { id: reviewedById, displayName: reviewedByName },
    },
    reviewedDateTime: { field: 'column', property: 'reviewedAt' },
  },
};
