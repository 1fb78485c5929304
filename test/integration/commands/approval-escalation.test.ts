import { cast, groups } from '../../support/cast';
import { activate, cancel, codeOf, makeEligible, members, refusal, rowCounts } from './acts';
import { freshStage } from './fresh-stage';
import {
  by,
  decideStage,
  demandStages,
  escalate,
  escalatingTo,
  eventsOf,
  giveManager,
  lapse,
  lapsesAt,
  manager,
  person,
  stagesOf,
  standing,
} from './staged';

const stage = freshStage();

beforeEach(async () => {
  await makeEligible(stage);
  await demandStages(stage, 'SingleStage', [escalatingTo(90, [person('sam')], person('ann'))]);
});

const lastTick = '2026-01-01T01:29:59.999Z';
const escalation = '2026-01-01T01:30:00.000Z';

describe('who decides before and after the escalation', () => {
  test('the escalation approvers do from that very instant on, told or not', async () => {
    const { id } = await activate(stage);
    expect(await stagesOf(stage, id)).toMatchObject([{ escalates_at: new Date(escalation) }]);
    stage.clock.set(lastTick);
    expect(await codeOf(decideStage(stage, id, 0, 'sam'))).toBe('InsufficientPermissions');
    stage.clock.set(escalation);
    expect((await decideStage(stage, id, 0, 'sam')).result.request.status).toBe('Provisioned');
  });

  test('the primary approvers still do', async () => {
    const { id } = await activate(stage);
    stage.clock.set(escalation);
    expect((await decideStage(stage, id, 0, 'ann')).result.request.status).toBe('Provisioned');
  });

  test('what somebody cannot see does not exist for him before it', async () => {
    await demandStages(stage, 'SingleStage', [escalatingTo(90, [person('ben')], person('ann'))]);
    const { id } = await activate(stage);
    stage.clock.set(lastTick);
    expect(await codeOf(decideStage(stage, id, 0, 'ben'))).toBe('ApprovalNotFound');
    stage.clock.set(escalation);
    expect((await decideStage(stage, id, 0, 'ben', 'Deny')).result.request.status).toBe('Denied');
  });

  test('groups and managers are asked then, and E-5 the requestor does not decide', async () => {
    await demandStages(stage, 'SingleStage', [
      escalatingTo(1, [members(groups.approvers), manager(1), person('alice')], person('sam')),
    ]);
    const [first, second] = [await activate(stage), await activate(stage, { scopeId: '/' }, 'alice').catch(() => null)];
    expect(second).toBeNull();
    stage.clock.advance('PT1M');
    await giveManager(stage, 'alice', 'carol');
    expect(await codeOf(decideStage(stage, first.id, 0, 'alice'))).toBe('InsufficientPermissions');
    expect(await codeOf(decideStage(stage, first.id, 0, 'adam'))).toBe('InsufficientPermissions');
    expect((await decideStage(stage, first.id, 0, 'carol')).result.request.status).toBe('Provisioned');
  });

  test('it does not move the time-out', async () => {
    const { id } = await activate(stage);
    stage.clock.set(escalation);
    await escalate(stage, id);
    expect(await lapsesAt(stage, id)).toEqual(new Date('2026-01-02T00:00:00Z'));
    stage.clock.set('2026-01-02T00:00:00Z');
    expect(await codeOf(decideStage(stage, id, 0, 'sam'))).toBe('ApprovalNotPossible');
  });

  test('Serial: a later stage escalates from its own opening on', async () => {
    await demandStages(stage, 'Serial', [by(person('ann')), escalatingTo(10, [person('sam')], person('ben'))]);
    const { id } = await activate(stage);
    expect((await stagesOf(stage, id))[1]).toMatchObject({ escalates_at: null, expires_at: null });
    stage.clock.set('2026-01-01T05:00:00Z');
    expect(await codeOf(decideStage(stage, id, 1, 'sam'))).toBe('InsufficientPermissions');
    await decideStage(stage, id, 0, 'ann');
    expect((await stagesOf(stage, id))[1]).toMatchObject({
      escalates_at: new Date('2026-01-01T05:10:00Z'),
      expires_at: new Date('2026-01-02T05:00:00Z'),
    });
    stage.clock.set('2026-01-01T05:09:59.999Z');
    expect(await codeOf(decideStage(stage, id, 1, 'sam'))).toBe('InsufficientPermissions');
    stage.clock.set('2026-01-01T05:10:00Z');
    expect((await decideStage(stage, id, 1, 'sam')).result.request.status).toBe('Provisioned');
  });
});

describe('an escalation is told once, when it has come', () => {
  /** What an attempt that is refused leaves behind: nothing. */
  async function untouchedBy(attempt: () => Promise<unknown>) {
    const before = await rowCounts(stage);
    const refused = await refusal(attempt());
    expect(refused.code).toBe('Conflict');
    expect(await rowCounts(stage)).toEqual(before);
    return refused;
  }

  test('at its instant, not before, and not again', async () => {
    const { id } = await activate(stage);
    stage.clock.set(lastTick);
    await untouchedBy(() => escalate(stage, id));
    stage.clock.set(escalation);
    await escalate(stage, id);
    await untouchedBy(() => escalate(stage, id));
    expect(await eventsOf(stage, id)).toEqual(['request.created', 'request.approvalRequested', 'request.escalated']);
    expect(
      await stage.one(
        `select activity_display_name as activity, result_reason as reason, initiated_by -> 'app' ->> 'displayName' as by
          from directory_audit where correlation_id = $1 order by id desc limit 1`,
        [id],
      ),
    ).toEqual({
      activity: 'Add member to role approval requested (PIM activation)',
      reason: 'Nobody decided within 90 minutes; the escalation approvers may decide as well.',
      by: 'Portcullis',
    });
    expect(await standing(stage, id)).toEqual(['InProgress NotReviewed']);
  });

  test('several at once tell it once', async () => {
    const { id } = await activate(stage);
    stage.clock.set(escalation);
    const told = await Promise.allSettled([escalate(stage, id), escalate(stage, id), escalate(stage, id)]);
    expect(told.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await eventsOf(stage, id)).filter((type) => type === 'request.escalated')).toHaveLength(1);
  });

  test('not of what was decided, withdrawn or lapsed before: the answer says what came first', async () => {
    const decided = await activate(stage);
    await decideStage(stage, decided.id, 0, 'ann', 'Deny');
    const canceled = await activate(stage);
    await cancel(stage, canceled.id);
    const lapsed = await activate(stage);
    stage.clock.set('2026-01-02T00:00:00Z');
    const winners = [];
    for (const { id } of [decided, canceled, lapsed])
      winners.push((await untouchedBy(() => escalate(stage, id))).details.winner);
    expect(winners).toMatchObject([
      { status: 'Denied', decidedById: cast.ann },
      { status: 'Canceled', decidedById: null },
      { status: 'TimedOut', decidedById: null, decidedAt: new Date('2026-01-02T00:00:00Z') },
    ]);
    await lapse(stage, lapsed.id);
    await untouchedBy(() => escalate(stage, lapsed.id));
  });

  test('nor of a stage without escalation, of one whose turn has not come, and of none', async () => {
    await demandStages(stage, 'Serial', [by(person('ann')), escalatingTo(10, [person('sam')], person('ben'))]);
    const { id } = await activate(stage);
    stage.clock.set('2026-01-01T12:00:00Z');
    await untouchedBy(() => escalate(stage, id, 0));
    await untouchedBy(() => escalate(stage, id, 1));
    const nowhere = '00000000-0000-4000-8000-00000000dead';
    await untouchedBy(() => escalate(stage, nowhere));
  });
});
