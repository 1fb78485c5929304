import { at, plainForm } from './canonical';
import { graphql, type Workload } from './workload';

const ours = `query ($principalId: ID!, $role: ID!) { accessCheck(principalId: $principalId, roleDefinitionId: $role) {
  hasAccess endDateTime assignmentType memberType roleAssignmentScheduleId } }`;

/** W6: does she hold this role now? */
export const accessCheck: Workload = {
  name: 'W6',
  asks: 'accessCheck: does a principal hold a role now',
  contestants: ['gateway', 'limit-rows'],
  isOnce: false,
  operations: ({ readerId, held }, dialect) =>
    held.map(({ principalId, roleDefinitionId: role }) => {
      if (dialect === 'limit') return [{ path: '/access', callerId: readerId, body: { principalId, role } }];
      return [{ callerId: readerId, body: graphql(ours, { principalId, role }) }];
    }),
  canonical: (answer, dialect) => plainForm(dialect === 'limit' ? at(answer) : at(answer, 'data', 'accessCheck')),
  goals: { postgraphile: null, limit: { must: 0.6, aim: 0.8 } },
};
