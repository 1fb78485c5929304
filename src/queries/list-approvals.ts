import type { Approval } from '../domain/approval';
import { callerId } from '../storage/session';
import { raw, type Sql, sql } from '../storage/sql';
import { approvalIsVisible, mayDecideRequest, requestIsVisible } from '../storage/visibility';
import { ordersBy } from './orders';
import type { Question, RowSql } from './planner/shape';
import { approvalShape } from './shapes/approval';
import { col } from './shapes/row';
import { directorySpelling } from './target/directory-spelling';
import { groupSpelling } from './target/group-spelling';
import { resourceSpelling } from './target/resource-spelling';
import { approvalNameOf, type Spelling } from './target/spelling';

/** A condition on the request of the approval. */
const ofRequest =
  (condition: (request: string) => Sql): RowSql =>
  (row) =>
    sql`exists (select from schedule_request as about where about.id = ${col(row, 'id')} and ${condition('about')})`;

const common = {
  shape: approvalShape,
  filter: { id: { property: 'id', type: 'uuid' } },
  on: {
    approver: ofRequest(mayDecideRequest),
    createdBy: ofRequest((request) => sql`${col(request, 'created_by_id')} = ${callerId}`),
    target: ofRequest((request) => sql`${col(request, 'principal_id')} = ${callerId}`),
  },
  orders: ordersBy({ createdDateTime: 'createdAt' }),
  defaultOrder: 'createdDateTime_DESC',
} as const satisfies Partial<Question<Approval>>;

/** Approvals of activations in one variant (resources.md 5). */
export const approvalsOf = (spelling: Spelling): Question<Approval> => ({
  ...common,
  name: `${approvalNameOf(spelling)}s`,
  rows: ofRequest((request) => sql`${col(request, 'provider')} = ${raw(`'${spelling.provider}'`)}`),
  visible: ofRequest((request) => requestIsVisible(request, spelling.provider)),
  ...(spelling.hasOwnReaders && { hasOwnReaders: true }),
});

/** Approvals of activations of directory roles. */
export const listRoleAssignmentApprovals: Question<Approval> = approvalsOf(directorySpelling);

/** Approvals of activations of memberships and ownerships. */
export const listGroupAssignmentApprovals: Question<Approval> = approvalsOf(groupSpelling);

/** Approvals of activations of roles on resources. */
export const listResourceAssignmentApprovals: Question<Approval> = approvalsOf(resourceSpelling);

/** Approvals of whatever variant, for who has decided one. */
export const listAnyApprovals: Question<Approval> = {
  ...common,
  name: 'approvals',
  rows: () => sql`true`,
  visible: approvalIsVisible,
  // Who reads everything of the tenant does not read everything there is.
  hasOwnReaders: true,
};
