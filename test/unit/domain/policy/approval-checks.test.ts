import { PimError } from '../../../../src/domain/errors';
import { checkApproval } from '../../../../src/domain/policy/approval-checks';
import { defaultApproval } from '../../../../src/domain/policy/default-rules';
import {
  type ApprovalSettings,
  approvalModes,
  type SubjectSet,
  type UnifiedApprovalStage,
} from '../../../../src/domain/policy/policy';
import type { Provider } from '../../../../src/domain/providers/provider';
import { cast, groups } from '../../../support/cast';

const ann: SubjectSet = { kind: 'singleUser', userId: cast.ann, description: null };
const stage: UnifiedApprovalStage = {
  approvalStageTimeOutInDays: 1,
  approvalStageTimeOutInHours: 0,
  isApproverJustificationRequired: true,
  escalationTimeInMinutes: 0,
  isEscalationEnabled: false,
  primaryApprovers: [ann],
  escalationApprovers: [],
};

/** What the settings are refused with; null when they are taken. */
function fault(setting: Partial<ApprovalSettings>, provider: Provider = 'directory'): string | null {
  const target = {
    caller: 'EndUser',
    level: 'Assignment',
    operations: ['all'],
    inheritableSettings: [],
    enforcedSettings: [],
  } as const;
  try {
    checkApproval(
      {
        type: 'approval',
        id: 'Approval_EndUser_Assignment',
        target,
        setting: { ...defaultApproval, isApprovalRequired: true, approvalStages: [stage], ...setting },
      },
      provider,
    );
    return null;
  } catch (error) {
    if (!(error instanceof PimError)) throw error;
    expect(error).toMatchObject({
      code: 'InvalidPolicy',
      details: { path: ['input', 'rules', 'Approval_EndUser_Assignment', 'setting'] },
    });
    return error.message;
  }
}
const stageFault = (differing: Partial<UnifiedApprovalStage>) =>
  fault({ approvalStages: [{ ...stage, ...differing }] });

describe('6.5 which number of stages goes with which mode', () => {
  const taken = {
    SingleStage: [1],
    Serial: [1, 2, 3, 4, 5],
    Parallel: [1, 2, 3, 4, 5],
    NoApproval: [0, 1, 2, 3, 4, 5],
  };
  const table = approvalModes.flatMap((mode) =>
    [0, 1, 2, 5, 6].map((count) => ({ mode, count, isTaken: (taken[mode] as readonly number[]).includes(count) })),
  );
  test.each(table)('$mode with $count stages: $isTaken', ({ mode, count, isTaken }) => {
    const setting = { approvalMode: mode, approvalStages: Array(count).fill(stage) };
    expect(fault({ ...setting, isApprovalRequired: mode !== 'NoApproval' }) === null).toBe(isTaken);
  });

  test('NoApproval contradicts that approval is required', () => {
    expect(fault({ approvalMode: 'NoApproval' })).toContain('contradicts isApprovalRequired');
  });

  test.each(approvalModes)('%s may be kept while approval is switched off', (approvalMode) => {
    expect(fault({ approvalMode, isApprovalRequired: false })).toBeNull();
  });

  test('each stage is checked, and named by its place', () => {
    const broken = { ...stage, approvalStageTimeOutInDays: 31 };
    expect(fault({ approvalMode: 'Serial', approvalStages: [stage, broken] })).toContain('Stage 2: ');
  });
});

describe('C-9, E-9 the time-out of a stage: days and hours together, an hour to thirty days', () => {
  test.each([
    { days: 0, hours: 0, isTaken: false },
    { days: 0, hours: 1, isTaken: true },
    { days: 0, hours: 23, isTaken: true },
    { days: 0, hours: 24, isTaken: false },
    { days: 1, hours: 0, isTaken: true },
    { days: 29, hours: 23, isTaken: true },
    { days: 30, hours: 0, isTaken: true },
    { days: 30, hours: 1, isTaken: false },
    { days: 31, hours: 0, isTaken: false },
    { days: -1, hours: 1, isTaken: false },
    { days: 1, hours: -1, isTaken: false },
  ])('$days days and $hours hours: $isTaken', ({ days, hours, isTaken }) => {
    const came = stageFault({ approvalStageTimeOutInDays: days, approvalStageTimeOutInHours: hours });
    expect(came === null).toBe(isTaken);
  });
});

describe('E-7 escalation', () => {
  const on = { isEscalationEnabled: true, escalationTimeInMinutes: 60, escalationApprovers: [ann] };
  test.each<{ what: string; differing: Partial<UnifiedApprovalStage>; says: string | null }>([
    { what: 'on, with a time and somebody', differing: on, says: null },
    { what: 'after no time', differing: { ...on, escalationTimeInMinutes: 0 }, says: 'at least 1' },
    { what: 'after a negative time', differing: { ...on, escalationTimeInMinutes: -1 }, says: 'at least 1' },
    { what: 'after a minute', differing: { ...on, escalationTimeInMinutes: 1 }, says: null },
    { what: 'a minute before the time-out', differing: { ...on, escalationTimeInMinutes: 1439 }, says: null },
    {
      what: 'with the time-out',
      differing: { ...on, escalationTimeInMinutes: 1440 },
      says: 'less than the 1440 minutes',
    },
    {
      what: 'with a time-out in hours',
      differing: { ...on, approvalStageTimeOutInDays: 0, approvalStageTimeOutInHours: 1 },
      says: 'less than the 60 minutes',
    },
    { what: 'to nobody', differing: { ...on, escalationApprovers: [] }, says: 'at least one' },
    { what: 'off, with a time', differing: { escalationTimeInMinutes: 60 }, says: 'no effect' },
    { what: 'off, with somebody', differing: { escalationApprovers: [ann] }, says: 'no effect' },
  ])('$what -> $says', ({ differing, says }) => {
    const came = stageFault(differing);
    if (says === null) expect(came).toBeNull();
    else expect(came).toContain(says);
  });
});

describe('6.5 who may approve', () => {
  const described = { description: null };
  const table: readonly { approver: SubjectSet; says: string | null }[] = [
    { approver: ann, says: null },
    { approver: { kind: 'groupMembers', groupId: groups.approvers, ...described }, says: null },
    { approver: { kind: 'requestorManager', managerLevel: 1 }, says: null },
    { approver: { kind: 'requestorManager', managerLevel: 2 }, says: null },
    { approver: { kind: 'requestorManager', managerLevel: 0 }, says: 'managerLevel' },
    { approver: { kind: 'requestorManager', managerLevel: 3 }, says: 'managerLevel' },
    { approver: { kind: 'targetManager', managerLevel: 2 }, says: null },
    { approver: { kind: 'targetManager', managerLevel: 3 }, says: 'managerLevel' },
    { approver: { kind: 'singleServicePrincipal', servicePrincipalId: cast.robot, ...described }, says: 'E-17' },
    { approver: { kind: 'attributeRuleMembers', membershipRule: 'x', ...described }, says: 'not evaluated' },
    { approver: { kind: 'internalSponsors' }, says: 'sponsors' },
    { approver: { kind: 'externalSponsors' }, says: 'sponsors' },
    { approver: { kind: 'targetUserSponsors' }, says: 'sponsors' },
    { approver: { kind: 'targetAgentIdentitySponsorsOrOwners' }, says: 'agent identities' },
  ];
  const on = { isEscalationEnabled: true, escalationTimeInMinutes: 60 };
  const places: readonly ((approvers: readonly SubjectSet[]) => Partial<UnifiedApprovalStage>)[] = [
    (primaryApprovers) => ({ primaryApprovers }),
    (escalationApprovers) => ({ ...on, escalationApprovers }),
  ];
  test.each(table)('$approver.kind -> $says, at first and after escalation', ({ approver, says }) => {
    for (const place of places) {
      const came = stageFault(place([ann, approver]));
      if (says === null) expect(came).toBeNull();
      else expect(came).toContain(says);
    }
  });

  test('a hundred, but no more, at first and after escalation; at first nobody as well (E-4)', () => {
    for (const place of places) {
      expect(stageFault(place(Array(100).fill(ann)))).toBeNull();
      expect(stageFault(place(Array(101).fill(ann)))).toContain('at most 100');
    }
    expect(stageFault({ primaryApprovers: [] })).toBeNull();
  });
});

describe('D-14, S-12 approval without approvers', () => {
  const unnamed = { ...stage, primaryApprovers: [] };

  test('E-4 is taken of directory roles, for administrators decide by default', () => {
    expect(fault({ approvalStages: [unnamed] })).toBeNull();
  });

  test.each(['group', 'azure'] as const)(
    'is refused of %s, by the place of the first stage that names nobody',
    (provider) => {
      expect(fault({ approvalStages: [unnamed] }, provider)).toContain(
        'Stage 1: name at least one of primaryApprovers',
      );
      expect(fault({ approvalMode: 'Serial', approvalStages: [stage, unnamed] }, provider)).toContain('Stage 2: ');
      expect(fault({ approvalMode: 'Serial', approvalStages: [stage, stage] }, provider)).toBeNull();
    },
  );

  test.each(['group', 'azure'] as const)('is taken of %s while approval is switched off', (provider) => {
    expect(fault({ isApprovalRequired: false, approvalStages: [unnamed] }, provider)).toBeNull();
  });
});
