import { cancelRequest } from '../../../src/commands/cancel-request';
import { updatePolicy } from '../../../src/commands/update-policy';
import { caller, cast } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { approvalBy, codeOf, user } from '../commands/acts';
import {
  activate,
  ask,
  contributor,
  holdsOutside,
  makeEligible,
  owner,
  plant,
  rg,
  root,
} from '../commands/resource-acts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await plant(stage);
  await holdsOutside(stage, 'ben', owner, root);
  await stage.run(
    updatePolicy,
    {
      target: { provider: 'azure', roleDefinitionId: contributor, scopeId: rg.toLowerCase() },
      rules: [{ id: 'Approval_EndUser_Assignment', setting: approvalBy(user(cast.ann)) }],
    },
    caller('ben'),
  );
  await makeEligible(stage);
});
afterAll(() => stage.close());

/** The id of the directory role that Adam holds outside of PIM: a schedule that no request has made. */
const outside = async () =>
  (
    await stage.one<{ id: string }>(
      `select id from schedule where principal_id = $1 and scope_id = '/' and created_using is null limit 1`,
      [cast.adam],
    )
  ).id;

const revokedAt = async (id: string) =>
  (await stage.one<{ revoked_at: Date | null }>('select revoked_at from schedule where id = $1', [id])).revoked_at;

describe('S-9 a request cannot be named after what somebody holds outside of PIM', () => {
  test('an activation that waits, which would be cancelled together with it', async () => {
    const id = await outside();
    expect(await codeOf(activate(stage, { requestId: id }))).toBe('Conflict');
    const canceling = stage.run(
      cancelRequest,
      { requestId: id, kind: 'assignment', provider: 'azure' },
      caller('alice'),
    );
    expect(await codeOf(canceling)).toBe('RoleAssignmentRequestNotFound');
    expect(await revokedAt(id)).toBeNull();
  });

  test('a validation, and a removal', async () => {
    const requestId = await outside();
    expect(await codeOf(activate(stage, { requestId, isValidationOnly: true }))).toBe('Conflict');
    stage.clock.advance('PT5M');
    const removing = ask(stage, 'ben', {
      action: 'adminRemove',
      kind: 'eligibility',
      principalId: cast.alice,
      requestId,
    });
    expect(await codeOf(removing)).toBe('Conflict');
  });
});

test('F-3 a request that has such an id all the same ends nothing but itself', async () => {
  const { id } = await activate(stage);
  await stage.pool.query(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, created_at)
     values ($1, 'assignment', 'azure', $2, $3, $4, 'Assigned', '2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z')`,
    [id, cast.carol, contributor, root.toLowerCase()],
  );
  await stage.run(cancelRequest, { requestId: id, kind: 'assignment', provider: 'azure' }, caller('alice'));
  expect(await revokedAt(id)).toBeNull();
});
