import { at, plainForm } from './canonical';
import { graphql, readers, type Workload } from './workload';

const ours = `query ($id: ID!) { request: roleAssignmentScheduleRequest(id: $id) { id status action createdDateTime completedDateTime
  justification principalId roleDefinitionId directoryScopeId approvalId } }`;

const theirs = `query ($id: UUID!) { request: scheduleRequestById(id: $id) { id status action createdDateTime: createdAt
  completedDateTime: completedAt justification principalId roleDefinitionId directoryScopeId: scopeId approvalId } }`;

/** W4: one request by its id. */
export const oneRequest: Workload = {
  name: 'W4',
  asks: 'one request by id',
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
