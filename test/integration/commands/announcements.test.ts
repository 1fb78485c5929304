import { announceEnd, announceStart } from '../../../src/commands/announce-schedule';
import { lapseApproval } from '../../../src/commands/lapse-approval';
import { serviceActor } from '../../../src/domain/actor';
import { activate, assign, cancel, codeOf, decide, demandApproval, makeEligible, rowCounts, statusOf } from './acts';
import { freshStage } from './fresh-stage';

const stage = freshStage(makeEligible);

const start = (scheduleId: string) => stage.run(announceStart, { scheduleId }, serviceActor);
const end = (scheduleId: string) => stage.run(announceEnd, { scheduleId }, serviceActor);
const lapse = (requestId: string) => stage.run(lapseApproval, { requestId }, serviceActor);

const told = (requestId: string) =>
  stage.one(
    `select (select array_agg(type order by id) from outbox where request_id = $1) as events,
      (select array_agg(activity_display_name order by id) from directory_audit where correlation_id = $1) as audits`,
    [requestId],
  );

/** What an attempt that is refused leaves behind: the rows before and after it. */
async function untouchedBy(attempt: () => Promise<unknown>): Promise<void> {
  const before = await rowCounts(stage);
  expect(await codeOf(attempt())).toBe('Conflict');
  expect(await rowCounts(stage)).toEqual(before);
}

describe('B-5 a start is told once, when it has come', () => {
  test('and the request is provisioned with it', async () => {
    const request = await activate(stage, { startAt: '2026-01-01T01:00:00Z' });
    stage.clock.set('2026-01-01T00:59:59.999Z');
    await untouchedBy(() => start(request.id));
    stage.clock.set('2026-01-01T01:00:00Z');
    await start(request.id);
    expect(await statusOf(stage, request.id)).toBe('Provisioned');
    expect(await told(request.id)).toEqual({
      events: ['request.created', 'request.provisioned'],
      audits: ['Add member to role requested (PIM activation)', 'Add member to role completed (PIM activation)'],
    });
    await untouchedBy(() => start(request.id));
  });

  test('two at once tell it once', async () => {
    const request = await assign(stage, { startAt: '2026-01-01T01:00:00Z' });
    stage.clock.set('2026-01-01T01:00:00Z');
    const attempts = await Promise.allSettled([start(request.id), start(request.id), start(request.id)]);
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await told(request.id)).toMatchObject({ events: ['request.created', 'request.provisioned'] });
  });

  test('not of what was cancelled before', async () => {
    const request = await activate(stage, { startAt: '2026-01-01T01:00:00Z' });
    await cancel(stage, request.id);
    stage.clock.set('2026-01-01T01:00:00Z');
    await untouchedBy(() => start(request.id));
    expect(await statusOf(stage, request.id)).toBe('Canceled');
  });
});

describe('B-16, F-8, P-7 an end is told once, when it has come, by the service itself', () => {
  test.each([
    {
      what: 'an activation',
      make: () => activate(stage),
      activity: 'Remove member from role (PIM activation expired)',
    },
    {
      what: 'an assignment',
      make: () => assign(stage, { end: { duration: 'PT2H' } }),
      activity: 'Remove member from role in PIM completed (timebound)',
    },
    {
      what: 'an eligibility',
      make: () =>
        makeEligible(stage, { principalId: 'be000000-0000-4000-8000-000000000003', end: { duration: 'PT2H' } }),
      activity: 'Remove eligible member from role in PIM completed (timebound)',
    },
  ])('$what', async ({ make, activity }) => {
    const request = await make();
    stage.clock.advance('PT1H59M59S');
    await untouchedBy(() => end(request.id));
    stage.clock.advance('PT1S');
    await end(request.id);
    expect(
      await stage.one(
        `select activity_display_name, initiated_by -> 'user' as person, initiated_by -> 'app' ->> 'displayName' as app
          from directory_audit where correlation_id = $1 order by id desc limit 1`,
        [request.id],
      ),
    ).toEqual({ activity_display_name: activity, person: null, app: 'Portcullis' });
    await untouchedBy(() => end(request.id));
  });

  test('never of what is permanent', async () => {
    const request = await assign(stage);
    stage.clock.advance('P3000D');
    await untouchedBy(() => end(request.id));
  });
});

describe('E-9, W-2 a lapse is told once, when it has come', () => {
  beforeEach(() => demandApproval(stage));

  test('the request is TimedOut as of the instant of the lapse, its stage Expired', async () => {
    const request = await activate(stage);
    stage.clock.set('2026-01-01T23:59:59.999Z');
    await untouchedBy(() => lapse(request.id));
    stage.clock.set('2026-01-02T03:00:00Z');
    await lapse(request.id);
    expect(
      await stage.one(
        `select r.status, r.completed_at, s.status as stage, s.review_result from schedule_request as r
          join approval_stage as s on s.approval_id = r.id where r.id = $1`,
        [request.id],
      ),
    ).toEqual({
      status: 'TimedOut',
      completed_at: new Date('2026-01-02T00:00:00Z'),
      stage: 'Expired',
      review_result: 'NotReviewed',
    });
    expect(
      await stage.one(
        'select result, initiated_by -> $2 as person from directory_audit where activity_display_name = $1',
        ['PIM activation request expired', 'user'],
      ),
    ).toEqual({
      result: 'timeout',
      person: null,
    });
    await untouchedBy(() => lapse(request.id));
  });

  test('not of what was decided or cancelled in time', async () => {
    const decided = await activate(stage);
    await decide(stage, decided.id, 'Deny');
    const canceled = await activate(stage);
    await cancel(stage, canceled.id);
    stage.clock.advance('P2D');
    await untouchedBy(() => lapse(decided.id));
    await untouchedBy(() => lapse(canceled.id));
    await untouchedBy(() => lapse('00000000-0000-4000-8000-00000000dead'));
  });
});
