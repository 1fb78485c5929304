import { createSeparationRule } from '../../../src/commands/create-separation-rule';
import { caller, cast, groups, type Person, roles } from '../../support/cast';
import { activate, assign, codeOf, makeEligible, refusal, remove, role } from './acts';
import { freshStage } from './fresh-stage';
import { alter, otherRole, part, ruleOver, unpart, violationsOf } from './separation-acts';

const stage = freshStage();

const nowhere = '00000000-0000-4000-8000-999999999999';
const stored = (id: string) => stage.one<Record<string, unknown>>('select * from separation_rule where id = $1', [id]);
const create = (differing: Partial<ReturnType<typeof ruleOver>>) =>
  stage.run(createSeparationRule, { ...ruleOver(), ...differing }, caller('adam'));

describe('item 9: who makes rules', () => {
  test.each<Person>(['adam', 'carol'])('%s manages policies, and may', async (who) => {
    const id = await part(stage, 'Assignment', who);
    await alter(stage, id, { level: 'Eligibility' }, who);
    await unpart(stage, id, who);
    expect(await stored(id)).toMatchObject({ level: 'Eligibility', deleted_at: stage.clock.now() });
  });

  test.each<{ who: Person; change: string }>([
    { who: 'sam', change: 'InsufficientPermissions' },
    { who: 'alice', change: 'Request_ResourceNotFound' },
    { who: 'ben', change: 'Request_ResourceNotFound' },
    { who: 'robot', change: 'Request_ResourceNotFound' },
  ])('$who may not; changing one is $change', async ({ who, change }) => {
    const id = await part(stage);
    expect(await codeOf(part(stage, 'Eligibility', who))).toBe('InsufficientPermissions');
    expect(await codeOf(alter(stage, id, { displayName: 'mine' }, who))).toBe(change);
    expect(await codeOf(unpart(stage, id, who))).toBe(change);
    expect(await stored(id)).toMatchObject({ display_name: 'Groups or users', deleted_at: null });
  });

  test('M-7 nor may the disabled, whatever they hold', async () => {
    await assign(stage, { principalId: cast.dave, roleDefinitionId: roles.globalAdministrator });
    expect(await codeOf(part(stage, 'Assignment', 'dave'))).toBe('InsufficientPermissions');
  });
});

describe('item 9: what a rule may be', () => {
  test.each([
    { what: 'no role', roleDefinitionIds: [], code: 'Request_BadRequest' },
    { what: 'one role', roleDefinitionIds: [role], code: 'Request_BadRequest' },
    { what: 'the same role twice', roleDefinitionIds: [role, role], code: 'Request_BadRequest' },
    { what: 'three roles', roleDefinitionIds: [role, otherRole, roles.securityReader], code: 'Request_BadRequest' },
    { what: 'an unknown role', roleDefinitionIds: [role, nowhere], code: 'RoleNotFound' },
  ])('$what: $code', async ({ roleDefinitionIds, code }) => {
    expect(await refusal(create({ roleDefinitionIds }))).toMatchObject({
      code,
      details: { path: ['input', 'roleDefinitionIds'] },
    });
  });

  test('it has a name, also when that changes', async () => {
    expect(await codeOf(create({ displayName: ' ' }))).toBe('Request_BadRequest');
    const id = await part(stage);
    expect(await codeOf(alter(stage, id, { displayName: '' }))).toBe('Request_BadRequest');
  });

  test('two roles are parted once, in whichever order; again once the rule is gone', async () => {
    const id = await part(stage);
    const again = await refusal(create({ roleDefinitionIds: [otherRole, role], level: 'Eligibility' }));
    expect(again).toMatchObject({ code: 'Conflict', message: expect.stringContaining(id) });
    await unpart(stage, id);
    expect(await part(stage)).not.toBe(id);
  });

  test('a change sets what it names, and when; nothing else', async () => {
    const id = await part(stage);
    stage.clock.advance('PT1H');
    await alter(stage, id, { description: 'Four eyes.' });
    expect(await stored(id)).toMatchObject({
      display_name: 'Groups or users',
      description: 'Four eyes.',
      level: 'Assignment',
      modified_at: stage.clock.now(),
    });
  });

  test('what is removed is no more', async () => {
    const id = await part(stage);
    await unpart(stage, id);
    expect(await codeOf(unpart(stage, id))).toBe('Request_ResourceNotFound');
    expect(await codeOf(alter(stage, id, { level: 'Eligibility' }))).toBe('Request_ResourceNotFound');
    expect(await codeOf(unpart(stage, nowhere))).toBe('Request_ResourceNotFound');
  });
});

test('P-1 the audit tells what was changed, and names both roles', async () => {
  const id = await part(stage);
  await alter(stage, id, { level: 'Eligibility', displayName: 'Groups or users' });
  await unpart(stage, id);
  const { rows } = await stage.pool.query(
    `select operation_type, target_resources as told from directory_audit where result = 'success' order by id`,
  );
  expect(rows.map(({ operation_type }) => operation_type)).toEqual(['Add', 'Update', 'Delete']);
  const named = { id, type: 'Other', displayName: 'Groups or users' };
  const both = [
    { id: otherRole, type: 'Role', displayName: 'User Administrator' },
    { id: role, type: 'Role', displayName: 'Groups Administrator' },
  ].sort((one, two) => one.id.localeCompare(two.id));
  for (const { told } of rows) expect(told).toMatchObject([named, ...both]);
  expect(rows[1].told[0].modifiedProperties).toEqual([
    { displayName: 'level', oldValue: '"Assignment"', newValue: '"Eligibility"' },
  ]);
});

describe('item 9: what existed when a rule was made is listed, and stays', () => {
  test('people, through groups too, with what collides and until when', async () => {
    const own = await assign(stage, { end: { at: '2026-02-01T00:00:00Z' } });
    const ofGroup = await assign(stage, { principalId: groups.helpdesk, roleDefinitionId: otherRole });
    await part(stage);
    expect(await violationsOf(stage)).toEqual([
      {
        person_id: cast.alice,
        schedule_ids: [own.id, ofGroup.id],
        scope_ids: ['/', '/'],
        end_at: new Date('2026-02-01T00:00:00Z'),
      },
    ]);
    stage.clock.set('2026-01-31T23:59:59.999Z');
    expect(await violationsOf(stage)).toHaveLength(1);
    stage.clock.set('2026-02-01T00:00:00.000Z');
    expect(await violationsOf(stage)).toEqual([]);
  });

  test('an eligibility next to an assignment breaks rules of the level Eligibility only', async () => {
    await makeEligible(stage);
    await assign(stage, { roleDefinitionId: otherRole });
    const id = await part(stage);
    expect(await violationsOf(stage)).toEqual([]);
    await alter(stage, id, { level: 'Eligibility' });
    expect(await violationsOf(stage)).toHaveLength(1);
    await unpart(stage, id);
    expect(await violationsOf(stage)).toEqual([]);
  });

  test.each([
    { what: 'another person', differing: { principalId: cast.ben }, count: 0 },
    { what: 'another time', differing: { startAt: '2026-02-01T00:00:00Z' }, count: 0 },
    { what: 'a later time', differing: { startAt: '2026-01-31T23:59:59.999Z' }, count: 1 },
  ])('$what: $count', async ({ differing, count }) => {
    await assign(stage, { end: { at: '2026-02-01T00:00:00Z' } });
    await assign(stage, { roleDefinitionId: otherRole, ...differing });
    await part(stage);
    expect(await violationsOf(stage)).toHaveLength(count);
  });

  test('a member who joins a group later on is listed, as the directory is not ours to refuse', async () => {
    await part(stage);
    await assign(stage, { principalId: cast.ben });
    await assign(stage, { principalId: groups.helpdesk, roleDefinitionId: otherRole });
    expect(await violationsOf(stage)).toEqual([]);
    await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [
      groups.helpdesk,
      cast.ben,
    ]);
    expect(await violationsOf(stage)).toMatchObject([{ person_id: cast.ben }]);
  });

  test('a violation is mended by ending either; an activation made meanwhile is refused', async () => {
    await makeEligible(stage);
    await assign(stage, { roleDefinitionId: otherRole });
    await activate(stage);
    await part(stage);
    expect(await violationsOf(stage)).toHaveLength(1);
    stage.clock.advance('PT2H');
    expect(await violationsOf(stage)).toEqual([]);
    expect(await codeOf(activate(stage))).toBe('SeparationOfDutiesViolation');
    await remove(stage, { kind: 'assignment', roleDefinitionId: otherRole });
    expect((await activate(stage)).status).toBe('Provisioned');
  });
});
