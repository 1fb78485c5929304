import type { ApprovalSettings, UnifiedApprovalStage } from '../../../src/domain/policy/policy';
import { createReader, type Reader } from '../../../src/queries/planner/reader';
import { approvalStageShape } from '../../../src/queries/shapes/approval';
import { cast, groups, type Person } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { activate, codeOf, makeEligible, members, statusOf } from './acts';
import { freshen } from './fresh-stage';
import {
  by,
  decideStage,
  demandStages,
  escalatingTo,
  eventsOf,
  giveManager,
  manager,
  person,
  stagesOf,
  standing,
} from './staged';

let stage: Stage;
let reader: Reader;

beforeAll(async () => {
  stage = await openStage();
  reader = createReader({ database: stage.dataSource });
});
beforeEach(async () => {
  await freshen(stage);
  await makeEligible(stage);
});
afterAll(() => stage.close());

const reason = 'None of the named approvers can decide it any more, so administrators may (E-4).';
const disable = (who: Person, enabled = false) =>
  stage.pool.query('update principal set account_enabled = $2 where id = $1', [cast[who], enabled]);
const deleteIt = (id: string) =>
  stage.pool.query('update principal set deleted_at = $2 where id = $1', [id, stage.clock.now()]);
const leave = (who: Person) => stage.pool.query('delete from group_member where member_id = $1', [cast[who]]);
const join = (groupId: string, id: string) =>
  stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [groupId, id]);

/** Which stages administrators decide; each that does says why, in the words of a later fallback. */
async function fallen(requestId: string): Promise<readonly boolean[]> {
  const stages = await stagesOf(stage, requestId);
  for (const one of stages) expect(one.fallback_reason).toBe(one.is_decided_by_administrators ? reason : null);
  return stages.map((one) => one.is_decided_by_administrators);
}

/** Who is told of the stage at that place, by name, and whether Carol, who administers, is asked. */
async function asked(requestId: string, position: number): Promise<readonly unknown[]> {
  const id = (await stagesOf(stage, requestId))[position]?.id ?? 'none';
  const field = (name: string) =>
    reader.loaders({ callerId: cast.carol, instant: stage.clock.now() }).field(approvalStageShape, name, { id }, {});
  const people = (await field('currentApprovers')) as readonly { readonly displayName: string }[];
  return [people.map(({ displayName }) => displayName), await field('assignedToMe')];
}

describe('E-4 whose only approver has decided another stage, a stage falls to administrators', () => {
  test('Serial: as it opens', async () => {
    await demandStages(stage, 'Serial', [by(person('ben')), by(person('ben'))]);
    const { id } = await activate(stage);
    expect(await fallen(id)).toEqual([false, false]);
    expect((await decideStage(stage, id, 0, 'ben')).result.request.status).toBe('PendingApproval');
    expect(await fallen(id)).toEqual([false, true]);
    expect(await standing(stage, id)).toEqual(['Completed Approved', 'InProgress NotReviewed']);
    expect(await asked(id, 1)).toEqual([['Adam', 'Carol'], true]);
    for (const who of ['ben', 'alice'] as const)
      expect(await codeOf(decideStage(stage, id, 1, who))).toBe('InsufficientPermissions');
    expect(await codeOf(decideStage(stage, id, 1, 'ann'))).toBe('ApprovalNotFound');
    expect((await decideStage(stage, id, 1, 'carol')).result.request.status).toBe('Provisioned');
    expect(await eventsOf(stage, id)).toEqual([
      'request.created',
      'request.approvalRequested',
      'request.stageApproved',
      'request.approvalRequested',
      'request.approved',
      'request.provisioned',
    ]);
  });

  test.each([0, 1])('Parallel: while it is open, whichever he decides; here stage %i', async (first) => {
    await demandStages(stage, 'Parallel', [by(person('ben')), by(person('ben'))]);
    const { id } = await activate(stage);
    await decideStage(stage, id, first, 'ben');
    expect(await fallen(id)).toEqual([first === 1, first === 0]);
    expect(await asked(id, 1 - first)).toEqual([['Adam', 'Carol'], true]);
    expect(await codeOf(decideStage(stage, id, 1 - first, 'ben'))).toBe('InsufficientPermissions');
    expect((await decideStage(stage, id, 1 - first, 'carol', 'Deny')).result.request.status).toBe('Denied');
  });

  test('an administrator who decided one stage leaves the next to another administrator', async () => {
    await demandStages(stage, 'Serial', [by(person('carol')), by(person('carol'))]);
    const { id } = await activate(stage);
    await decideStage(stage, id, 0, 'carol');
    expect(await fallen(id)).toEqual([false, true]);
    expect(await asked(id, 1)).toEqual([['Adam'], false]);
    expect(await codeOf(decideStage(stage, id, 1, 'carol'))).toBe('InsufficientPermissions');
    expect((await decideStage(stage, id, 1, 'adam')).result.request.status).toBe('Provisioned');
  });

  test('a group is left when all of it have decided, those before the last as well', async () => {
    const group = by(members(groups.approvers));
    await demandStages(stage, 'Serial', [group, group, group, by(person('sam'))]);
    const { id } = await activate(stage);
    await decideStage(stage, id, 0, 'ann');
    expect(await fallen(id)).toEqual([false, false, false, false]);
    await decideStage(stage, id, 1, 'ben');
    expect(await fallen(id)).toEqual([false, false, true, false]);
    await decideStage(stage, id, 2, 'adam');
    expect((await decideStage(stage, id, 3, 'sam')).result.request.status).toBe('Provisioned');
  });

  test('two at the same time: whoever comes second sees that nobody is left', async () => {
    await demandStages(stage, 'Parallel', [by(person('ann')), by(person('ben')), by(members(groups.approvers))]);
    for (let round = 0; round < 20; round += 1) {
      const { id } = await activate(stage);
      await Promise.all([decideStage(stage, id, 0, 'ann'), decideStage(stage, id, 1, 'ben')]);
      expect(await fallen(id)).toEqual([false, false, true]);
      expect((await decideStage(stage, id, 2, 'carol', 'Deny')).result.request.status).toBe('Denied');
    }
  });
});

interface Lost {
  readonly when: string;
  readonly later: UnifiedApprovalStage;
  readonly given?: () => Promise<unknown>;
  readonly happens: () => Promise<unknown>;
}

const later: readonly Lost[] = [
  { when: 'is disabled (M-7)', later: by(person('ben')), happens: () => disable('ben') },
  { when: 'is deleted', later: by(person('ben')), happens: () => deleteIt(cast.ben) },
  {
    when: 'leaves the group',
    later: by(members(groups.innerApprovers)),
    happens: () => leave('ben'),
  },
  {
    when: 'is in a group that is deleted',
    later: by(members(groups.innerApprovers)),
    happens: () => deleteIt(groups.innerApprovers),
  },
  {
    when: 'manages her no more',
    later: by(manager(1)),
    given: () => giveManager(stage, 'alice', 'ben'),
    happens: () => giveManager(stage, 'alice', null),
  },
  {
    when: 'leaves the group to her and an application (E-5, E-17)',
    later: by(members(groups.innerApprovers)),
    given: async () => {
      await join(groups.innerApprovers, cast.alice);
      await join(groups.innerApprovers, cast.robot);
    },
    happens: () => leave('ben'),
  },
  {
    when: 'is disabled, and so are they who it would escalate to',
    later: escalatingTo(5, [person('dave'), person('alice')], person('ben')),
    happens: () => disable('ben'),
  },
  {
    when: 'is disabled, and he who it would escalate to decides another stage',
    later: escalatingTo(5, [person('ann')], person('ben')),
    happens: () => disable('ben'),
  },
];

describe.each<ApprovalSettings['approvalMode']>(['Serial', 'Parallel'])(
  'E-4 %s: the only approver of a later stage',
  (mode) => {
    test.each(later)('$when, so that it falls to administrators', async ({ later, given, happens }) => {
      await given?.();
      await demandStages(stage, mode, [by(person('ann')), later]);
      const { id } = await activate(stage);
      await happens();
      expect(await fallen(id)).toEqual([false, false]);
      await decideStage(stage, id, 0, 'ann');
      expect(await fallen(id)).toEqual([false, true]);
      expect(await asked(id, 1)).toEqual([['Adam', 'Carol'], true]);
      expect((await decideStage(stage, id, 1, 'carol')).result.request.status).toBe('Provisioned');
    });

    test.each<Lost>([
      {
        when: 'leaves somebody else in it',
        later: by(members(groups.approvers), person('sam')),
        happens: () => leave('ben'),
      },
      {
        when: 'is followed by another manager',
        later: by(manager(1)),
        given: () => giveManager(stage, 'alice', 'ben'),
        happens: () => giveManager(stage, 'alice', 'sam'),
      },
      {
        when: 'is disabled, but it will escalate',
        later: escalatingTo(5, [person('sam')], person('ben')),
        happens: () => disable('ben'),
      },
    ])('$when: it stays with them', async ({ later, given, happens }) => {
      await given?.();
      await demandStages(stage, mode, [by(person('ann')), later]);
      const { id } = await activate(stage);
      await happens();
      await decideStage(stage, id, 0, 'ann');
      expect(await fallen(id)).toEqual([false, false]);
      expect(await codeOf(decideStage(stage, id, 1, 'carol'))).toBe('InsufficientPermissions');
      stage.clock.advance('PT5M');
      expect((await decideStage(stage, id, 1, 'sam')).result.request.status).toBe('Provisioned');
    });

    test('may decide it after all once he is back', async () => {
      await demandStages(stage, mode, [by(person('ann')), by(person('ben'))]);
      const { id } = await activate(stage);
      await disable('ben');
      await decideStage(stage, id, 0, 'ann');
      await disable('ben', true);
      expect(await asked(id, 1)).toEqual([['Adam', 'Ben', 'Carol'], true]);
      expect((await decideStage(stage, id, 1, 'ben')).result.request.status).toBe('Provisioned');
    });

    test('decides two where the policy lets him, so nothing falls', async () => {
      await demandStages(stage, mode, [by(person('ben')), by(person('ben'))], {
        isApproverAllowedInSeveralStages: true,
      });
      const { id } = await activate(stage);
      await decideStage(stage, id, 0, 'ben');
      expect(await fallen(id)).toEqual([false, false]);
      expect(await asked(id, 1)).toEqual([['Ben'], false]);
      expect((await decideStage(stage, id, 1, 'ben')).result.request.status).toBe('Provisioned');
    });

    test('is gone although he might decide two: it falls', async () => {
      await demandStages(stage, mode, [by(person('ann')), by(person('ben'))], {
        isApproverAllowedInSeveralStages: true,
      });
      const { id } = await activate(stage);
      await disable('ben');
      await decideStage(stage, id, 0, 'ann');
      expect(await fallen(id)).toEqual([false, true]);
    });
  },
);

test('E-4 a stage whose turn has not come falls too, and opens as one of administrators', async () => {
  await demandStages(stage, 'Serial', [by(person('ann')), by(person('sam')), by(person('ann'))]);
  const { id } = await activate(stage);
  await decideStage(stage, id, 0, 'ann');
  expect(await fallen(id)).toEqual([false, false, true]);
  expect(await standing(stage, id)).toEqual([
    'Completed Approved',
    'InProgress NotReviewed',
    'Initializing NotReviewed',
  ]);
  expect(await codeOf(decideStage(stage, id, 2, 'carol'))).toBe('ApprovalNotPossible');
  await decideStage(stage, id, 1, 'sam');
  expect(await fallen(id)).toEqual([false, false, true]);
  expect((await decideStage(stage, id, 2, 'carol')).result.request.status).toBe('Provisioned');
});

test('E-4 what fell back when it was made keeps its reason', async () => {
  await demandStages(stage, 'Serial', [by(person('ann')), by(person('dave'))]);
  const { id } = await activate(stage);
  const made = (await stagesOf(stage, id))[1]?.fallback_reason;
  await decideStage(stage, id, 0, 'ann');
  expect((await stagesOf(stage, id))[1]).toMatchObject({ is_decided_by_administrators: true, fallback_reason: made });
  expect(made).toContain('but the requestor');
});

test('E-11 a denial leaves the other stages as they are', async () => {
  await demandStages(stage, 'Parallel', [by(person('ben')), by(person('ben'))]);
  const { id } = await activate(stage);
  await decideStage(stage, id, 0, 'ben', 'Deny');
  expect(await fallen(id)).toEqual([false, false]);
  expect(await statusOf(stage, id)).toBe('Denied');
});
