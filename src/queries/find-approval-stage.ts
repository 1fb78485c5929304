import type { ApprovalStage } from '../domain/approval';
import { sql } from '../storage/sql';
import { requestIsVisible } from '../storage/visibility';
import { ordersBy } from './orders';
import type { Question } from './planner/shape';
import { approvalStageShape } from './shapes/approval';
import { col } from './shapes/row';

/** Stages by id, for whoever sees the request they belong to. */
export const findApprovalStage: Question<ApprovalStage> = {
  name: 'approvalStages',
  shape: approvalStageShape,
  rows: () => sql`true`,
  visible: (row) =>
    sql`exists (select from schedule_request as about where about.id = ${col(row, 'approval_id')} and ${requestIsVisible('about')})`,
  // Who has decided it is an approver of it, and so sees the request.
  isSeenByAuthor: ({ reviewedById }, callerId) => reviewedById === callerId,
  filter: {},
  orders: ordersBy({ position: 'position' }),
  defaultOrder: 'position_ASC',
};
