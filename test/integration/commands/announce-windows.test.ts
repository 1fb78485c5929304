import { announceExtension, announceRenewalClosed } from '../../../src/commands/announce-windows';
import { serviceActor } from '../../../src/domain/actor';
import { activate, assign, change, codeOf, makeEligible, remove, rowCounts } from './acts';
import { answer, askExtension, during, give90Days, justBefore, windows } from './extension-acts';
import { freshStage } from './fresh-stage';

const stage = freshStage();

const open = (scheduleId: string) => stage.run(announceExtension, { scheduleId }, serviceActor);
const close = (scheduleId: string) => stage.run(announceRenewalClosed, { scheduleId }, serviceActor);

const told = (scheduleId: string) =>
  stage.one(
    `select (select array_agg(type order by id) from outbox where schedule_id = $1 and type in ('schedule.extensionOpened', 'schedule.renewalClosed')) as events,
      (select array_agg(initiated_by_id::text) from directory_audit where correlation_id = $1 and activity_display_name = 'Process request') as by`,
    [scheduleId],
  );

/** What an attempt that is refused leaves behind: the rows before and after it. */
async function untouchedBy(attempt: () => Promise<unknown>): Promise<void> {
  const before = await rowCounts(stage);
  expect(await codeOf(attempt())).toBe('Conflict');
  expect(await rowCounts(stage)).toEqual(before);
}

describe.each(['eligibility', 'assignment'] as const)('of an %s', (kind) => {
  test('I-2 that it may be extended is told once, from 14 days before its end on', async () => {
    const { id } = await give90Days(stage, kind);
    stage.clock.set(justBefore(windows.extensionOpens));
    await untouchedBy(() => open(id));
    stage.clock.set(windows.extensionOpens);
    await open(id);
    expect(await told(id)).toEqual({ events: ['schedule.extensionOpened'], by: [serviceActor.principalId] });
    await untouchedBy(() => open(id));
  });

  test('I-2 late, but not once it has ended', async () => {
    const [{ id }, ended] = [
      await give90Days(stage, kind),
      await give90Days(stage, kind, { scopeId: '/administrativeUnits/a0000a00-0000-4000-8000-000000000001' }),
    ];
    stage.clock.set(justBefore(windows.end));
    await open(id);
    stage.clock.set(windows.end);
    await untouchedBy(() => open(ended.id));
  });

  test('I-3 that it can no longer be renewed is told once, from 30 days after its end on', async () => {
    const { id } = await give90Days(stage, kind);
    stage.clock.set(justBefore(windows.renewalCloses));
    await untouchedBy(() => close(id));
    stage.clock.set(windows.renewalCloses);
    await close(id);
    expect(await told(id)).toEqual({ events: ['schedule.renewalClosed'], by: [serviceActor.principalId] });
    stage.clock.advance('P1D');
    await untouchedBy(() => close(id));
  });

  test('one of less than 14 days may be extended from the beginning, and is told of once', async () => {
    const { id } = await give90Days(stage, kind, { end: { duration: 'P3D' } });
    await open(id);
    stage.clock.advance('P1D');
    await untouchedBy(() => open(id));
  });

  test('two at once tell it once', async () => {
    const { id } = await give90Days(stage, kind);
    stage.clock.set(windows.extensionOpens);
    const opened = await Promise.allSettled([open(id), open(id), open(id)]);
    expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    stage.clock.set(windows.renewalCloses);
    const closed = await Promise.allSettled([close(id), close(id), close(id)]);
    expect(closed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('not of what was taken away, nor of what was replaced', async () => {
    const { id } = await give90Days(stage, kind);
    stage.clock.set(windows.extensionOpens);
    const { id: replacement } = await change(stage, { kind, end: { duration: 'P5D' } });
    await untouchedBy(() => open(id));
    stage.clock.advance('PT5M');
    await remove(stage, { kind });
    await untouchedBy(() => open(replacement));
    stage.clock.set(windows.renewalCloses);
    for (const one of [id, replacement]) await untouchedBy(() => close(one));
  });

  test('not of what another one takes over from', async () => {
    const { id } = await give90Days(stage, kind);
    stage.clock.set(windows.extensionOpens);
    const request = await askExtension(stage, { kind });
    await answer(stage, request.id, { kind, period: during('2026-03-20T00:00:00Z', { duration: 'P60D' }) });
    await untouchedBy(() => open(id));
    stage.clock.set(windows.renewalCloses);
    await untouchedBy(() => close(id));
    stage.clock.set('2026-05-05T00:00:00Z');
    await open(request.id);
  });
});

test('I-1 neither of activations nor of what is permanent, and of nothing unknown', async () => {
  const eligibility = await makeEligible(stage);
  const activation = await activate(stage);
  const forGood = await assign(stage, { scopeId: '/administrativeUnits/a0000a00-0000-4000-8000-000000000001' });
  for (const { id } of [eligibility, activation, forGood]) await untouchedBy(() => open(id));
  stage.clock.set('2027-01-01T00:00:00Z');
  for (const { id } of [eligibility, activation, forGood]) await untouchedBy(() => close(id));
  for (const act of [open, close]) await untouchedBy(() => act('00000000-0000-4000-8000-00000000dead'));
});
