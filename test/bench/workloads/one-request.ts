import { at, plainForm } from './canonical';
import { graphql, readers, type Workload } from './workload';

const ours = `query ($id: ID!) { request: roleAssignmentScheduleRequest(id: $id) { id status action createdDateTime justification
  principal { id ... on User { displayName userPrincipalName } ... on Group { displayName } ... on ServicePrincipal { displayName } }
  roleDefinition { id displayName }
  approval { id stages { id status reviewResult justification } } } }`;

const theirs = `query ($id: UUID!) { request: scheduleRequestById(id: $id) { id status action createdDateTime: createdAt justification
  principal: principalByPrincipalId { id displayName userPrincipalName }
  roleDefinition { id displayName }
  approval: approvalById { id stages: approvalStagesByApprovalIdList(orderBy: POSITION_ASC) { id status reviewResult justification } } } }`;

/** W4: one request by its id, as the page shows it that a notification leads to. */
export const oneRequest: Workload = {
  name: 'W4',
  asks: 'one request by id, with principal, role, approval and stages',
  contestants: readers,
  isOnce: false,
  operations: ({ readerId, requestIds }, dialect) =>
    requestIds.map((id) => {
      if (dialect === 'limit') return [{ path: '/one', callerId: readerId, body: { id } }];
      return [{ callerId: readerId, body: graphql(dialect === 'gateway' ? ours : theirs, { id }) }];
    }),
  canonical: (answer, dialect) => plainForm(dialect === 'limit' ? at(answer) : at(answer, 'data', 'request')),
  goals: { postgraphile: { must: 3, aim: 4 }, limit: { must: 0.6, aim: 0.75 } },
};
