import { at, plainForm } from './canonical';
import { graphql, readers, type Workload } from './workload';

const ours = `{ roleAssignmentScheduleRequests(first: 50, filter: { status: { eq: PendingApproval } }) { nodes {
  id status action createdDateTime justification
  principal { id ... on User { displayName userPrincipalName } ... on Group { displayName } ... on ServicePrincipal { displayName } }
  roleDefinition { id displayName }
  approval { id stages { id status reviewResult justification } } } } }`;

const theirs = `{ nodes: allScheduleRequestsList(first: 50, orderBy: [CREATED_AT_DESC, ID_DESC],
    condition: { kind: "assignment", provider: "directory", status: "PendingApproval" }) {
  id status action createdDateTime: createdAt justification
  principal: principalByPrincipalId { id displayName userPrincipalName }
  roleDefinition { id displayName }
  approval: approvalById { id stages: approvalStagesByApprovalIdList(orderBy: POSITION_ASC) { id status reviewResult justification } } } }`;

/** W2: the list that a dashboard of administrators polls. */
export const pendingRequests: Workload = {
  name: 'W2',
  asks: 'page of 50 pending requests with principal, role, approval and stages',
  contestants: readers,
  isOnce: false,
  operations: ({ readerId }, dialect) => {
    if (dialect === 'limit') return [[{ path: '/pending', callerId: readerId, body: {} }]];
    return [[{ callerId: readerId, body: graphql(dialect === 'gateway' ? ours : theirs) }]];
  },
  canonical: (answer, dialect) => {
    if (dialect === 'limit') return plainForm(at(answer));
    return plainForm(dialect === 'gateway' ? at(answer, 'data', 'roleAssignmentScheduleRequests') : at(answer, 'data'));
  },
  goals: { postgraphile: { must: 2.5, aim: 3 }, limit: { must: 0.6, aim: 0.8 } },
};
