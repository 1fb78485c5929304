import {
  type Approval,
  type ApprovalStage,
  isApprover,
  isEscalated,
  lapseOf,
  opened,
} from '../../../src/domain/approval';
import { fallBack, firstStages, timeOutMinutes } from '../../../src/domain/approval-stages';
import { approves, hasDecidedAnother } from '../../../src/domain/approvers';
import { defaultApproval } from '../../../src/domain/policy/default-rules';
import type { ApprovalSettings, SubjectSet, UnifiedApprovalStage } from '../../../src/domain/policy/policy';
import { cast, groups } from '../../support/cast';
import { aMoment, anActor, aStage, at, tick } from './builders';

const [template] = defaultApproval.approvalStages;
const stageBy = (differing: Partial<UnifiedApprovalStage> = {}): UnifiedApprovalStage => {
  if (!template) throw new Error('the default approval has a stage');
  return { ...template, ...differing };
};
const ann: SubjectSet = { kind: 'singleUser', userId: cast.ann, description: 'Ann' };
const requested = { provider: 'directory', requestorId: cast.alice, stagesWithoutApprover: [] } as const;
const inMode = (approvalMode: ApprovalSettings['approvalMode'], ...approvalStages: readonly UnifiedApprovalStage[]) =>
  firstStages('approval', { ...defaultApproval, approvalMode, approvalStages }, requested, aMoment());

describe('firstStages', () => {
  const three = [stageBy(), stageBy({ approvalStageTimeOutInHours: 12 }), stageBy({ approvalStageTimeOutInDays: 3 })];

  test('Serial: the first is open, the others wait for their turn', () => {
    expect(inMode('Serial', ...three)).toMatchObject([
      { position: 0, status: 'InProgress', expiresAt: at(24 * 60) },
      { position: 1, status: 'Initializing', expiresAt: null, timeOutMinutes: 36 * 60 },
      { position: 2, status: 'Initializing', expiresAt: null, timeOutMinutes: 72 * 60 },
    ]);
  });

  test('Parallel: all are open, each for as long as it says', () => {
    expect(inMode('Parallel', ...three)).toMatchObject([
      { status: 'InProgress', expiresAt: at(24 * 60) },
      { status: 'InProgress', expiresAt: at(36 * 60) },
      { status: 'InProgress', expiresAt: at(72 * 60) },
    ]);
  });

  test('E-3 users, groups and managers are kept apart, those of the escalation as well', () => {
    const approvers: readonly SubjectSet[] = [
      ann,
      { kind: 'groupMembers', groupId: groups.approvers, description: null },
      { kind: 'requestorManager', managerLevel: 1 },
      { kind: 'targetManager', managerLevel: 2 },
    ];
    const escalating = { isEscalationEnabled: true, escalationTimeInMinutes: 45, escalationApprovers: approvers };
    expect(inMode('SingleStage', stageBy({ primaryApprovers: approvers, ...escalating }))).toMatchObject([
      {
        approverUserIds: [cast.ann],
        approverGroupIds: [groups.approvers],
        approverManagerLevels: [1, 2],
        escalationMinutes: 45,
        escalatesAt: at(45),
        escalationUserIds: [cast.ann],
        escalationGroupIds: [groups.approvers],
        escalationManagerLevels: [1, 2],
        isDecidedByAdministrators: false,
      },
    ]);
  });

  test('E-4 a stage that nobody else could decide falls to administrators, with a reason', () => {
    const setting = {
      ...defaultApproval,
      approvalStages: [stageBy({ primaryApprovers: [ann] }), stageBy({ primaryApprovers: [ann] })],
    };
    const stages = firstStages('approval', setting, { ...requested, stagesWithoutApprover: [1] }, aMoment());
    expect(stages).toMatchObject([
      { isDecidedByAdministrators: false, fallbackReason: null },
      { isDecidedByAdministrators: true, fallbackReason: expect.stringContaining('E-4') },
    ]);
  });
});

test.each([
  { days: 1, hours: 0, minutes: 1_440 },
  { days: 0, hours: 1, minutes: 60 },
  { days: 2, hours: 5, minutes: 3_180 },
  { days: 30, hours: 0, minutes: 43_200 },
])('E-9 $days days and $hours hours are $minutes minutes', ({ days, hours, minutes }) => {
  const stage = stageBy({ approvalStageTimeOutInDays: days, approvalStageTimeOutInHours: hours });
  expect(timeOutMinutes(stage)).toBe(minutes);
});

describe('lapseOf: with the first of the open stages', () => {
  const until = (minutes: number) => aStage({ expiresAt: at(minutes) });
  test.each([
    { when: 'one is open', stages: [until(5)], yields: at(5) },
    { when: 'two are', stages: [until(9), until(5)], yields: at(5) },
    {
      when: 'the earlier is decided',
      stages: [until(9), aStage({ status: 'Completed', expiresAt: at(5) })],
      yields: at(9),
    },
    { when: 'the other waits', stages: [until(9), aStage({ status: 'Initializing', expiresAt: null })], yields: at(9) },
    { when: 'none is', stages: [aStage({ status: 'Completed' })], yields: null },
  ])('$when', ({ stages, yields }) => expect(lapseOf(stages)).toEqual(yields));
});

describe('escalation', () => {
  const waiting = aStage({
    status: 'Initializing',
    expiresAt: null,
    escalationMinutes: 30,
    escalationUserIds: [cast.sam],
  });
  const stage = opened(waiting, at(10));
  const sam = { principalId: cast.sam, groupIds: [], isRoleAdministrator: false, managesAt: [] };

  test('counts from the opening, and from its very instant on', () => {
    expect(stage).toMatchObject({ status: 'InProgress', escalatesAt: at(40), expiresAt: at(10 + 24 * 60) });
    expect([isEscalated(stage, at(40 - tick)), isEscalated(stage, at(40))]).toEqual([false, true]);
    expect([isApprover(stage, sam, at(40 - tick)), isApprover(stage, sam, at(40))]).toEqual([false, true]);
  });

  test('never without escalation, nor before its turn', () => {
    expect(isEscalated(aStage(), at(100_000))).toBe(false);
    expect(isEscalated(waiting, at(100_000))).toBe(false);
  });

  test.each([
    { when: 'in an escalation group', who: { groupIds: [groups.plain] } },
    { when: 'the manager of the manager', who: { managesAt: [2] } },
  ])('$when', ({ who }) => {
    const wide = { ...stage, escalationGroupIds: [groups.plain], escalationManagerLevels: [2] };
    const candidate = { ...sam, principalId: cast.carol, ...who };
    expect([isApprover(wide, candidate, at(40 - tick)), isApprover(wide, candidate, at(40))]).toEqual([false, true]);
  });
});

describe('6.5 managers', () => {
  const byManager = (...approverManagerLevels: readonly number[]) =>
    aStage({ approverUserIds: [], approverGroupIds: [], approverManagerLevels });
  const ben = anActor({ principalId: cast.ben });
  test.each([
    { levels: [1], managers: [cast.ben, cast.ann], yields: true },
    { levels: [2], managers: [cast.ben, cast.ann], yields: false },
    { levels: [2], managers: [cast.ann, cast.ben], yields: true },
    { levels: [1, 2], managers: [cast.ann, cast.ben], yields: true },
    { levels: [1], managers: [null, null], yields: false },
    { levels: [1], managers: [], yields: false },
  ])('at $levels of $managers: $yields', ({ levels, managers, yields }) => {
    expect(approves(ben, byManager(...levels), managers, at(0))).toBe(yields);
  });

  test('E-17 an application is none, whoever it manages', () => {
    expect(approves(anActor({ principalId: cast.ben, isApplication: true }), byManager(1), [cast.ben], at(0))).toBe(
      false,
    );
  });
});

describe('hasDecidedAnother', () => {
  const approval = {
    id: 'a',
    approvalMode: 'Serial',
    isApproverAllowedInSeveralStages: false,
    createdAt: at(0),
  } as const;
  const [first, second] = [aStage({ id: '1', reviewedById: cast.ann }), aStage({ id: '2' })];
  const stages = [first, second];
  const [herself, other] = [anActor({ principalId: cast.ann }), anActor({ principalId: cast.ben })];
  test.each([
    { when: 'she decided the other one', actor: herself, stage: second, approval, yields: true },
    { when: 'she decided this one', actor: herself, stage: first, approval, yields: false },
    { when: 'somebody else did', actor: other, stage: second, approval, yields: false },
    {
      when: 'the policy lets her',
      actor: herself,
      stage: second,
      approval: { ...approval, isApproverAllowedInSeveralStages: true },
      yields: false,
    },
    { when: 'nothing is known of the policy', actor: herself, stage: second, approval: null, yields: true },
  ])('$when -> $yields', ({ actor, stage, approval: given, yields }) => {
    expect(hasDecidedAnother(actor, stage, stages, given)).toBe(yields);
  });
});

describe('E-4 fallBack', () => {
  const approval = {
    id: 'a',
    approvalMode: 'Parallel',
    isApproverAllowedInSeveralStages: false,
    createdAt: at(0),
  } as const;
  const lenient = { ...approval, isApproverAllowedInSeveralStages: true };
  const waiting = aStage({ id: 'one' });
  const reason = 'None of the named approvers can decide it any more, so administrators may (E-4).';
  const judge = (stage: ApprovalStage, able: readonly string[] | undefined, given: Approval | null = approval) =>
    fallBack([stage], {
      provider: 'directory',
      approval: given,
      ableApprovers: able === undefined ? {} : { one: able },
      deciderId: cast.ben,
    });

  test.each([
    { when: 'nobody is left', able: [], given: approval },
    { when: 'nobody is left, and one may decide two', able: [], given: lenient },
    { when: 'only he is left who decides another now', able: [cast.ben], given: approval },
    { when: 'so is he, and nothing is known of the policy', able: [cast.ben], given: null },
  ])('to administrators when $when', ({ able, given }) => {
    for (const status of ['InProgress', 'Initializing'] as const)
      expect(judge(aStage({ id: 'one', status }), able, given)).toEqual([
        aStage({ id: 'one', status, isDecidedByAdministrators: true, fallbackReason: reason }),
      ]);
  });

  test.each([
    { when: 'somebody else is left', able: [cast.ann], given: approval },
    { when: 'somebody is left besides him', able: [cast.ben, cast.ann], given: approval },
    { when: 'he may decide two', able: [cast.ben], given: lenient },
    { when: 'it was not asked who is left', able: undefined, given: approval },
  ])('not when $when', ({ able, given }) => {
    expect(judge(waiting, able, given)[0]).toBe(waiting);
  });

  test.each([
    { what: 'one that is decided', stage: aStage({ id: 'one', status: 'Completed', reviewResult: 'Approved' }) },
    { what: 'one of administrators already', stage: aStage({ id: 'one', isDecidedByAdministrators: true }) },
  ])('nor $what', ({ stage }) => {
    expect(judge(stage, [])[0]).toBe(stage);
  });

  test('only the stages concerned', () => {
    const stages = [waiting, aStage({ id: 'two' }), aStage({ id: 'three' })];
    const able = { one: [cast.ann], two: [cast.ben], three: [cast.ben, cast.ann] };
    const judged = fallBack(stages, { provider: 'directory', approval, ableApprovers: able, deciderId: cast.ben });
    expect(judged.map((stage) => stage.isDecidedByAdministrators)).toEqual([false, true, false]);
  });
});
