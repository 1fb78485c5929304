import { randomUUID } from 'node:crypto';
import type { Asking } from '../data/picks';
import { idOfAnswer } from '../load/messages';
import { auditDocuments } from '../rivals/audit-documents';
import { at, isObject, type Json, plainForm, rewritten } from './canonical';
import { type Call, graphql, type Workload } from './workload';

const justification = 'To restart the order system';
const verdict = 'The change is agreed';

const ours = {
  submit: `mutation ($input: CreateRoleAssignmentScheduleRequestInput!) { done: createRoleAssignmentScheduleRequest(input: $input) {
    roleAssignmentScheduleRequest { id status } userErrors { code message } } }`,
  approve: `mutation ($input: UpdateApprovalStageInput!) { done: updateApprovalStage(input: $input) {
    approvalStage { id status reviewResult } userErrors { code message } } }`,
};

const theirs = {
  submit: `mutation ($input: SubmitRequestInput!) { done: submitRequest(input: $input) { scheduleRequest { id status } } }`,
  approve: `mutation ($input: ApproveRequestInput!) { done: approveRequest(input: $input) { approvalStage { id status reviewResult } } }`,
};

const freshIds = (count: number): readonly string[] => Array.from({ length: count }, () => randomUUID());

const byGateway = ({ principalId, roleDefinitionId, approverId }: Asking): readonly Call[] => {
  const scheduleInfo = { expiration: { type: 'afterDuration', duration: 'PT1H' } };
  const input = {
    action: 'selfActivate',
    principalId,
    roleDefinitionId,
    directoryScopeId: '/',
    justification,
    scheduleInfo,
  };
  const decision = { approvalId: idOfAnswer, reviewResult: 'Approve', justification: verdict };
  return [
    { callerId: principalId, body: graphql(ours.submit, { input }) },
    { callerId: approverId, body: graphql(ours.approve, { input: decision }) },
  ];
};

/** PostgreSQL's functions take the ids and the audit's documents from outside. */
const byPostgraphile = ({ principalId, roleDefinitionId, approverId }: Asking): readonly Call[] => {
  const documents = JSON.parse(auditDocuments(principalId, roleDefinitionId));
  const input = {
    requestId: randomUUID(),
    asking: principalId,
    role: roleDefinitionId,
    reason: justification,
    documents,
    ids: freshIds(5),
  };
  const decision = { requestId: idOfAnswer, approver: approverId, reason: verdict, documents, ids: freshIds(4) };
  return [
    { callerId: principalId, body: graphql(theirs.submit, { input }) },
    { callerId: approverId, body: graphql(theirs.approve, { input: decision }) },
  ];
};

const byLimit = ({ principalId, roleDefinitionId, approverId }: Asking): readonly Call[] => [
  { path: '/submit', callerId: principalId, body: { caller: principalId, role: roleDefinitionId, justification } },
  { path: '/approve', callerId: approverId, body: { caller: approverId, id: idOfAnswer, justification: verdict } },
];

const ways = { gateway: byGateway, postgraphile: byPostgraphile, limit: byLimit };

/** W5: two people, two mutations, one activation. */
export const activation: Workload = {
  name: 'W5',
  asks: 'create a request that needs approval, and approve it (two requests)',
  contestants: ['gateway', 'postgraphile', 'limit-rows'],
  isOnce: true,
  operations: ({ askings }, dialect) => askings.map(ways[dialect]),
  canonical: (answer, dialect) => {
    if (dialect === 'limit') return plainForm(rewritten(at(answer), withoutIds));
    const done = Object.values(at(answer, 'data', 'done')).find(isObject) ?? null;
    return plainForm(rewritten(done, withoutIds));
  },
  goals: { postgraphile: { must: 1.8, aim: 2.4 }, limit: { must: 0.6, aim: 0.8 } },
};

const withoutIds = (key: string, member: Json): readonly [string, Json] | null => (key === 'id' ? null : [key, member]);
