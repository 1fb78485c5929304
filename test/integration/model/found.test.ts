import { announceDue } from '../../../src/jobs/due';
import { lookAhead } from '../../../src/storage/due';
import { cast } from '../../support/cast';
import { activate, deactivate, makeEligible, statusOf } from '../commands/acts';
import { freshStage } from '../commands/fresh-stage';
import { eventsOf } from '../commands/staged';

const stage = freshStage();

const log = {
  warn: (told: unknown) => {
    throw new Error(JSON.stringify(told));
  },
};

test('B-5, F-4 an activation that was ended before its start was told, of somebody disabled since: its start is told, once', async () => {
  await makeEligible(stage);
  const { id } = await activate(stage, { startAt: '2026-01-01T03:00:00Z' });
  stage.clock.set('2026-01-01T03:30:00Z');
  await deactivate(stage);
  await stage.pool.query('update principal set account_enabled = false where id = $1', [cast.alice]);
  await announceDue(stage.pool, stage.run, stage.clock.now(), log);
  expect((await lookAhead(stage.pool, stage.clock.now(), [])).filter(({ inMs }) => inMs <= 0)).toEqual([]);
  expect(await statusOf(stage, id)).toBe('Provisioned');
  expect(await eventsOf(stage, id)).toContain('request.provisioned');
});
