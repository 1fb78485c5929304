import { updatePolicy } from '../../../src/commands/update-policy';
import { caller, cast, roles } from '../../support/cast';
import {
  activate,
  assign,
  cancel,
  change,
  codeOf,
  decide,
  demandApproval,
  holds,
  makeEligible,
  statusOf,
} from './acts';
import { freshStage } from './fresh-stage';

const stage = freshStage(makeEligible);

test('B-17 approved while the requester holds the role otherwise: the request fails and says why, and nothing overlaps', async () => {
  await demandApproval(stage);
  const request = await activate(stage);
  await stage.pool.query(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, created_at)
     select gen_random_uuid(), 'assignment', 'directory', principal_id, role_definition_id, scope_id, 'Assigned', $2, $2
       from schedule_request where id = $1`,
    [request.id, stage.clock.now()],
  );
  expect(await decide(stage, request.id)).toMatchObject({
    result: { request: { status: 'Failed', failureReason: 'The requester holds the role already.' } },
    notice: { code: 'ApprovalNotPossible' },
  });
  expect(await holds(stage)).toBe(true);
});

test('F-1 the principal is not the requester of what an administrator granted for later', async () => {
  const granted = await assign(stage, { principalId: cast.ben, startAt: '2026-01-02T00:00:00Z' });
  expect(await codeOf(cancel(stage, granted.id, 'ben'))).toBe('InsufficientPermissions');
  expect(await statusOf(stage, granted.id)).toBe('Granted');
});

test('D-15 an edit of no rules is refused, and the policy stays unedited', async () => {
  const policy = await stage.one<{ id: string }>('select id from policy where role_definition_id = $1', [
    roles.groupsAdministrator,
  ]);
  expect(await codeOf(stage.run(updatePolicy, { policyId: policy.id, rules: [] }, caller('adam')))).toBe(
    'InvalidPolicy',
  );
  expect(await stage.one('select last_modified_at from policy where id = $1', [policy.id])).toEqual({
    last_modified_at: null,
  });
});

test('H-4 replacing what was granted for later tells that the earlier request is revoked', async () => {
  const granted = await makeEligible(stage, { principalId: cast.ben, startAt: '2026-01-02T00:00:00Z' });
  await change(stage, { principalId: cast.ben, startAt: '2026-01-03T00:00:00Z' });
  expect(await statusOf(stage, granted.id)).toBe('Revoked');
  expect(
    await stage.one('select type from outbox where request_id = $1 order by id desc limit 1', [granted.id]),
  ).toEqual({
    type: 'request.revoked',
  });
});
