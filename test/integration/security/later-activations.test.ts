import { activate, makeEligible, statusOf } from '../commands/acts';
import { freshStage } from '../commands/fresh-stage';
import { endOf, enter, invite, join, prepareGroups, sets } from '../commands/hanging-acts';

const stage = freshStage(async (fresh) => {
  await prepareGroups(fresh);
  await makeEligible(fresh, { principalId: sets.admins });
});

describe('W-1 what is to begin after the membership that it rests on', () => {
  test('fails when an administrator shortens the membership to before its start', async () => {
    await enter(stage, { groupId: sets.admins });
    const { id } = await activate(stage, { startAt: '2026-01-05T00:00:00Z' });
    stage.clock.advance('PT5M');
    await enter(stage, { action: 'adminUpdate', groupId: sets.admins, end: { at: '2026-01-03T00:00:00.000Z' } });
    expect(await statusOf(stage, id)).toBe('Failed');
  });

  test('fails when the membership ends at exactly its start', async () => {
    await enter(stage, { groupId: sets.admins });
    const { id } = await activate(stage, { startAt: '2026-01-05T00:00:00Z' });
    stage.clock.advance('PT5M');
    await enter(stage, { action: 'adminUpdate', groupId: sets.admins, end: { at: '2026-01-05T00:00:00.000Z' } });
    expect(await statusOf(stage, id)).toBe('Failed');
  });

  test('fails when the eligibility for the membership is shortened to before its start', async () => {
    await invite(stage, { groupId: sets.admins });
    await join(stage, { groupId: sets.admins, end: { duration: 'PT4H' } });
    const { id } = await activate(stage, { startAt: '2026-01-01T03:00:00Z', end: { duration: 'PT30M' } });
    stage.clock.advance('PT5M');
    await invite(stage, { action: 'adminUpdate', groupId: sets.admins, end: { at: '2026-01-01T02:00:00.000Z' } });
    expect(await statusOf(stage, id)).toBe('Failed');
  });

  test('is shortened with it when that still leaves some of it', async () => {
    await enter(stage, { groupId: sets.admins });
    const { id } = await activate(stage, { startAt: '2026-01-05T00:00:00Z' });
    stage.clock.advance('PT5M');
    await enter(stage, { action: 'adminUpdate', groupId: sets.admins, end: { at: '2026-01-05T01:00:00.000Z' } });
    expect(await endOf(stage, id)).toBe('2026-01-05T01:00:00.000Z');
  });
});
