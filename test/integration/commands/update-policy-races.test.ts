import type { Target } from '../../../src/domain/target';
import { cast, groups } from '../../support/cast';
import { freshStage } from './fresh-stage';
import { invite, prepareGroups } from './hanging-acts';
import { anHour, change, policiesAt, toldAt } from './policy-acts';
import { outcomes } from './racers';

const stage = freshStage(prepareGroups);
const group = groups.plain;
const of = (roleDefinitionId: 'member' | 'owner'): Target => ({ provider: 'group', roleDefinitionId, scopeId: group });
const toExpire = { id: 'Expiration_Admin_Eligibility', isExpirationRequired: false } as const;
const rounds = Array.from({ length: 6 }, (_, round) => ({ round, isReversed: round % 2 === 1 }));

/** The group came under management once, whatever happened at the same time. */
async function demandOnce(): Promise<void> {
  expect((await policiesAt(stage, group)).map(({ role }) => role)).toEqual(['member', 'owner']);
  expect((await toldAt(stage, group)).filter((type) => type === 'resource.onboarded')).toHaveLength(1);
}

describe('G-4 two who bring the same group under management at once', () => {
  test.each(rounds)('by changes of the same policy, round $round: both are kept', async ({ isReversed }) => {
    const told = await outcomes(
      [() => change(stage, of('member'), [anHour]), () => change(stage, of('member'), [toExpire])],
      isReversed,
    );
    expect(told).toEqual(['ok', 'ok']);
    await demandOnce();
    expect(
      await stage.one(
        `select rules -> 0 ->> 'maximumDuration' as longest, rules -> 4 -> 'isExpirationRequired' as expires
           from policy where scope_id = $1 and role_definition_id = 'member'`,
        [group],
      ),
    ).toEqual({ longest: 'PT1H', expires: false });
  });

  test.each(rounds)('by changes of its two policies, round $round: both are kept', async ({ isReversed }) => {
    const told = await outcomes(
      [() => change(stage, of('member'), [anHour]), () => change(stage, of('owner'), [anHour])],
      isReversed,
    );
    expect(told).toEqual(['ok', 'ok']);
    await demandOnce();
    expect((await policiesAt(stage, group)).map(({ longest }) => longest)).toEqual(['PT1H', 'PT1H']);
  });

  test.each(rounds)('by a change and a request, round $round: both are made', async ({ isReversed }) => {
    const told = await outcomes([() => change(stage, of('member'), [anHour]), () => invite(stage)], isReversed);
    expect(told).toEqual(['ok', 'ok']);
    await demandOnce();
    expect(await policiesAt(stage, group)).toMatchObject([{ longest: 'PT1H' }, { longest: 'PT8H' }]);
  });

  test.each(rounds)('by two requests, round $round: both are made', async ({ isReversed }) => {
    const told = await outcomes(
      [() => invite(stage), () => invite(stage, { principalId: cast.ben, access: 'owner' })],
      isReversed,
    );
    expect(told).toEqual(['ok', 'ok']);
    await demandOnce();
  });
});

test('G-4 a request that comes after the change is judged by it, one before it is not', async () => {
  await invite(stage, { principalId: cast.ben, end: { duration: 'P365D' } });
  const shorter = { id: 'Expiration_Admin_Eligibility', maximumDuration: 'P30D' } as const;
  await change(stage, of('member'), [shorter]);
  const [told] = await outcomes([() => invite(stage, { end: { duration: 'P31D' } })], false);
  expect(told).toBe('RoleAssignmentRequestPolicyValidationFailed');
});
