import { PimError } from '../../../src/domain/errors';
import { type Guest, refuseUnlessGuest, refuseWithdrawn } from '../../../src/domain/guest';
import { type GuestAccess, withdrawal } from '../../../src/domain/guest-withdrawal';
import { cast } from '../../support/cast';
import { aMoment, aPrincipal, aRequest, aRole, aSchedule, aStage, at, groupAsScope, tick } from './builders';

const aGuest = (differing: Partial<Guest> = {}): Guest => ({
  ...aPrincipal(),
  userType: 'Guest',
  withdrawnAt: null,
  ...differing,
});

const refusedBy = (judge: () => void): string | null => {
  try {
    judge();
    return null;
  } catch (error) {
    if (error instanceof PimError) return error.code;
    throw error;
  }
};

describe('M-3 who can be withdrawn', () => {
  test.each<{ when: string; standing: Partial<Guest>; expected: string | null }>([
    { when: 'a guest', standing: {}, expected: null },
    { when: 'a member', standing: { userType: 'Member' }, expected: 'Request_BadRequest' },
    { when: 'a user of no known type', standing: { userType: null }, expected: 'Request_BadRequest' },
    { when: 'a group', standing: { type: 'group', userType: null }, expected: 'SubjectNotFound' },
    { when: 'an application', standing: { type: 'servicePrincipal', userType: null }, expected: 'SubjectNotFound' },
    { when: 'a guest who was withdrawn', standing: { withdrawnAt: at(-1) }, expected: 'Conflict' },
  ])('$when -> $expected', ({ standing: differing, expected }) =>
    expect(refusedBy(() => refuseUnlessGuest(aGuest(differing)))).toBe(expected),
  );

  test.each([
    ['nobody has withdrawn', {}, null],
    ['taken back', { withdrawnAt: null }, null],
    ['withdrawn', { withdrawnAt: at(0) }, 'Request_BadRequest'],
  ])('who is given something: %s -> %p', (_when, differing, expected) =>
    expect(refusedBy(() => refuseWithdrawn(aPrincipal(differing)))).toBe(expected),
  );
});

const why = 'the contract has ended';
const reason = 'The home organisation has withdrawn the guest.';
const shared = { role: aRole(), scope: null };

const withdrawn = (access: Partial<GuestAccess>) =>
  withdrawal({ guest: aGuest(), schedules: [], pending: [], ...access }, why, aMoment());

describe('M-3 what becomes of a schedule', () => {
  const granted = aRequest({ action: 'adminAssign', status: 'Granted' });
  test.each<{
    when: string;
    schedule: Parameters<typeof aSchedule>[0];
    request: ReturnType<typeof aRequest> | null;
    expected: readonly string[];
  }>([
    { when: 'it holds', schedule: { startAt: at(-60) }, request: null, expected: ['schedule.ended'] },
    {
      when: 'it ends at this instant',
      schedule: { startAt: at(-60), endAt: at(0) },
      request: null,
      expected: [],
    },
    {
      when: 'it ends a moment later',
      schedule: { startAt: at(-60), endAt: at(tick) },
      request: null,
      expected: ['schedule.ended'],
    },
    { when: 'it was ended', schedule: { startAt: at(-60), revokedAt: at(-1) }, request: null, expected: [] },
    { when: 'it begins later', schedule: { startAt: at(60) }, request: granted, expected: ['request.canceled'] },
    {
      when: 'it begins at this instant',
      schedule: { startAt: at(0) },
      request: granted,
      expected: ['request.canceled'],
    },
    {
      when: 'it began a moment ago, and that is untold',
      schedule: { startAt: at(-tick) },
      request: granted,
      expected: ['schedule.ended'],
    },
    {
      when: 'it begins later, made outside PIM',
      schedule: { startAt: at(60) },
      request: null,
      expected: ['schedule.ended'],
    },
  ])('$when -> $expected', ({ schedule: differing, request, expected }) => {
    const schedule = aSchedule(differing);
    const { changes, events, endedCount, canceledCount } = withdrawn({ schedules: [{ ...shared, schedule, request }] });
    expect(events.map(({ type }) => type)).toEqual(['guest.withdrawn', ...expected]);
    expect([endedCount, canceledCount]).toEqual(
      ['schedule.ended', 'request.canceled'].map((type) => expected.filter((told) => told === type).length),
    );
    expect(changes.map((change) => ('update' in change ? change.update : ''))).toEqual([
      ...expected.filter((type) => type === 'request.canceled').map(() => 'schedule_request'),
      ...expected.map(() => 'schedule'),
    ]);
    for (const change of changes.slice(-1)) {
      expect(change).toMatchObject({
        id: schedule.id,
        from: { revokedAt: null },
        set: { revokedAt: at(0), endAnnouncedAt: at(0) },
      });
    }
  });

  test('K-2 what was kept past its end has its plan on record again, and never a later end than its withdrawal', () => {
    const ends = [at(-5), at(5)].map((suspendedEndAt) => {
      const schedule = aSchedule({ startAt: at(-60), suspendedEndAt });
      const [change] = withdrawn({ schedules: [{ ...shared, schedule, request: null }] }).changes;
      return change && 'set' in change ? change.set : null;
    });
    expect(ends).toMatchObject([
      { endAt: at(0), suspendedEndAt: null },
      { endAt: at(5), suspendedEndAt: null },
    ]);
  });

  test.each([
    ['eligibility', null, 'Remove eligible member from role in PIM completed (permanent)'],
    ['eligibility', at(60), 'Remove eligible member from role in PIM completed (timebound)'],
    ['assignment', null, 'Remove member from role in PIM completed (permanent)'],
    ['assignment', at(60), 'Remove member from role in PIM completed (timebound)'],
  ] as const)('an %s until %p is told as %s', (kind, endAt, activity) => {
    const schedule = aSchedule({ kind, startAt: at(-60), endAt });
    const [, ended] = withdrawn({ schedules: [{ ...shared, schedule, request: null }] }).events;
    expect(ended?.audit).toMatchObject({ activityDisplayName: activity, resultReason: reason, subjectId: cast.alice });
  });

  test('of what was held at a group, its end and what never begins name the group', () => {
    const scope = groupAsScope({ groupTypes: ['Unified'] });
    const target = { provider: 'group', roleDefinitionId: 'member', scopeId: scope.id } as const;
    const schedule = aSchedule({ ...target, startAt: at(-60) });
    const later = {
      schedule: aSchedule({ ...target, startAt: at(60) }),
      request: aRequest({ ...target, status: 'Granted' }),
    };
    const [, ...told] = withdrawn({
      schedules: [
        { ...shared, scope, schedule, request: null },
        { ...shared, scope, ...later },
      ],
    }).events;
    expect(told.map(({ type }) => type).sort()).toEqual(['request.canceled', 'schedule.ended']);
    for (const { audit } of told) {
      expect(audit.targetResources).toContainEqual(
        expect.objectContaining({ type: 'Directory', id: scope.id, displayName: 'Plain', groupType: 'unifiedGroups' }),
      );
    }
  });
});

describe('M-3 what becomes of a request that waits', () => {
  const stages = [
    aStage({ status: 'Completed', reviewResult: 'Approved' }),
    aStage({ id: 'second' }),
    aStage({ id: 'third', status: 'Initializing' }),
  ];
  test.each([
    ['PendingApproval', at(60), 1],
    ['PendingApproval', at(tick), 1],
    ['PendingApproval', at(0), 0],
    ['PendingAdminDecision', null, 1],
  ] as const)('%s, lapsing at %p: %i closed', (status, lapsesAt, count) => {
    const request = aRequest({ status, lapsesAt });
    const { changes, events, canceledCount } = withdrawn({ pending: [{ ...shared, request, stages }] });
    expect([canceledCount, events.length - 1]).toEqual([count, count]);
    if (count === 0) return expect(changes).toEqual([]);
    expect(changes).toEqual([
      {
        update: 'schedule_request',
        id: request.id,
        from: { status },
        set: { status: 'Canceled', completedAt: at(0), failureReason: reason },
      },
      { update: 'approval_stage', id: 'second', from: { status: 'InProgress' }, set: { status: 'Completed' } },
      { update: 'approval_stage', id: 'third', from: { status: 'Initializing' }, set: { status: 'Completed' } },
    ]);
  });
});

test('M-3 the withdrawal is told first, with its reason and what changed of the account', () => {
  const [told] = withdrawn({ guest: aGuest({ accountEnabled: false }) }).events;
  expect(told).toMatchObject({
    type: 'guest.withdrawn',
    at: at(0),
    subject: { principalId: cast.alice, requestId: null, scheduleId: null, roleDefinitionId: null },
    audit: {
      activityDisplayName: 'Update user',
      category: 'UserManagement',
      resultReason: why,
      targetResources: [
        {
          id: cast.alice,
          modifiedProperties: [
            { displayName: 'accountEnabled', oldValue: 'false', newValue: 'false' },
            { displayName: 'withdrawnDateTime', oldValue: null, newValue: '"2026-01-01T12:00:00.000Z"' },
          ],
        },
      ],
    },
  });
});
