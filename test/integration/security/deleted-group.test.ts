import { cast, roles } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { activate, assign, codeOf, makeEligible } from '../commands/acts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test('M-7: a group that has been deleted gives its members nothing any more', async () => {
  const { id } = await stage.one<{ id: string }>(
    `insert into principal (id, type, display_name, security_enabled, is_assignable_to_role)
       values (gen_random_uuid(), 'group', 'Leaving', true, true) returning id`,
  );
  await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [id, cast.alice]);
  await assign(stage, { principalId: id, roleDefinitionId: roles.securityReader });
  await makeEligible(stage, { principalId: id });
  const roleCount = () =>
    stage.one<{ n: number }>('select count(*)::int as n from roles_of($1, $2)', [cast.alice, stage.clock.now()]);
  expect(await roleCount()).toEqual({ n: 1 });
  await stage.pool.query('update principal set deleted_at = now() where id = $1', [id]);
  expect(await roleCount()).toEqual({ n: 0 });
  expect(await codeOf(activate(stage))).toBe('RoleAssignmentRequestPolicyValidationFailed');
});
