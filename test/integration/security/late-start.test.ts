import { announceStart } from '../../../src/commands/announce-schedule';
import { serviceActor } from '../../../src/domain/actor';
import { activate, makeEligible, statusOf } from '../commands/acts';
import { freshStage } from '../commands/fresh-stage';
import { endOf, enter, prepareGroups, sets } from '../commands/hanging-acts';

const stage = freshStage(async (fresh) => {
  await prepareGroups(fresh);
  await makeEligible(fresh, { principalId: sets.admins });
});

test('B-5 what began and ended before anybody told its start was held, although the membership behind it is over', async () => {
  await enter(stage, { groupId: sets.admins, end: { duration: 'PT1H' } });
  const { id } = await activate(stage, { startAt: '2026-01-01T00:30:00Z', end: { duration: 'PT2H' } });
  expect(await endOf(stage, id)).toBe('2026-01-01T01:00:00.000Z');
  stage.clock.advance('PT2H');
  await stage.run(announceStart, { scheduleId: id }, serviceActor);
  expect(await statusOf(stage, id)).toBe('Provisioned');
  expect(await endOf(stage, id)).toBe('2026-01-01T01:00:00.000Z');
});
