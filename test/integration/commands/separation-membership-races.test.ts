import { activate, assign, makeEligible } from './acts';
import { freshStage } from './fresh-stage';
import { enter, invite, join, prepareGroups, sets } from './hanging-acts';
import { broken, outcomes, type Racer, racers } from './racers';
import { otherRole, part, violationsOf } from './separation-acts';

const rounds = 50;
const code = 'SeparationOfDutiesViolation';
const stage = freshStage(prepareGroups);
jest.setTimeout(120_000);

const oneWins = [`ok | ${code}`, `${code} | ok`];
const other = { roleDefinitionId: otherRole };

/** Runs a round for each racer, every other one in the reverse order; yields how they came out, each way once. */
async function race(prepare: (racer: Racer, round: number) => Promise<readonly (() => Promise<unknown>)[]>) {
  const came = new Set<string>();
  for (const [round, racer] of (await racers(stage, rounds, 'himself')).entries())
    came.add((await outcomes(await prepare(racer, round), round % 2 === 1)).join(' | '));
  return [...came];
}

beforeEach(() => part(stage));
afterEach(async () => {
  expect(await violationsOf(stage)).toEqual([]);
  expect(await broken(stage)).toEqual([]);
});

describe('item 9: a parted role and a membership that leads to the other one, at the same instant', () => {
  test('both activated by the same person', async () => {
    await assign(stage, { ...other, principalId: sets.admins });
    const came = await race(async ({ id, caller }) => {
      await invite(stage, { groupId: sets.admins, principalId: id });
      return [() => join(stage, { groupId: sets.admins }, caller), () => activate(stage, {}, caller)];
    });
    expect(oneWins).toEqual(expect.arrayContaining(came));
  });

  test('the membership given to the person, and the role to a group of his', async () => {
    await assign(stage, { ...other, principalId: sets.admins });
    const came = await race(async ({ id, groupId }) => [
      () => enter(stage, { groupId: sets.admins, principalId: id }),
      () => assign(stage, { principalId: groupId }),
    ]);
    expect(oneWins).toEqual(expect.arrayContaining(came));
  });

  test('the role is given to the group that somebody is becoming a member of', async () => {
    const came = await race(async ({ id, groupId }) => {
      await stage.pool.query('delete from group_member where group_id = $1', [groupId]);
      await assign(stage, { ...other, principalId: id });
      return [() => enter(stage, { groupId, principalId: id }), () => assign(stage, { principalId: groupId })];
    });
    expect(oneWins).toEqual(expect.arrayContaining(came));
  });

  test('two memberships, each of which leads to one of them', async () => {
    await assign(stage, { principalId: sets.admins });
    await assign(stage, { ...other, principalId: sets.operators });
    const came = await race(async ({ id, caller }) => {
      await invite(stage, { groupId: sets.admins, principalId: id });
      return [
        () => join(stage, { groupId: sets.admins }, caller),
        () => enter(stage, { groupId: sets.operators, principalId: id }),
      ];
    });
    expect(oneWins).toEqual(expect.arrayContaining(came));
  });
});

test('where nothing is parted both go through', async () => {
  await stage.pool.query('update separation_rule set deleted_at = created_at');
  await makeEligible(stage, { principalId: sets.admins, end: 'never' });
  const came = await race(async ({ id, caller }) => [
    () => enter(stage, { groupId: sets.admins, principalId: id }),
    () => activate(stage, {}, caller),
  ]);
  expect(came).toEqual(['ok | ok']);
});
