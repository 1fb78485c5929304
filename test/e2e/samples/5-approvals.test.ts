import { DecideDocument } from '../../graphql/graphql';
import { startTestApp, type TestApp } from '../../support/app';
import { cast, groups, roles, unit } from '../../support/cast';
import { activate, approvalOf, demandApproval, makeEligible } from '../scenario';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await makeEligible(app);
  await demandApproval(app, roles.groupsAdministrator, [groups.approvers]);
});
afterAll(() => app.stop());

const undecided = {
  id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  reviewResult: 'NotReviewed',
  status: 'InProgress',
  assignedToMe: true,
  justification: '',
  reviewedBy: null,
  reviewedDateTime: null,
  displayName: null,
};

test('5.1 and 5.3: an approval before the decision, as stages and as steps', async () => {
  const { id } = await activate(app);
  const approval = await approvalOf(app.as('ann'), id);
  expect(approval).toEqual({ id, stages: [undecided], steps: [undecided], request: { id } });
  expect(approval?.stages[0]?.id).toBe(approval?.steps[0]?.id);
});

test.each([
  { sample: '5.2', reviewResult: 'Approve', becomes: 'Approved', status: 'Provisioned', scope: undefined },
  { sample: '5.4', reviewResult: 'Deny', becomes: 'Denied', status: 'Denied', scope: `/administrativeUnits/${unit}` },
] as const)('$sample an approver answers $reviewResult', async ({ reviewResult, becomes, status, scope }) => {
  const pending = await approvalOf(app.as('ann'), await pendingRequest(scope));
  const approvalStageId = pending?.stages[0]?.id;
  const { updateApprovalStage } = await app.as('ann').ask(DecideDocument, {
    input: { approvalId: pending?.id ?? '', approvalStageId, reviewResult, justification: 'Trusted User' },
  });
  // Graph answers 204 without a body; the payload shows the stage as it was decided.
  expect(updateApprovalStage).toEqual({
    approvalStage: {
      id: approvalStageId,
      status: 'Completed',
      reviewResult: becomes,
      justification: 'Trusted User',
      reviewedDateTime: '2026-01-01T00:00:00Z',
      reviewedBy: { id: cast.ann },
    },
    approval: { id: pending?.id, request: { id: pending?.id, status, failureReason: null } },
    userErrors: [],
    eventCursor: expect.any(String),
  });
});

/** Alice's request that waits: the one of the first sample, or one of its own at another scope. */
async function pendingRequest(directoryScopeId: string | undefined): Promise<string> {
  if (directoryScopeId !== undefined) return (await activate(app, { directoryScopeId })).id;
  const [row] = await app.sql(`select id::text from schedule_request where status = 'PendingApproval'`);
  return String(row?.id);
}
