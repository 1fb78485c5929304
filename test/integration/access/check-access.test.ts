import { createCheckAccess } from '../../../src/queries/check-access';
import { cast, groups, type Person, roles, unit } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';

const role = roles.groupsAdministrator;
let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const ask = (as: Person, principalId: string = cast.alice, scopeId = '/', roleDefinitionId: string = role) =>
  createCheckAccess(stage.pool)(
    { provider: 'directory', principalId, roleDefinitionId, scopeId },
    { callerId: cast[as], instant: stage.clock.now() },
  );

const none = {
  hasAccess: false,
  endAt: null,
  assignmentType: null,
  memberType: null,
  scheduleId: null,
  throughGroupId: null,
  membershipScheduleIds: [],
};

const assign = (principalId: string, differing = {}) =>
  stage.submit('adam', {
    action: 'adminAssign',
    principalId,
    roleDefinitionId: role,
    end: { duration: 'PT2H' },
    ...differing,
  });

test('nobody holds what nobody was given', async () => {
  expect(await ask('alice')).toEqual(none);
});

test('a stranger may not know, a reader and the principal may (L.1)', async () => {
  expect(await ask('ben')).toBeNull();
  expect(await ask('sam')).toEqual(none);
});

test('a disabled caller learns nothing (M-7)', async () => {
  expect(await ask('dave', cast.dave)).toBeNull();
});

test('at one unit only: not at the tenant', async () => {
  await assign(cast.ann, { scopeId: `/administrativeUnits/${unit}` });
  expect(await ask('ann', cast.ann, `/administrativeUnits/${unit}`)).toMatchObject({ hasAccess: true });
  expect(await ask('ann', cast.ann)).toEqual(none);
});

test('through a group, and directly for longer: the longest counts, up to its end and not beyond', async () => {
  const { id: byGroup } = await assign(groups.helpdesk);
  expect(await ask('alice')).toEqual({
    hasAccess: true,
    endAt: new Date('2026-01-01T02:00:00Z'),
    assignmentType: 'Assigned',
    memberType: 'Group',
    scheduleId: byGroup,
    throughGroupId: groups.helpdesk,
    membershipScheduleIds: [],
  });
  const { id: direct } = await assign(cast.alice, { end: { duration: 'PT3H' } });
  expect(await ask('alice', cast.alice, `/administrativeUnits/${unit}`)).toMatchObject({
    memberType: 'Direct',
    scheduleId: direct,
  });
  stage.clock.advance('PT2H59M59S');
  expect(await ask('alice')).toMatchObject({ hasAccess: true });
  stage.clock.advance('PT1S');
  expect(await ask('alice')).toEqual(none);
});

test('a role that is switched off and a holder who is disabled have none (M-7)', async () => {
  await assign(cast.ben, { end: 'never' });
  expect(await ask('ben', cast.ben)).toMatchObject({ hasAccess: true, endAt: null });
  await stage.pool.query('update role_definition set is_enabled = false where id = $1', [role]);
  expect(await ask('ben', cast.ben)).toEqual(none);
  await stage.pool.query('update role_definition set is_enabled = true where id = $1', [role]);
  await stage.pool.query('update principal set account_enabled = false where id = $1', [cast.ben]);
  expect(await ask('sam', cast.ben)).toEqual(none);
});
