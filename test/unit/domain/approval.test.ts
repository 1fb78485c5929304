import { isApprover, isOpen, resolveStages, stageStatuses } from '../../../src/domain/approval';
import { firstStages } from '../../../src/domain/approval-stages';
import { approves } from '../../../src/domain/approvers';
import { adminRole } from '../../../src/domain/authorization';
import type { ApprovalSettings, SubjectSet } from '../../../src/domain/policy/policy';
import { cast, groups } from '../../support/cast';
import { aMoment, anActor, aStage, at, tick } from './builders';

describe('resolveStages', () => {
  const waiting = aStage();
  const approved = aStage({ reviewResult: 'Approved' });
  const denied = aStage({ reviewResult: 'Denied' });
  test.each([
    { when: 'nobody has decided', stages: [waiting], yields: null },
    { when: 'the only stage is approved', stages: [approved], yields: 'Approved' },
    { when: 'E-11 the only stage is denied', stages: [denied], yields: 'Denied' },
    { when: 'one of two is approved', stages: [approved, waiting], yields: null },
    { when: 'both are approved', stages: [approved, approved], yields: 'Approved' },
    { when: 'one denies before the other decides', stages: [denied, waiting], yields: 'Denied' },
    { when: 'one denies after the other approved', stages: [approved, denied], yields: 'Denied' },
  ])('$when -> $yields', ({ stages, yields }) => expect(resolveStages(stages)).toBe(yields));
});

describe('E-9 isOpen', () => {
  test('up to the instant before it expires', () => {
    expect(isOpen(aStage({ expiresAt: at(1) }), at(1 - tick))).toBe(true);
    expect(isOpen(aStage({ expiresAt: at(1) }), at(1))).toBe(false);
  });
  test.each(stageStatuses)('only in progress: %s', (status) => {
    expect(isOpen(aStage({ status }), at(0))).toBe(status === 'InProgress');
  });
});

describe('E-2 to E-4 isApprover', () => {
  const nobody = { principalId: cast.carol, groupIds: [], isRoleAdministrator: false, managesAt: [] };
  const byDefault = aStage({ isDecidedByAdministrators: true, approverUserIds: [], approverGroupIds: [] });
  test.each([
    { when: 'named', stage: aStage(), who: { ...nobody, principalId: cast.ann }, yields: true },
    { when: 'in a named group', stage: aStage(), who: { ...nobody, groupIds: [groups.approvers] }, yields: true },
    { when: 'in another group', stage: aStage(), who: { ...nobody, groupIds: [groups.plain] }, yields: false },
    { when: 'nobody at all', stage: aStage(), who: nobody, yields: false },
    {
      when: 'an administrator where somebody is named (E-13)',
      stage: aStage(),
      who: { ...nobody, isRoleAdministrator: true },
      yields: false,
    },
    {
      when: 'an administrator where nobody is named (E-4)',
      stage: byDefault,
      who: { ...nobody, isRoleAdministrator: true },
      yields: true,
    },
    { when: 'nobody where nobody is named', stage: byDefault, who: nobody, yields: false },
  ])('$when -> $yields', ({ stage, who, yields }) => expect(isApprover(stage, who, at(0))).toBe(yields));

  test.each([
    { held: adminRole.privilegedRoleAdministrator, scopeId: '/', yields: true },
    { held: adminRole.globalAdministrator, scopeId: '/', yields: true },
    { held: adminRole.globalReader, scopeId: '/', yields: false },
    { held: adminRole.globalAdministrator, scopeId: '/administrativeUnits/x', yields: false },
  ])('E-4 by default decides who holds $held at $scopeId: $yields', ({ held, scopeId, yields }) => {
    expect(
      approves(anActor({ roles: [{ provider: 'directory', roleDefinitionId: held, scopeId }] }), byDefault, [], at(0)),
    ).toBe(yields);
  });
});

describe('firstStages: the copy that a request keeps', () => {
  const ann: SubjectSet = { kind: 'singleUser', userId: cast.ann, description: 'Ann' };
  const group: SubjectSet = { kind: 'groupMembers', groupId: groups.approvers, description: null };
  const settings = (...primaryApprovers: readonly SubjectSet[]): ApprovalSettings => ({
    isApprovalRequired: true,
    isApprovalRequiredForExtension: false,
    isRequestorJustificationRequired: true,
    approvalMode: 'SingleStage',
    isApproverAllowedInSeveralStages: false,
    approvalStages: [
      {
        approvalStageTimeOutInDays: 1,
        approvalStageTimeOutInHours: 0,
        isApproverJustificationRequired: false,
        escalationTimeInMinutes: 0,
        isEscalationEnabled: false,
        primaryApprovers,
        escalationApprovers: [],
      },
    ],
  });

  const requested = { provider: 'directory', requestorId: cast.alice, stagesWithoutApprover: [] } as const;
  test('C-9 one stage in progress, which expires 24 hours later', () => {
    expect(firstStages('approval', settings(ann, group), requested, aMoment())).toEqual([
      aStage({
        id: '00000000-0000-7000-8000-000000000001',
        approvalId: 'approval',
        isApproverJustificationRequired: false,
        expiresAt: at(24 * 60),
        primaryApprovers: [ann, group],
      }),
    ]);
  });

  test('E-4 with nobody named, administrators decide', () => {
    expect(firstStages('approval', settings(), requested, aMoment())).toMatchObject([
      { isDecidedByAdministrators: true, approverUserIds: [], approverGroupIds: [] },
    ]);
  });
});
