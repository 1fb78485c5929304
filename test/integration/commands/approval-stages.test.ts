import { cast, groups } from '../../support/cast';
import { activate, cancel, codeOf, holds, makeEligible, members, refusal, remove, statusOf } from './acts';
import { freshStage } from './fresh-stage';
import {
  by,
  decideStage,
  demandStages,
  eventsOf,
  giveManager,
  lapsesAt,
  manager,
  person,
  stagesOf,
  standing,
} from './staged';

const stage = freshStage(makeEligible);

const waits = 'Initializing NotReviewed';
const open = 'InProgress NotReviewed';
const approved = 'Completed Approved';
const closed = 'Completed NotReviewed';

describe('Serial: a stage opens when the one before it has been approved', () => {
  beforeEach(() => demandStages(stage, 'Serial', [by(person('ann')), by(person('ben')), by(person('sam'))]));

  test('6.5 three stages, one after the other, the last one provisions', async () => {
    const { id } = await activate(stage);
    expect(await standing(stage, id)).toEqual([open, waits, waits]);
    expect((await decideStage(stage, id, 0, 'ann')).result.request.status).toBe('PendingApproval');
    expect(await standing(stage, id)).toEqual([approved, open, waits]);
    expect(await holds(stage)).toBe(false);
    expect((await decideStage(stage, id, 1, 'ben')).result.request.status).toBe('PendingApproval');
    expect(await standing(stage, id)).toEqual([approved, approved, open]);
    expect((await decideStage(stage, id, 2, 'sam')).result.request.status).toBe('Provisioned');
    expect(await standing(stage, id)).toEqual([approved, approved, approved]);
    expect(await holds(stage)).toBe(true);
  });

  test('P-1 each step is told: who approved, and that the next ones are asked, by the service itself', async () => {
    const { id } = await activate(stage);
    await decideStage(stage, id, 0, 'ann');
    await decideStage(stage, id, 1, 'ben');
    await decideStage(stage, id, 2, 'sam');
    expect(await eventsOf(stage, id)).toEqual([
      'request.created',
      'request.approvalRequested',
      'request.stageApproved',
      'request.approvalRequested',
      'request.stageApproved',
      'request.approvalRequested',
      'request.approved',
      'request.provisioned',
    ]);
    const { rows } = await stage.pool.query(
      `select activity_display_name as activity, initiated_by_id as by from directory_audit where correlation_id = $1 order by id`,
      [id],
    );
    expect(rows.slice(2, 4)).toEqual([
      { activity: 'Add member to role request approved (PIM activation)', by: cast.ann },
      {
        activity: 'Add member to role approval requested (PIM activation)',
        by: '00000000-0000-0000-0000-000000000000',
      },
    ]);
  });

  test('a stage whose turn has not come cannot be decided, by its approver neither', async () => {
    const { id } = await activate(stage);
    expect(await codeOf(decideStage(stage, id, 1, 'ben'))).toBe('ApprovalNotPossible');
    expect(await codeOf(decideStage(stage, id, 2, 'sam', 'Deny'))).toBe('ApprovalNotPossible');
    expect(await standing(stage, id)).toEqual([open, waits, waits]);
  });

  test('the approver of one stage does not decide another one', async () => {
    const { id } = await activate(stage);
    expect(await codeOf(decideStage(stage, id, 0, 'ben'))).toBe('InsufficientPermissions');
    await decideStage(stage, id, 0, 'ann');
    expect(await codeOf(decideStage(stage, id, 1, 'sam'))).toBe('InsufficientPermissions');
  });

  test('E-9 the second stage has its own time-out from its opening on, to the millisecond', async () => {
    const { id } = await activate(stage);
    expect(await lapsesAt(stage, id)).toEqual(new Date('2026-01-02T00:00:00Z'));
    stage.clock.set('2026-01-01T23:59:59.999Z');
    await decideStage(stage, id, 0, 'ann');
    expect(await lapsesAt(stage, id)).toEqual(new Date('2026-01-02T23:59:59.999Z'));
    stage.clock.set('2026-01-02T23:59:59.998Z');
    await decideStage(stage, id, 1, 'ben');
    stage.clock.set('2026-01-03T23:59:59.998Z');
    expect(await refusal(decideStage(stage, id, 2, 'sam'))).toMatchObject({
      code: 'ApprovalNotPossible',
      details: { winner: { status: 'TimedOut', decidedAt: new Date('2026-01-03T23:59:59.998Z') } },
    });
  });

  test('E-11 denied in the middle: the request is denied at once, what was approved stays so, the rest is closed', async () => {
    const { id } = await activate(stage);
    await decideStage(stage, id, 0, 'ann');
    expect((await decideStage(stage, id, 1, 'ben', 'Deny')).result.request.status).toBe('Denied');
    expect(await standing(stage, id)).toEqual([approved, 'Completed Denied', closed]);
    expect(await refusal(decideStage(stage, id, 2, 'sam'))).toMatchObject({
      code: 'ApprovalNotPossible',
      details: { winner: { status: 'Denied', decidedById: cast.ben, decidedAt: stage.clock.now() } },
    });
    expect(await activate(stage)).toMatchObject({ status: 'PendingApproval' });
  });

  test('F-1 withdrawn between two stages: the rest is closed', async () => {
    const { id } = await activate(stage);
    await decideStage(stage, id, 0, 'ann');
    await cancel(stage, id);
    expect(await standing(stage, id)).toEqual([approved, closed, closed]);
    expect(await refusal(decideStage(stage, id, 1, 'ben'))).toMatchObject({
      code: 'ApprovalNotPossible',
      details: { winner: { status: 'Canceled', decidedById: null } },
    });
  });

  test.each([0, 1, 2])('E-19 authority is judged again at every stage, so at stage %i as well', async (failing) => {
    const { id } = await activate(stage);
    const approvers = ['ann', 'ben', 'sam'] as const;
    for (const [position, who] of approvers.slice(0, failing).entries()) await decideStage(stage, id, position, who);
    stage.clock.advance('PT5M');
    await remove(stage);
    const { result, notice } = await decideStage(stage, id, failing, approvers[failing] ?? 'ann');
    expect(result.request).toMatchObject({
      status: 'Failed',
      failureReason: 'The requester is no longer eligible for the role.',
    });
    expect(notice).toMatchObject({
      details: { winner: { status: 'Failed', decidedById: cast[approvers[failing] ?? 'ann'] } },
    });
    expect(await standing(stage, id)).toEqual(
      approvers.map((_, position) => (position <= failing ? approved : closed)),
    );
    expect((await eventsOf(stage, id)).at(-1)).toBe('request.failed');
  });

  test('D-13 an edit of the policy between two stages moves neither the stages nor their approvers', async () => {
    const { id } = await activate(stage);
    await decideStage(stage, id, 0, 'ann');
    await demandStages(stage, 'SingleStage', [by(person('carol'))], { isApproverAllowedInSeveralStages: true });
    expect(await codeOf(decideStage(stage, id, 1, 'carol'))).toBe('InsufficientPermissions');
    await decideStage(stage, id, 1, 'ben');
    expect((await decideStage(stage, id, 2, 'sam')).result.request.status).toBe('Provisioned');
  });

  test('E-11 a denied request stays denied under a policy that asks nobody, or somebody else', async () => {
    const { id } = await activate(stage);
    await decideStage(stage, id, 0, 'ann', 'Deny');
    await demandStages(stage, 'Serial', [by(person('ben')), by(person('ann'))]);
    const tried: readonly (readonly [number | null, 'ann' | 'ben', string])[] = [
      [0, 'ann', 'ApprovalAlreadyDecided'],
      [null, 'ann', 'ApprovalAlreadyDecided'],
      [0, 'ben', 'InsufficientPermissions'],
      [1, 'ben', 'ApprovalNotPossible'],
      [null, 'ben', 'ApprovalNotPossible'],
    ];
    for (const [position, who, code] of tried) expect(await codeOf(decideStage(stage, id, position, who))).toBe(code);
    await demandStages(stage, 'NoApproval', [], { isApprovalRequired: false });
    expect(await codeOf(decideStage(stage, id, 1, 'ben'))).toBe('ApprovalNotPossible');
    expect(await statusOf(stage, id)).toBe('Denied');
    expect(await holds(stage)).toBe(false);
  });
});

describe('Parallel: all stages are open at once', () => {
  beforeEach(() => demandStages(stage, 'Parallel', [by(person('ann')), by(person('ben')), by(person('sam'))]));

  test.each([
    ['ann', 'ben', 'sam'],
    ['sam', 'ben', 'ann'],
  ] as const)('approved by %s, %s and %s, in this order', async (...order) => {
    const { id } = await activate(stage);
    expect(await standing(stage, id)).toEqual([open, open, open]);
    const positions = { ann: 0, ben: 1, sam: 2 };
    const came = [];
    for (const who of order) came.push((await decideStage(stage, id, positions[who], who)).result.request.status);
    expect(came).toEqual(['PendingApproval', 'PendingApproval', 'Provisioned']);
    expect(await eventsOf(stage, id)).toEqual([
      'request.created',
      'request.approvalRequested',
      'request.stageApproved',
      'request.stageApproved',
      'request.approved',
      'request.provisioned',
    ]);
  });

  test('E-11 the first denial ends it, whatever the others have said', async () => {
    const { id } = await activate(stage);
    await decideStage(stage, id, 2, 'sam');
    await decideStage(stage, id, 0, 'ann', 'Deny');
    expect(await standing(stage, id)).toEqual(['Completed Denied', closed, approved]);
    expect(await refusal(decideStage(stage, id, 1, 'ben'))).toMatchObject({
      code: 'ApprovalNotPossible',
      details: { winner: { status: 'Denied', decidedById: cast.ann } },
    });
  });

  test('without a stage named, everybody decides the one that is his', async () => {
    const { id } = await activate(stage);
    for (const who of ['sam', 'ann', 'ben'] as const) await decideStage(stage, id, null, who);
    const reviewers = (await stagesOf(stage, id)).map(({ reviewed_by_id }) => reviewed_by_id);
    expect(reviewers).toEqual([cast.ann, cast.ben, cast.sam]);
    expect(await statusOf(stage, id)).toBe('Provisioned');
  });
});

describe('five stages', () => {
  const approvers = ['ann', 'ben', 'sam', 'carol', 'adam'] as const;

  test.each(['Serial', 'Parallel'] as const)('%s: five people approve, the fifth provisions', async (mode) => {
    await demandStages(
      stage,
      mode,
      approvers.map((who) => by(person(who))),
    );
    const { id } = await activate(stage);
    for (const who of approvers) {
      expect(await statusOf(stage, id)).toBe('PendingApproval');
      await decideStage(stage, id, null, who);
    }
    expect(await statusOf(stage, id)).toBe('Provisioned');
    expect(await standing(stage, id)).toEqual(approvers.map(() => approved));
  });
});

describe('one approver, two stages', () => {
  const both = [by(members(groups.approvers)), by(members(groups.approvers))];

  test.each(['Serial', 'Parallel'] as const)(
    '%s: nobody decides two of them, with or without a stage named',
    async (mode) => {
      await demandStages(stage, mode, both);
      const { id } = await activate(stage);
      await decideStage(stage, id, 0, 'ann');
      for (const position of [1, null])
        for (const verdict of ['Approve', 'Deny'] as const)
          expect(await refusal(decideStage(stage, id, position, 'ann', verdict))).toMatchObject({
            code: 'InsufficientPermissions',
            message: 'You have decided another stage of this request; somebody else must decide this one.',
          });
      expect(await refusal(decideStage(stage, id, 0, 'ann'))).toMatchObject({ code: 'ApprovalAlreadyDecided' });
      expect((await decideStage(stage, id, null, 'ben')).result.request.status).toBe('Provisioned');
    },
  );

  test('unless the policy says so', async () => {
    await demandStages(stage, 'Serial', both, { isApproverAllowedInSeveralStages: true });
    const { id } = await activate(stage);
    await decideStage(stage, id, null, 'ann');
    expect((await decideStage(stage, id, null, 'ann')).result.request.status).toBe('Provisioned');
  });

  test('another request of the same person is another one', async () => {
    await demandStages(stage, 'Serial', both);
    const first = await activate(stage);
    await decideStage(stage, first.id, 0, 'ann');
    await cancel(stage, first.id);
    const second = await activate(stage);
    expect((await decideStage(stage, second.id, 0, 'ann')).result.request.status).toBe('PendingApproval');
  });
});

describe('managers and groups are asked when somebody decides', () => {
  test('6.5 the manager, then the manager of that one, then a group', async () => {
    await giveManager(stage, 'alice', 'sam');
    await giveManager(stage, 'sam', 'carol');
    await demandStages(stage, 'Serial', [by(manager(1)), by(manager(2)), by(members(groups.approvers))]);
    const { id } = await activate(stage);
    expect(await codeOf(decideStage(stage, id, 0, 'carol'))).toBe('InsufficientPermissions');
    await decideStage(stage, id, 0, 'sam');
    expect(await codeOf(decideStage(stage, id, 1, 'sam'))).toBe('InsufficientPermissions');
    await decideStage(stage, id, 1, 'carol');
    expect((await decideStage(stage, id, 2, 'ben')).result.request.status).toBe('Provisioned');
  });

  test('targetManager is the same one, for who activates is both', async () => {
    await giveManager(stage, 'alice', 'sam');
    await demandStages(stage, 'SingleStage', [by({ kind: 'targetManager', managerLevel: 1 })]);
    const { id } = await activate(stage);
    expect((await decideStage(stage, id, 0, 'sam')).result.request.status).toBe('Provisioned');
  });

  test('who is no longer the manager does not decide; who is it by now does', async () => {
    await giveManager(stage, 'alice', 'ben');
    await demandStages(stage, 'SingleStage', [by(manager(1))]);
    const { id } = await activate(stage);
    await giveManager(stage, 'alice', 'ann');
    expect(await codeOf(decideStage(stage, id, 0, 'ben'))).toBe('ApprovalNotFound');
    expect((await decideStage(stage, id, 0, 'ann')).result.request.status).toBe('Provisioned');
  });

  test('E-3 who left the group after he was asked does not decide the stage that opens later; who joined it does', async () => {
    await demandStages(stage, 'Serial', [by(person('sam')), by(members(groups.approvers))]);
    const { id } = await activate(stage);
    await stage.pool.query('delete from group_member where member_id = $1', [cast.ann]);
    await decideStage(stage, id, 0, 'sam');
    expect(await codeOf(decideStage(stage, id, 1, 'ann'))).toBe('ApprovalNotFound');
    await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [
      groups.innerApprovers,
      cast.carol,
    ]);
    expect((await decideStage(stage, id, 1, 'carol')).result.request.status).toBe('Provisioned');
  });

  test('M-7 a manager who was disabled does not', async () => {
    await giveManager(stage, 'alice', 'ben');
    await demandStages(stage, 'SingleStage', [by(manager(1))]);
    const { id } = await activate(stage);
    await stage.pool.query('update principal set account_enabled = false where id = $1', [cast.ben]);
    expect(await codeOf(decideStage(stage, id, 0, 'ben'))).toBe('InsufficientPermissions');
  });
});
