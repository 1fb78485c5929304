import { type Claim, grantedSpan, type Starting, startFailure } from '../../../src/domain/authority';
import { unit } from '../../support/cast';
import { aPrincipal, aRequest, aRole, aSchedule, at, tenantAsScope, tick, unitAsScope } from './builders';

const alice = aPrincipal();
const role = aRole();
const eligibility = aSchedule();
const request = aRequest({ status: 'PendingApproval', startAt: null, completedAt: null });
const claim: Claim = {
  request,
  role,
  subject: alice,
  eligibilities: [eligibility],
  scope: tenantAsScope,
  isTaken: false,
  separations: [],
};

describe('E-19 grantedSpan: what an approval brings now', () => {
  test('B-6 the duration counts from the approval', () => {
    expect(grantedSpan(claim, at(10))).toEqual({
      span: { startAt: at(10), endAt: at(130) },
      eligibility,
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
      when: 'W-1 the membership that brought it ended with this very instant',
      differing: { eligibilities: [{ ...eligibility, reachedUntil: at(10) }] },
      yields: 'The requester is no longer eligible for the role.',
    },
    {
      when: 'the scope is not known any more',
      differing: { scope: null },
      yields: 'The requester is no longer eligible for the role.',
    },
    {
      when: 'B-12 it is wider than what is left',
      differing: { eligibilities: [aSchedule({ scopeId: unitAsScope(unit).id })] },
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

  test('W-1 so does the end of the membership that brings it', () => {
    const reached = { ...eligibility, reachedUntil: at(10 + tick) };
    expect(grantedSpan({ ...claim, eligibilities: [reached] }, at(10))).toEqual({
      span: { startAt: at(10), endAt: at(10 + tick) },
      eligibility: reached,
    });
  });

  test('B-12 a narrower scope is covered by what is held above it', () => {
    const scope = unitAsScope(unit);
    expect(grantedSpan({ ...claim, request: { ...request, scopeId: scope.id }, scope }, at(10))).toMatchObject({
      eligibility,
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
    {
      when: 'W-1 the membership ends with the start',
      differing: { eligibility: { ...eligibility, reachedUntil: at(60) } },
      yields: lost,
    },
    {
      when: 'W-1 the membership ends after it',
      differing: { eligibility: { ...eligibility, reachedUntil: at(60 + tick) } },
      yields: null,
    },
    { when: 'it begins with the start', differing: { eligibility: aSchedule({ startAt: at(60) }) }, yields: null },
    { when: 'it was moved behind it', differing: { eligibility: aSchedule({ startAt: at(60 + tick) }) }, yields: lost },
  ])('$when -> $yields', ({ differing, yields }) => expect(startFailure({ ...starting, ...differing })).toBe(yields));
});
