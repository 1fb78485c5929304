import { invariant } from '../../../src/domain/errors';
import { at, type Json, type JsonObject, plainForm, rewritten, withoutAssignment } from './canonical';
import { graphql, readers, type Workload } from './workload';

const ours = `{ roleAssignmentScheduleRequests(first: 100) { edges { cursor node {
  id status action createdDateTime justification
  principal { id
    ... on User { displayName userPrincipalName manager { id ... on User { displayName } } }
    ... on Group { displayName } ... on ServicePrincipal { displayName } }
  roleDefinition { id displayName policyAssignment { policy { id isOrganizationDefault } } }
  approval { id stages { id status reviewResult justification } } } } pageInfo { hasNextPage endCursor } } }`;

const theirs = `{ page: allScheduleRequests(first: 100, orderBy: [CREATED_AT_DESC, ID_DESC],
    condition: { kind: "assignment", provider: "directory" }) { edges { cursor node {
  id status action createdDateTime: createdAt justification
  principal: principalByPrincipalId { id displayName userPrincipalName manager: principalByManagerId { id displayName } }
  roleDefinition { id displayName policy { id isOrganizationDefault } }
  approval: approvalById { id stages: approvalStagesByApprovalIdList(orderBy: POSITION_ASC) { id status reviewResult justification } } } }
  pageInfo { hasNextPage endCursor } } }`;

/** W3: a large page with everything on it. */
export const newestRequests: Workload = {
  name: 'W3',
  asks: 'connection page of 100 requests, three levels deep',
  contestants: readers,
  isOnce: false,
  operations: ({ readerId }, dialect) => {
    if (dialect === 'limit') return [[{ path: '/newest', callerId: readerId, body: {} }]];
    return [[{ callerId: readerId, body: graphql(dialect === 'gateway' ? ours : theirs) }]];
  },
  canonical: (answer, dialect) => {
    if (dialect === 'limit') return pageOf(at(answer));
    return pageOf(
      dialect === 'gateway' ? at(answer, 'data', 'roleAssignmentScheduleRequests') : at(answer, 'data', 'page'),
    );
  },
  goals: { postgraphile: { must: 2.5, aim: 3 }, limit: { must: 0.75, aim: 0.9 } },
};

/** Cursors are everybody's own affair, as long as there is one for every edge, and the last one ends the page. */
function pageOf(page: JsonObject): Json {
  const edges = Array.isArray(page.edges) ? page.edges.map((edge) => at(edge)) : [];
  const cursors = edges.map(({ cursor }) => cursor);
  invariant(
    new Set(cursors).size === 100 && cursors.at(-1) === at(page, 'pageInfo').endCursor,
    'every edge has its cursor',
  );
  return plainForm(rewritten(page, (key, member) => (/cursor$/i.test(key) ? null : withoutAssignment(key, member))));
}
