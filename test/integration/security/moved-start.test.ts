import { openStage, type Stage } from '../../support/stage';
import { assign, change, holds } from '../commands/acts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const ends = (): Promise<{ ids: readonly string[] | null }> =>
  stage.one(`select array_agg(schedule_id::text order by id) as ids from outbox where type = 'schedule.ended'`);

test('H-4: whoever loses a role because its start is moved to later is seen to lose it, once', async () => {
  const { id } = await assign(stage);
  await change(stage, { kind: 'assignment', startAt: '2026-01-02T00:00:00Z' });
  expect(await holds(stage)).toBe(false);
  expect(await ends()).toEqual({ ids: [id] });
});

test('H-4: moving what has not begun, or lengthening what is held, ends nothing', async () => {
  const before = await ends();
  await change(stage, { kind: 'assignment', startAt: '2026-01-03T00:00:00Z' });
  await change(stage, { kind: 'assignment' });
  await change(stage, { kind: 'assignment', end: { duration: 'P30D' } });
  expect(await holds(stage)).toBe(true);
  expect(await ends()).toEqual(before);
});
