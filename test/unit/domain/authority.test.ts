import { type Claim, grantedSpan, type Starting, startFailure } from '../../../src/domain/authority';
import type { Principal, RoleDefinition } from '../../../src/domain/principal';
import { cast } from '../../support/cast';
import { aRequest, aSchedule, at, role as roleId, tick } from './builders';

const alice: Principal = {
  id: cast.alice,
  type: 'user',
  displayName: 'Alice',
  userPrincipalName: 'alice@contoso.example',
  accountEnabled: true,
  isAssignableToRole: null,
  isEmergencyAccount: false,
};
const role: RoleDefinition = {
  id: roleId,
  displayName: 'Groups Administrator',
  isBuiltIn: true,
  isEnabled: true,
  templateId: roleId,
};
const eligibility = aSchedule();
const request = aRequest({ status: 'PendingApproval', startAt: null, completedAt: null });
const claim: Claim = { request, role, subject: alice, eligibilities: [eligibility], isTaken: false, separations: [] };

describe('E-19 grantedSpan: what an approval brings now', () => {
  test('B-6 the duration counts from the approval', () => {
    expect(grantedSpan(claim, at(10))).toEqual({
      span: { startAt: at(10), endAt: at(130) },
      activatedUsing: eligibility.id,
    });
  });

  test.each<{ when: string; differing: Partial<Claim>; yields: string }>([
    { when: 'there is no subject', differing: { subject: null }, yields: 'The requester has been disabled.' },
    {
      when: 'the subject is disabled',
      differing: { subject: { ...alice, accountEnabled: false } },
      yields: 'The requester has been disabled.',
    },
    { when: 'there is no role', differing: { role: null }, yields: 'The role has been disabled.' },
    {
      when: 'the role is switched off',
      differing: { role: { ...role, isEnabled: false } },
      yields: 'The role has been disabled.',
    },
    { when: 'B-17 it is taken', differing: { isTaken: true }, yields: 'The requester holds the role already.' },
    {
      when: 'no eligibility is left',
      differing: { eligibilities: [] },
      yields: 'The requester is no longer eligible for the role.',
    },
    {
      when: 'it ended with this very instant',
      differing: { eligibilities: [aSchedule({ endAt: at(10) })] },
      yields: 'The requester is no longer eligible for the role.',
    },
    {
      when: 'the period is over with this very instant',
      differing: {
        request: { ...request, expirationType: 'afterDateTime', expirationEndAt: at(10), expirationDuration: null },
      },
      yields: 'The requested period is over.',
    },
  ])('$when -> $yields', ({ differing, yields }) => {
    expect(grantedSpan({ ...claim, ...differing }, at(10))).toBe(yields);
  });

  test('H-8 the end of the eligibility caps it', () => {
    expect(grantedSpan({ ...claim, eligibilities: [aSchedule({ endAt: at(10 + tick) })] }, at(10))).toMatchObject({
      span: { startAt: at(10), endAt: at(10 + tick) },
    });
  });
});

describe('item 5 startFailure: whether a granted activation may begin', () => {
  const schedule = aSchedule({ kind: 'assignment', assignmentType: 'Activated', startAt: at(60), endAt: at(180) });
  const starting: Starting = { schedule, role, subject: alice, eligibility };
  const lost = 'The requester is no longer eligible for the role.';
  test.each<{ when: string; differing: Partial<Starting>; yields: string | null }>([
    { when: 'all stands', differing: {}, yields: null },
    { when: 'the subject is gone', differing: { subject: null }, yields: 'The requester has been disabled.' },
    {
      when: 'the subject is disabled',
      differing: { subject: { ...alice, accountEnabled: false } },
      yields: 'The requester has been disabled.',
    },
    {
      when: 'the role is switched off',
      differing: { role: { ...role, isEnabled: false } },
      yields: 'The role has been disabled.',
    },
    { when: 'the eligibility does not reach her', differing: { eligibility: null }, yields: lost },
    { when: 'it ends with the start', differing: { eligibility: aSchedule({ endAt: at(60) }) }, yields: lost },
    { when: 'it ends after it', differing: { eligibility: aSchedule({ endAt: at(60 + tick) }) }, yields: null },
    { when: 'it was revoked before', differing: { eligibility: aSchedule({ revokedAt: at(59) }) }, yields: lost },
    { when: 'it begins with the start', differing: { eligibility: aSchedule({ startAt: at(60) }) }, yields: null },
    { when: 'it was moved behind it', differing: { eligibility: aSchedule({ startAt: at(60 + tick) }) }, yields: lost },
  ])('$when -> $yields', ({ differing, yields }) => expect(startFailure({ ...starting, ...differing })).toBe(yields));
});
