import type { Approval } from '../domain/approval';
import { callerId } from '../storage/session';
import { type Sql, sql } from '../storage/sql';
import { approvalIsVisible, mayDecideRequest } from '../storage/visibility';
import { ordersBy } from './orders';
import type { Question, RowSql } from './planner/shape';
import { approvalShape } from './shapes/approval';
import { col } from './shapes/row';

/** A condition on the request of the approval. */
const ofRequest =
  (condition: (request: string) => Sql): RowSql =>
  (row) =>
    sql`exists (select from schedule_request as about where about.id = ${col(row, 'id')} and ${condition('about')})`;

/** Approvals of activations of directory roles (resources.md 5). */
export const listRoleAssignmentApprovals: Question<Approval> = {
  name: 'roleAssignmentApprovals',
  shape: approvalShape,
  rows: ofRequest((request) => sql`${col(request, 'provider')} = 'directory'`),
  visible: approvalIsVisible,
  filter: { id: { property: 'id', type: 'uuid' } },
  on: {
    approver: ofRequest(mayDecideRequest),
    createdBy: ofRequest((request) => sql`${col(request, 'created_by_id')} = ${callerId}`),
    target: ofRequest((request) => sql`${col(request, 'principal_id')} = ${callerId}`),
  },
  orders: ordersBy({ createdDateTime: 'createdAt' }),
  defaultOrder: 'createdDateTime_DESC',
};
