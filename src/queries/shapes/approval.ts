import type { Approval, ApprovalStage, StageStatus } from '../../domain/approval';
import { decidersOf } from '../../storage/approver-people';
import { callerId, now } from '../../storage/session';
import { type Sql, sql } from '../../storage/sql';
import { approvalStageTable, approvalTable } from '../../storage/tables/approval';
import { scheduleRequestTable } from '../../storage/tables/schedule-request';
import { hasDecidedStageOf, isApproverOf } from '../../storage/visibility';
import type { ObjectShape, RowSql, ToManyField } from '../planner/shape';
import { anyRequestShape } from '../target/family';
import { lapsed } from '../target/request-fields';
import { col } from './row';

/** Whether it was neither decided nor closed; time may have closed it nevertheless. */
const isUnsettled: RowSql = (row) => sql`${col(row, 'status')} in ('Initializing', 'InProgress')`;

/** Whether it was decided or closed, whatever time does; {@link isUnsettled} of a record says the contrary. */
const isSettled = (status: StageStatus): boolean => status !== 'Initializing' && status !== 'InProgress';

/** Whether the request lapsed while the stage waited, be it for want of a decision on another one (E-9). */
const hasLapsed: RowSql = (row) => sql`exists (select from approval_stage as late
  where late.approval_id = ${col(row, 'approval_id')} and late.status = 'InProgress' and late.expires_at <= ${now})`;

/** Where a stage stands, by whether the request has lapsed while it waited. */
const statusOf = (row: string, hasTimedOut: Sql): Sql =>
  sql`case when ${isUnsettled(row)} and ${hasTimedOut} then 'Expired' else ${col(row, 'status')} end`;

/** Stages whose turn has come or will. */
const isPending: RowSql = (row) => sql`(${isUnsettled(row)} and not ${hasLapsed(row)})`;

const stages = (which: (stage: string) => Sql): ToManyField => ({
  field: 'toMany',
  as: 'list',
  target: () => approvalStageShape,
  on: (from, to) => sql`${col(to, 'approval_id')} = ${col(from, 'id')} and ${which(to)}`,
  orderBy: [{ property: 'position', direction: 'asc' }],
  isTotal: true,
  isByKey: true,
  ownerKey: 'approvalId',
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
      sql: (row) => statusOf(row, hasLapsed(row)),
      near: { table: scheduleRequestTable, by: 'approvalId', sql: (row, request) => statusOf(row, lapsed(request)) },
      as: 'text',
      // Whether the request lapsed is told by all of its stages.
      ofRecord: ({ status }) => (isSettled(status) ? status : undefined),
    },
    assignedToMe: {
      field: 'expression',
      // Nobody decides on his own request (E-5), nor on two stages of one, so these are assigned to others only.
      sql: (row) => sql`coalesce(${isApproverOf(row)}, false) and exists (select from schedule_request as decided
        where decided.id = ${col(row, 'approval_id')} and decided.principal_id <> ${callerId} and decided.created_by_id <> ${callerId})
        and not (${isUnsettled(row)} and ${hasDecidedStageOf(col(row, 'approval_id'))})`,
      as: 'boolean',
    },
    currentApprovers: {
      field: 'expression',
      sql: (row) => sql`case when ${col(row, 'status')} = 'InProgress' and not ${hasLapsed(row)}
        then ${decidersOf(row)} else '[]' end`,
      as: 'json',
      // Everybody in the approvers' groups is looked at.
      takesLong: true,
      ofRecord: ({ status }) => (status === 'InProgress' ? undefined : []),
    },
    reviewedBy: {
      field: 'computed',
      needs: ['reviewedById', 'reviewedByName'],
      value: ({ reviewedById, reviewedByName }) =>
        reviewedById === null ? null : { id: reviewedById, displayName: reviewedByName },
    },
    reviewedDateTime: { field: 'column', property: 'reviewedAt' },
    expiresDateTime: { field: 'column', property: 'expiresAt' },
    escalatesDateTime: { field: 'column', property: 'escalatesAt' },
  },
};
