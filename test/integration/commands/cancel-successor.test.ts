import { cast, roles } from '../../support/cast';
import { activate, assign, cancel, change, codeOf, holds, makeEligible, refusal, remove, statusOf } from './acts';
import { answer, askExtension, askRenewal, during, eventsOf, give90Days, spansOf, windows } from './extension-acts';
import { freshen, freshStage } from './fresh-stage';
import { otherRole, part } from './separation-acts';

const stage = freshStage();

const { start, end, extensionOpens } = windows;
/** When the extensions of these tests begin: before what they extend would have ended. */
const successorStart = '2026-03-25T00:00:00.000Z';
const afterwards = '2026-03-26T00:00:00.000Z';

/** Alice's extension, granted from `from` on: for 90 days, as what it was, unless told otherwise. */
async function extendLater(
  from = successorStart,
  { kind = 'eligibility', ...differing }: Parameters<typeof answer>[2] = {},
) {
  const { id } = await askExtension(stage, { kind });
  const period = during(from, { duration: 'P90D' });
  const { result } = await answer(stage, id, { kind, period, ...differing });
  expect(result.request.status).toBe('Granted');
  return id;
}

const eligibilityOf = (activationId: string) =>
  stage.one(
    'select e.id, e.revoked_at as ended from schedule as s join schedule as e on e.id = s.activated_using where s.id = $1',
    [activationId],
  );

const marksOf = (scheduleId: string) =>
  stage.one(
    `select renewal_closed_at as closed, extension_announced_at as announced, handed_over_to as successor, handed_over_end_at as "end"
      from schedule where id = $1`,
    [scheduleId],
  );

const unmarked = { closed: null, announced: null, successor: null, end: null };

describe('W-1 activations that were to begin under what is withdrawn', () => {
  test('I-7 they go back to what was to be extended, where that holds when they begin, and end otherwise', async () => {
    const first = await give90Days(stage);
    stage.clock.set(extensionOpens);
    const covered = await activate(stage, { startAt: afterwards });
    const id = await extendLater();
    expect(await eligibilityOf(covered.id)).toEqual({ id, ended: null });
    await cancel(stage, id, 'alice', 'eligibility');
    expect(await eligibilityOf(covered.id)).toEqual({ id: first.id, ended: null });
    stage.clock.set('2026-03-26T00:30:00Z');
    expect(await holds(stage)).toBe(true);
    await remove(stage);
    expect(await holds(stage)).toBe(false);
  });

  test('I-7 they end where what was to be extended does not come back: they never hold, and their requests have failed', async () => {
    await give90Days(stage);
    stage.clock.set(extensionOpens);
    const activation = await activate(stage, { startAt: '2026-03-23T00:00:00Z' });
    const id = await extendLater('2026-03-20T00:00:00.000Z', {
      period: during('2026-03-20T00:00:00.000Z', { duration: 'P5D' }),
    });
    await part(stage, 'Eligibility');
    await assign(stage, { roleDefinitionId: otherRole, startAt: successorStart });
    await cancel(stage, id, 'alice', 'eligibility');
    expect(await spansOf(stage, cast.alice)).toEqual([`eligibility ${start} 2026-03-20T00:00:00.000Z`]);
    expect(await statusOf(stage, activation.id)).toBe('Failed');
    expect(await eventsOf(stage, activation.id)).toEqual(['request.created', 'schedule.ended']);
    stage.clock.set('2026-03-23T00:30:00Z');
    expect(await holds(stage)).toBe(false);
  });

  test('I-7 one that was cut where the extension was to begin stays as short as that', async () => {
    await give90Days(stage);
    stage.clock.set('2026-03-24T23:00:00Z');
    const activation = await activate(stage);
    const id = await extendLater();
    await cancel(stage, id, 'alice', 'eligibility');
    expect(await spansOf(stage, cast.alice)).toEqual([
      `eligibility ${start} ${end}`,
      `assignment 2026-03-24T23:00:00.000Z ${successorStart}`,
    ]);
    expect(await statusOf(stage, activation.id)).toBe('Provisioned');
  });

  test('H-4 what was moved to later ended at once and does not come back', async () => {
    await makeEligible(stage);
    const activation = await activate(stage, { startAt: '2026-01-03T00:00:00Z' });
    stage.clock.advance('PT10M');
    const moved = await change(stage, { startAt: '2026-01-02T00:00:00Z', end: { duration: 'P9D' } });
    await cancel(stage, moved.id, 'adam', 'eligibility');
    expect(await spansOf(stage, cast.alice)).toEqual([`eligibility ${start} 2026-01-01T00:10:00.000Z`]);
    expect(await statusOf(stage, activation.id)).toBe('Failed');
  });
});

describe('I-7 what was to be extended keeps its old end when the extension is withdrawn', () => {
  test.each(['eligibility', 'assignment'] as const)('an %s, which can be extended and renewed again', async (kind) => {
    const first = await give90Days(stage, kind);
    stage.clock.set(extensionOpens);
    const id = await extendLater(successorStart, { kind });
    expect(await marksOf(first.id)).toMatchObject({ successor: id, end: new Date(end) });
    await cancel(stage, id, 'alice', kind);
    expect(await spansOf(stage, cast.alice)).toEqual([`${kind} ${start} ${end}`]);
    expect(await marksOf(first.id)).toEqual(unmarked);
    expect(await askExtension(stage, { kind, isValidationOnly: true })).toMatchObject({ status: 'PendingEvaluation' });
    stage.clock.set(end);
    expect(await askRenewal(stage, { kind })).toMatchObject({ status: 'PendingAdminDecision' });
  });

  test('an eligibility that was to become an assignment', async () => {
    await give90Days(stage);
    stage.clock.set(extensionOpens);
    const id = await extendLater(successorStart, { becomes: 'assignment' });
    await cancel(stage, id, 'alice', 'eligibility');
    expect(await spansOf(stage, cast.alice)).toEqual([`eligibility ${start} ${end}`]);
  });

  test('an extension that would have left a gap, or have begun at the end, has changed nothing', async () => {
    for (const from of [end, '2026-04-05T00:00:00.000Z']) {
      await freshen(stage);
      const first = await give90Days(stage);
      stage.clock.set(extensionOpens);
      const id = await extendLater(from);
      await cancel(stage, id, 'alice', 'eligibility');
      expect([await spansOf(stage, cast.alice), await marksOf(first.id)]).toEqual([
        [`eligibility ${start} ${end}`],
        unmarked,
      ]);
    }
  });

  test('what comes after it takes over from it instead, and gives it back in its turn', async () => {
    const first = await give90Days(stage);
    stage.clock.set(extensionOpens);
    const second = await extendLater('2026-03-20T00:00:00.000Z', {
      period: during('2026-03-20T00:00:00.000Z', { duration: 'P5D' }),
    });
    const third = await extendLater('2026-03-22T00:00:00.000Z');
    await cancel(stage, second, 'alice', 'eligibility');
    expect((await spansOf(stage, cast.alice))[0]).toBe(`eligibility ${start} 2026-03-22T00:00:00.000Z`);
    expect(await marksOf(first.id)).toMatchObject({ successor: third, end: new Date(end) });
    await cancel(stage, third, 'alice', 'eligibility');
    expect(await spansOf(stage, cast.alice)).toEqual([`eligibility ${start} ${end}`]);
    expect(await marksOf(first.id)).toEqual(unmarked);
  });

  test('N-1 not beyond what the separation of duties leaves room for by now', async () => {
    const first = await give90Days(stage, 'assignment');
    stage.clock.set(extensionOpens);
    const id = await extendLater(successorStart, { kind: 'assignment', becomes: 'eligibility' });
    await part(stage, 'Assignment');
    await assign(stage, { roleDefinitionId: otherRole, startAt: afterwards });
    await cancel(stage, id, 'alice', 'assignment');
    expect(await spansOf(stage, cast.alice)).toEqual([`assignment ${start} ${successorStart}`]);
    expect(await marksOf(first.id)).toEqual(unmarked);
  });

  test('nothing comes back to what was taken away meanwhile', async () => {
    await give90Days(stage);
    stage.clock.set(extensionOpens);
    const id = await extendLater();
    await remove(stage);
    expect(await codeOf(cancel(stage, id, 'alice', 'eligibility'))).toBe('RequestCannotBeCancelled');
    expect(await spansOf(stage, cast.alice)).toEqual([`eligibility ${start} ${extensionOpens}`]);
  });
});

describe('I-3 what is renewed is what was assigned last', () => {
  test('what had expired does not come back once its successor was taken away', async () => {
    await give90Days(stage);
    stage.clock.set('2026-04-02T00:00:00Z');
    await makeEligible(stage);
    stage.clock.advance('P1D');
    await remove(stage);
    expect(await codeOf(askRenewal(stage))).toBe('RoleAssignmentDoesNotExist');
    const renewed = makeEligible(stage, { action: 'adminRenew', startAt: end, end: { duration: 'P9D' } });
    expect(await codeOf(renewed)).toBe('RoleAssignmentDoesNotExist');
  });

  test('one that was withdrawn before it began hides nothing', async () => {
    await give90Days(stage);
    stage.clock.set('2026-04-02T00:00:00Z');
    const { id } = await makeEligible(stage, { startAt: '2026-04-03T00:00:00Z' });
    await cancel(stage, id, 'adam', 'eligibility');
    expect(await askRenewal(stage)).toMatchObject({ status: 'PendingAdminDecision' });
  });
});

describe('J.1 a refusal of a decision points at what the decision names', () => {
  test('the separation of duties', async () => {
    await give90Days(stage, 'assignment');
    stage.clock.set(extensionOpens);
    const { id } = await askExtension(stage, { kind: 'assignment' });
    await assign(stage, { roleDefinitionId: otherRole });
    await part(stage);
    expect(await refusal(answer(stage, id, { kind: 'assignment' }))).toMatchObject({
      code: 'SeparationOfDutiesViolation',
      details: { path: ['input', 'id'] },
    });
  });

  test('a principal who is gone, a role that is switched off; a period still points at itself', async () => {
    await give90Days(stage);
    stage.clock.set(extensionOpens);
    const { id } = await askExtension(stage);
    const never = await refusal(answer(stage, id, { period: during(null, { duration: 'PT1M' }) }));
    expect([never.code, never.details.path]).toEqual([
      'ActiveDurationTooShort',
      ['input', 'scheduleInfo', 'expiration'],
    ]);
    await stage.pool.query('update role_definition set is_enabled = false where id = $1', [roles.groupsAdministrator]);
    expect((await refusal(answer(stage, id))).details.path).toEqual(['input', 'id']);
    await stage.pool.query('update principal set deleted_at = now() where id = $1', [cast.alice]);
    const gone = await refusal(answer(stage, id));
    expect([gone.code, gone.details.path]).toEqual(['SubjectNotFound', ['input', 'id']]);
  });
});
