import { cast, roles } from '../../support/cast';
import { assign, codeOf, makeEligible, statusOf } from './acts';
import { administrators, appoint, dismiss, endsOf, globalAdministrator } from './administrators';
import { answer, askExtension, askRenewal, during, give90Days, spansOf, windows } from './extension-acts';
import { freshStage } from './fresh-stage';
import { otherRole, part } from './separation-acts';

const stage = freshStage();

const { extensionOpens, end } = windows;

describe('K what somebody always has to hold', () => {
  /** Ben is Global Administrator for 90 days, besides Adam, and has asked to remain so. */
  async function asking() {
    const { id: held } = await appoint(stage, 'ben', { end: { duration: 'P90D' } });
    stage.clock.set(extensionOpens);
    const { id } = await askExtension(
      stage,
      { kind: 'assignment', roleDefinitionId: globalAdministrator, end: { duration: 'P30D' } },
      'ben',
    );
    return { held, id };
  }

  test('K-1 the last one is not made eligible instead', async () => {
    const { id } = await asking();
    await dismiss(stage, 'adam');
    const decision = { kind: 'assignment', becomes: 'eligibility' } as const;
    expect(await codeOf(answer(stage, id, decision, 'carol'))).toBe('LastAdministrator');
    expect(await statusOf(stage, id)).toBe('PendingAdminDecision');
    expect(await administrators(stage)).toEqual(['Ben']);
    await appoint(stage, 'ann');
    await answer(stage, id, decision, 'carol');
    expect(await administrators(stage)).toEqual(['Ann']);
  });

  test('K-2 the last one’s extension ends when nobody is left without, and is kept past that', async () => {
    const { held, id } = await asking();
    await dismiss(stage, 'adam');
    expect(await endsOf(stage, held)).toEqual({ end: null, planned: new Date(end) });
    await answer(stage, id, { kind: 'assignment' }, 'carol');
    expect(await endsOf(stage, id)).toEqual({ end: null, planned: new Date('2026-04-17T00:00:00Z') });
    stage.clock.set('2027-01-01T00:00:00Z');
    expect(await administrators(stage)).toEqual(['Ben']);
  });

  test('K-2 who is kept past his end may ask for an extension then', async () => {
    await appoint(stage, 'ben', { end: { duration: 'P90D' } });
    await dismiss(stage, 'adam');
    stage.clock.set('2026-04-10T00:00:00Z');
    const { id } = await askExtension(stage, { kind: 'assignment', roleDefinitionId: globalAdministrator }, 'ben');
    await answer(stage, id, { kind: 'assignment' }, 'carol');
    expect(await administrators(stage)).toEqual(['Ben']);
  });

  test('K-2 it begins at once, for there is no room beside an end that may be kept', async () => {
    const { id } = await asking();
    const period = during(end, { duration: 'P30D' });
    expect(await codeOf(answer(stage, id, { kind: 'assignment', period }, 'carol'))).toBe('Request_BadRequest');
    expect(await statusOf(stage, id)).toBe('PendingAdminDecision');
    await answer(stage, id, { kind: 'assignment' }, 'carol');
    expect(await endsOf(stage, id)).toEqual({ end: new Date('2026-04-17T00:00:00Z'), planned: null });
  });
});

describe('separation of duties', () => {
  const hold = (roleDefinitionId: string, differing = {}) =>
    assign(stage, { roleDefinitionId, scopeId: '/', ...differing });

  test('an extension into the time in which the other role is held is refused, a shorter one is not', async () => {
    await give90Days(stage, 'assignment');
    await part(stage);
    await hold(otherRole, { startAt: end });
    stage.clock.set(extensionOpens);
    const { id } = await askExtension(stage, { kind: 'assignment' });
    expect(await codeOf(answer(stage, id, { kind: 'assignment' }))).toBe('SeparationOfDutiesViolation');
    expect(await statusOf(stage, id)).toBe('PendingAdminDecision');
    await answer(stage, id, { kind: 'assignment', period: during(null, { at: end }) });
    expect(await statusOf(stage, id)).toBe('Provisioned');
  });

  test('what only gets shorter may even stand beside the other role', async () => {
    await give90Days(stage, 'assignment');
    await hold(otherRole);
    await part(stage);
    stage.clock.set(extensionOpens);
    const { id } = await askExtension(stage, { kind: 'assignment' });
    await answer(stage, id, { kind: 'assignment', period: during(null, { duration: 'P1D' }) });
    expect(await statusOf(stage, id)).toBe('Provisioned');
  });

  test('an eligibility becomes no assignment beside the other role', async () => {
    await give90Days(stage);
    await part(stage);
    await hold(otherRole);
    stage.clock.set(extensionOpens);
    const { id } = await askExtension(stage);
    expect(await codeOf(answer(stage, id, { becomes: 'assignment' }))).toBe('SeparationOfDutiesViolation');
    await answer(stage, id);
    expect(await statusOf(stage, id)).toBe('Provisioned');
  });

  test('nor is it renewed, whoever asks', async () => {
    await give90Days(stage, 'assignment');
    stage.clock.set(end);
    await part(stage);
    await hold(otherRole);
    const { id } = await askRenewal(stage, { kind: 'assignment' });
    const period = during(end, { duration: 'P10D' });
    expect(await codeOf(answer(stage, id, { kind: 'assignment', becomes: 'assignment', period }))).toBe(
      'SeparationOfDutiesViolation',
    );
    await answer(stage, id, { kind: 'assignment', decision: 'AdminDenied' });
    const renewal = makeEligible(stage, {
      action: 'adminRenew',
      kind: 'assignment',
      startAt: end,
      end: { duration: 'P10D' },
    });
    expect(await codeOf(renewal)).toBe('SeparationOfDutiesViolation');
  });
});

test('I-6 an administrator of a unit decides what is asked for there, and no more', async () => {
  const unitScope = '/administrativeUnits/a0000a00-0000-4000-8000-000000000001';
  await assign(stage, {
    principalId: cast.ben,
    roleDefinitionId: roles.privilegedRoleAdministrator,
    scopeId: unitScope,
  });
  await give90Days(stage);
  await give90Days(stage, 'eligibility', { scopeId: unitScope });
  stage.clock.set(extensionOpens);
  const [wide, narrow] = [await askExtension(stage), await askExtension(stage, { scopeId: unitScope })];
  expect(await codeOf(answer(stage, wide.id, {}, 'ben'))).toBe('RoleAssignmentRequestNotFound');
  await answer(stage, narrow.id, {}, 'ben');
  expect(await statusOf(stage, narrow.id)).toBe('Provisioned');
  expect(await spansOf(stage, cast.alice)).toContain(`eligibility ${windows.start} ${end}`);
});
