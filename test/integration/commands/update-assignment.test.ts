import { cast, groups } from '../../support/cast';
import {
  activate,
  assign,
  change,
  codeOf,
  editPolicy,
  holds,
  makeEligible,
  role,
  rulesFailing,
  statusOf,
} from './acts';
import { freshStage } from './fresh-stage';

const stage = freshStage();

const schedule = (id: string) =>
  stage.one('select start_at, end_at, revoked_at, activated_using from schedule where id = $1', [id]);
const eventsOf = async (requestId: string): Promise<readonly string[]> =>
  (
    await stage.one<{ types: readonly string[] }>(
      'select array_agg(type order by id) as types from outbox where request_id = $1',
      [requestId],
    )
  ).types;

test('H-4 a new end: the schedule has the id of this request, the one before stays on record, cut', async () => {
  const before = await assign(stage);
  stage.clock.advance('PT1M');
  const request = await change(stage, { kind: 'assignment', end: { at: '2026-01-02T00:00:00Z' } });
  expect(request).toMatchObject({ status: 'Provisioned', action: 'adminUpdate', targetScheduleId: request.id });
  expect(await schedule(request.id)).toMatchObject({
    start_at: stage.clock.now(),
    end_at: new Date('2026-01-02T00:00:00Z'),
  });
  expect(await schedule(before.id)).toMatchObject({ end_at: null, revoked_at: stage.clock.now() });
  expect(await holds(stage)).toBe(true);
  stage.clock.set('2026-01-02T00:00:00Z');
  expect(await holds(stage)).toBe(false);
  expect(await eventsOf(request.id)).toEqual(['request.created', 'request.provisioned']);
});

test('H-4, B-5 a later start: granted until then, and announced as provisioned only then', async () => {
  await assign(stage);
  const request = await change(stage, { kind: 'assignment', startAt: '2026-01-03T00:00:00Z' });
  expect(request).toMatchObject({ status: 'Granted' });
  expect(await holds(stage)).toBe(false);
  expect(await eventsOf(request.id)).toEqual(['request.created']);
});

test('H-4 what has not begun is replaced; the request that made it is over', async () => {
  const before = await assign(stage, { startAt: '2026-01-03T00:00:00Z' });
  const request = await change(stage, { kind: 'assignment', startAt: '2026-01-05T00:00:00Z' });
  stage.clock.set('2026-01-04T00:00:00Z');
  expect(await holds(stage)).toBe(false);
  expect(await statusOf(stage, before.id)).toBe('Revoked');
  stage.clock.set('2026-01-05T00:00:00Z');
  expect(await holds(stage)).toBe(true);
  expect(request).toMatchObject({ status: 'Granted' });
});

describe('W-1 activations follow the eligibility that they were made from', () => {
  test('a longer one lengthens nothing (B-11), and takes them over', async () => {
    await makeEligible(stage, { end: { duration: 'PT4H' } });
    const activation = await activate(stage);
    const request = await change(stage);
    expect(await schedule(activation.id)).toMatchObject({
      end_at: new Date('2026-01-01T02:00:00Z'),
      activated_using: request.id,
    });
  });

  test('a shorter one caps them', async () => {
    await makeEligible(stage);
    const activation = await activate(stage);
    await change(stage, { end: { duration: 'PT1H' } });
    expect(await schedule(activation.id)).toMatchObject({ end_at: new Date('2026-01-01T01:00:00Z') });
    stage.clock.advance('PT1H');
    expect(await holds(stage)).toBe(false);
  });

  test('one that begins later ends them at once', async () => {
    await makeEligible(stage);
    const activation = await activate(stage);
    await change(stage, { startAt: '2026-01-02T00:00:00Z' });
    expect(await holds(stage)).toBe(false);
    expect(await eventsOf(activation.id)).toEqual(['request.created', 'request.provisioned', 'schedule.ended']);
  });

  test('one that ends before an activation begins leaves its request Failed', async () => {
    await makeEligible(stage);
    const activation = await activate(stage, { startAt: '2026-01-01T05:00:00Z' });
    await change(stage, { end: { duration: 'PT5H' } });
    expect(await statusOf(stage, activation.id)).toBe('Failed');
    expect(await eventsOf(activation.id)).toEqual(['request.created', 'schedule.ended']);
    stage.clock.set('2026-01-01T05:00:00Z');
    expect(await holds(stage)).toBe(false);
  });

  test('through a group as well', async () => {
    await makeEligible(stage, { principalId: groups.helpdesk });
    await activate(stage);
    await change(stage, { principalId: groups.helpdesk, end: { duration: 'PT30M' } });
    stage.clock.advance('PT29M59S');
    expect(await holds(stage)).toBe(true);
    stage.clock.advance('PT1S');
    expect(await holds(stage)).toBe(false);
  });
});

describe('I-8 adminExtend', () => {
  const extend = (differing = {}) => change(stage, { action: 'adminExtend', kind: 'assignment', ...differing });
  test('moves the end of what has one', async () => {
    await assign(stage, { end: { duration: 'P1D' } });
    expect(await extend({ end: { duration: 'P10D' } })).toMatchObject({ status: 'Provisioned', action: 'adminExtend' });
    stage.clock.advance('P9D');
    expect(await holds(stage)).toBe(true);
  });
  test('I-1 not of what is permanent', async () => {
    await assign(stage);
    expect(await codeOf(extend({ end: { duration: 'P10D' } }))).toBe('Request_BadRequest');
  });
  test('I-12 within the maximum of the policy, counted from the new start', async () => {
    await editPolicy(stage, [
      { id: 'Expiration_Admin_Assignment', isExpirationRequired: true, maximumDuration: 'P2D' },
    ]);
    await assign(stage, { end: { duration: 'P2D' } });
    stage.clock.advance('P1D');
    expect(await rulesFailing(extend({ end: { duration: 'P2DT1S' } }))).toEqual(['ExpirationRule']);
    expect(await extend({ end: { duration: 'P2D' } })).toMatchObject({ status: 'Provisioned' });
  });
});

describe('what is refused', () => {
  test('H-4 nothing to change: RoleAssignmentDoesNotExist, and nor is there once it has ended', async () => {
    expect(await codeOf(change(stage))).toBe('RoleAssignmentDoesNotExist');
    await makeEligible(stage, { end: { duration: 'PT1H' } });
    expect(await codeOf(change(stage, { kind: 'assignment' }))).toBe('RoleAssignmentDoesNotExist');
    stage.clock.advance('PT1H');
    expect(await codeOf(change(stage))).toBe('RoleAssignmentDoesNotExist');
  });

  test('B-11 an activation', async () => {
    await makeEligible(stage);
    await activate(stage);
    expect(await codeOf(change(stage, { kind: 'assignment', end: { duration: 'PT8H' } }))).toBe(
      'RoleAssignmentDoesNotExist',
    );
  });

  test.each(['alice', 'ann', 'sam', 'robot', 'dave'] as const)('L.1 by %s', async (who) => {
    await makeEligible(stage);
    expect(await codeOf(change(stage, { principalId: cast.alice }, who))).toBe('InsufficientPermissions');
  });

  test('C-4, H-9 an end too near, and no reason', async () => {
    await assign(stage);
    expect(await codeOf(change(stage, { kind: 'assignment', end: { duration: 'PT4M59S' } }))).toBe(
      'ActiveDurationTooShort',
    );
    expect(await rulesFailing(change(stage, { kind: 'assignment', justification: null }))).toEqual([
      'JustificationRule',
    ]);
  });

  test('J.1 unknown principal and role', async () => {
    expect(await codeOf(change(stage, { principalId: '00000000-0000-4000-8000-00000000dead' }))).toBe(
      'SubjectNotFound',
    );
    await makeEligible(stage);
    await stage.pool.query('update role_definition set is_enabled = false where id = $1', [role]);
    expect(await codeOf(change(stage))).toBe('Request_BadRequest');
  });
});
