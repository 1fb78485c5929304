import { activate, codeOf, makeEligible, refusal, statusOf } from './acts';
import { freshStage } from './fresh-stage';
import { by, decideStage, demandStages, lapse, lapsesAt, person, standing } from './staged';

const stage = freshStage(makeEligible);

const within = (days: number, hours: number, who: Parameters<typeof person>[0]) => ({
  ...by(person(who)),
  approvalStageTimeOutInDays: days,
  approvalStageTimeOutInHours: hours,
});

describe('E-9 a stage’s own time-out', () => {
  test.each([
    { days: 0, hours: 1, at: '2026-01-01T01:00:00.000Z' },
    { days: 2, hours: 5, at: '2026-01-03T05:00:00.000Z' },
    { days: 30, hours: 0, at: '2026-01-31T00:00:00.000Z' },
  ])('$days days and $hours hours, to the millisecond', async ({ days, hours, at }) => {
    await demandStages(stage, 'SingleStage', [within(days, hours, 'ann')]);
    const early = await activate(stage);
    const lapsing = new Date(at);
    expect(await lapsesAt(stage, early.id)).toEqual(lapsing);
    stage.clock.set(new Date(lapsing.getTime() - 1).toISOString());
    expect(await codeOf(lapse(stage, early.id))).toBe('Conflict');
    expect((await decideStage(stage, early.id, 0, 'ann', 'Deny')).result.request.status).toBe('Denied');
    const late = await activate(stage);
    const its = await lapsesAt(stage, late.id);
    stage.clock.set(its?.toISOString() ?? at);
    expect(await codeOf(decideStage(stage, late.id, 0, 'ann'))).toBe('ApprovalNotPossible');
    await lapse(stage, late.id);
    expect(await statusOf(stage, late.id)).toBe('TimedOut');
  });
});

describe('E-9, W-2 several stages', () => {
  test('Serial: the second one lapses after its own time, and what was approved stays so', async () => {
    await demandStages(stage, 'Serial', [within(0, 2, 'ann'), within(0, 3, 'ben'), within(1, 0, 'sam')]);
    const { id } = await activate(stage);
    stage.clock.set('2026-01-01T01:59:59.999Z');
    await decideStage(stage, id, 0, 'ann');
    expect(await lapsesAt(stage, id)).toEqual(new Date('2026-01-01T04:59:59.999Z'));
    stage.clock.set('2026-01-01T04:59:59.998Z');
    expect(await codeOf(lapse(stage, id))).toBe('Conflict');
    stage.clock.set('2026-01-01T04:59:59.999Z');
    await lapse(stage, id);
    expect(await standing(stage, id)).toEqual(['Completed Approved', 'Expired NotReviewed', 'Expired NotReviewed']);
    expect(await stage.one('select status, completed_at from schedule_request where id = $1', [id])).toEqual({
      status: 'TimedOut',
      completed_at: new Date('2026-01-01T04:59:59.999Z'),
    });
  });

  test('Parallel: the request lapses with the first of the open ones', async () => {
    await demandStages(stage, 'Parallel', [within(1, 0, 'ann'), within(0, 2, 'ben'), within(2, 0, 'sam')]);
    const { id } = await activate(stage);
    expect(await lapsesAt(stage, id)).toEqual(new Date('2026-01-01T02:00:00Z'));
    stage.clock.set('2026-01-01T02:00:00Z');
    expect(await refusal(decideStage(stage, id, 0, 'ann'))).toMatchObject({
      code: 'ApprovalNotPossible',
      details: { winner: { status: 'TimedOut', decidedAt: new Date('2026-01-01T02:00:00Z') } },
    });
    await lapse(stage, id);
    expect(await standing(stage, id)).toEqual(Array(3).fill('Expired NotReviewed'));
  });

  test('Parallel: one that was approved in time no longer holds the others to its time-out', async () => {
    await demandStages(stage, 'Parallel', [within(1, 0, 'ann'), within(0, 2, 'ben'), within(2, 0, 'sam')]);
    const { id } = await activate(stage);
    stage.clock.set('2026-01-01T01:59:59.999Z');
    await decideStage(stage, id, 1, 'ben');
    expect(await lapsesAt(stage, id)).toEqual(new Date('2026-01-02T00:00:00Z'));
    stage.clock.set('2026-01-01T23:59:59.999Z');
    await decideStage(stage, id, 0, 'ann');
    expect(await lapsesAt(stage, id)).toEqual(new Date('2026-01-03T00:00:00Z'));
    stage.clock.set('2026-01-02T23:59:59.999Z');
    expect((await decideStage(stage, id, 2, 'sam')).result.request.status).toBe('Provisioned');
  });

  test('a lapsed one makes room for the next request, written down or not', async () => {
    await demandStages(stage, 'Serial', [within(0, 1, 'ann'), within(0, 1, 'ben')]);
    const { id } = await activate(stage);
    await decideStage(stage, id, 0, 'ann');
    stage.clock.set('2026-01-01T01:00:00Z');
    expect(await activate(stage)).toMatchObject({ status: 'PendingApproval' });
    expect(await statusOf(stage, id)).toBe('TimedOut');
    expect(await standing(stage, id)).toEqual(['Completed Approved', 'Expired NotReviewed']);
  });
});
