import { cast, groups } from '../../support/cast';
import { change, codeOf, deactivate, refusal } from './acts';
import {
  administrators,
  appoint,
  dismiss,
  endsOf,
  enrol,
  globalAdministrator,
  nominate,
  privilegedRoleAdministrator,
  rise,
} from './administrators';
import { freshStage } from './fresh-stage';

const stage = freshStage();

const last = 'LastAdministrator';

describe('K-1 the last one is not removed', () => {
  test('Global Administrator: neither by another administrator nor by himself', async () => {
    expect(await refusal(dismiss(stage, 'adam'))).toMatchObject({
      code: last,
      message: 'Nobody would be Global Administrator any more; make another person Global Administrator first.',
    });
    expect(await codeOf(dismiss(stage, 'adam', {}, 'adam'))).toBe(last);
    expect(await administrators(stage)).toEqual(['Adam']);
  });

  test('Privileged Role Administrator', async () => {
    const carols = { roleDefinitionId: privilegedRoleAdministrator };
    expect(await codeOf(dismiss(stage, 'carol', carols, 'adam'))).toBe(last);
    expect(await administrators(stage, privilegedRoleAdministrator)).toEqual(['Carol']);
    await appoint(stage, 'ben', carols);
    await dismiss(stage, 'carol', carols, 'adam');
    expect(await administrators(stage, privilegedRoleAdministrator)).toEqual(['Ben']);
  });

  test('the last but one is, and then no more', async () => {
    await appoint(stage, 'ben');
    await dismiss(stage, 'adam');
    stage.clock.advance('PT5M');
    expect(await codeOf(dismiss(stage, 'ben'))).toBe(last);
    expect(await administrators(stage)).toEqual(['Ben']);
  });

  test('L.1 who may not take it away learns nothing of who is last', async () => {
    for (const who of ['alice', 'sam', 'robot'] as const)
      expect(await codeOf(dismiss(stage, 'adam', {}, who))).toBe('InsufficientPermissions');
  });

  test('P-4 the attempt is on record; a mere validation is refused as well, and leaves none', async () => {
    const failures = async () =>
      (await stage.one<{ n: number }>(`select count(*)::int as n from directory_audit where result = 'failure'`)).n;
    expect(await codeOf(dismiss(stage, 'adam', { isValidationOnly: true }))).toBe(last);
    expect(await failures()).toBe(0);
    expect(await codeOf(dismiss(stage, 'adam'))).toBe(last);
    expect(await failures()).toBe(1);
  });

  test.each([
    { what: 'disabled', whom: 'dave', differing: {} },
    { what: 'an application', whom: 'robot', differing: {} },
    { what: 'to begin in a minute', whom: 'ben', differing: { startAt: '2026-01-01T00:06:00Z' } },
  ])('M-7 somebody else who is $what does not count', async ({ whom, differing }) => {
    await appoint(stage, whom, differing);
    stage.clock.advance('PT5M');
    expect(await codeOf(dismiss(stage, 'adam'))).toBe(last);
  });

  test('nor does an eligible one; nor one whose time is up at this instant', async () => {
    await nominate(stage, 'ben');
    await appoint(stage, 'ann', { end: { duration: 'PT1H' } });
    stage.clock.advance('PT1H');
    expect(await codeOf(dismiss(stage, 'adam'))).toBe(last);
  });

  test('at an administrative unit the role protects nobody', async () => {
    const scopeId = '/administrativeUnits/a0000a00-0000-4000-8000-000000000001';
    await appoint(stage, 'ben', { scopeId });
    expect(await codeOf(dismiss(stage, 'adam'))).toBe(last);
    stage.clock.advance('PT5M');
    expect(await dismiss(stage, 'ben', { scopeId })).toMatchObject({ status: 'Revoked' });
  });

  test('another row that gives nobody anything may always go', async () => {
    await appoint(stage, 'dave');
    stage.clock.advance('PT5M');
    expect(await dismiss(stage, 'dave')).toMatchObject({ status: 'Revoked' });
  });

  test('C-5, K-9 within five minutes of the start that is said first, whoever else there is', async () => {
    await appoint(stage, 'ben');
    stage.clock.advance('PT4M59S');
    expect(await codeOf(dismiss(stage, 'ben'))).toBe('ActiveDurationTooShort');
    stage.clock.advance('PT1S');
    expect(await dismiss(stage, 'ben')).toMatchObject({ status: 'Revoked' });
  });
});

describe('K-1 the last one is not demoted', () => {
  const move = (differing: object) =>
    change(
      stage,
      { kind: 'assignment', principalId: cast.adam, roleDefinitionId: globalAdministrator, ...differing },
      'carol',
    );

  test('H-4 his start is not moved to later, unless somebody else holds the role', async () => {
    const startAt = '2026-01-01T00:10:00Z';
    expect(await codeOf(move({ startAt }))).toBe(last);
    await appoint(stage, 'ben');
    expect(await move({ startAt })).toMatchObject({ status: 'Granted' });
    expect(await administrators(stage)).toEqual(['Ben']);
  });

  test('K-2 he may be given an end, and is kept past it', async () => {
    const { id } = await move({ end: { duration: 'P1D' } });
    expect(await endsOf(stage, id)).toEqual({ end: null, planned: new Date('2026-01-02T00:00:00Z') });
    stage.clock.advance('P2D');
    expect(await administrators(stage)).toEqual(['Adam']);
  });
});

describe('K-1 through groups: people count, not rows', () => {
  beforeEach(() => appoint(stage, groups.helpdesk));

  test('a group with a member stands in for the last one, and is then the last itself', async () => {
    await dismiss(stage, 'adam');
    expect(await administrators(stage)).toEqual(['Alice']);
    stage.clock.advance('PT5M');
    expect(await codeOf(dismiss(stage, groups.helpdesk))).toBe(last);
  });

  test.each([
    { what: 'nobody', members: [] },
    { what: 'a disabled member only', members: ['dave'] },
  ] as const)('a group of $what does not', async ({ members }) => {
    await stage.pool.query('delete from group_member where group_id = $1', [groups.helpdesk]);
    await enrol(stage, groups.helpdesk, ...members);
    expect(await codeOf(dismiss(stage, 'adam'))).toBe(last);
  });

  test('a person behind two rows still counts when one of them remains', async () => {
    await appoint(stage, 'alice');
    await dismiss(stage, 'adam');
    stage.clock.advance('PT5M');
    await dismiss(stage, 'alice');
    expect(await administrators(stage)).toEqual(['Alice']);
    expect(await codeOf(dismiss(stage, groups.helpdesk))).toBe(last);
  });
});

describe('K-1 an activation may be the last one', () => {
  const bens = { principalId: cast.ben, roleDefinitionId: globalAdministrator };
  const asksToEnd = () => deactivate(stage, bens, 'ben');

  beforeEach(async () => {
    await nominate(stage, 'ben');
    await rise(stage, 'ben');
    await dismiss(stage, 'adam');
  });

  test('F-4, C-5 he cannot deactivate it: for five minutes not at all, then not while he is the last', async () => {
    stage.clock.advance('PT4M59S');
    expect(await codeOf(asksToEnd())).toBe('ActiveDurationTooShort');
    stage.clock.advance('PT1S');
    expect(await codeOf(asksToEnd())).toBe(last);
    await appoint(stage, 'ann');
    expect(await asksToEnd()).toMatchObject({ status: 'Revoked' });
    expect(await administrators(stage)).toEqual(['Ann']);
  });

  test('K-2 it is kept past its end, and no one can take it away', async () => {
    stage.clock.advance('P7D');
    expect(await administrators(stage)).toEqual(['Ben']);
    expect(await codeOf(asksToEnd())).toBe(last);
    expect(await codeOf(dismiss(stage, 'ben'))).toBe(last);
  });

  test('W-1 his eligibility is neither removed nor moved to later', async () => {
    stage.clock.advance('PT5M');
    expect(await codeOf(dismiss(stage, 'ben', { kind: 'eligibility' }))).toBe(last);
    expect(await codeOf(change(stage, { ...bens, startAt: '2026-01-01T00:10:00Z' }, 'carol'))).toBe(last);
    expect(await administrators(stage)).toEqual(['Ben']);
  });

  test('W-1 his eligibility may be given an end; the end that his activation comes back to moves with it', async () => {
    const { id } = await stage.one<{ id: string }>(`select id from schedule where assignment_type = 'Activated'`);
    await change(stage, { ...bens, end: { duration: 'PT30M' } }, 'carol');
    expect(await endsOf(stage, id)).toEqual({ end: null, planned: new Date('2026-01-01T00:30:00Z') });
    await appoint(stage, 'ann');
    expect(await endsOf(stage, id)).toEqual({ end: new Date('2026-01-01T00:30:00Z'), planned: null });
  });
});

describe('K-3 the last one who is eligible', () => {
  const pras = { roleDefinitionId: privilegedRoleAdministrator };
  const unprotected = () =>
    stage.pool.query(`delete from schedule where role_definition_id = $1 and kind = 'assignment'`, [
      privilegedRoleAdministrator,
    ]);
  const drop = (whom: string) => dismiss(stage, whom, { ...pras, kind: 'eligibility' }, 'adam');

  beforeEach(() => nominate(stage, 'ben', pras));

  test('is not removed while nobody holds the role', async () => {
    await unprotected();
    stage.clock.advance('PT5M');
    expect(await refusal(drop('ben'))).toMatchObject({
      code: last,
      message: expect.stringContaining('make another person eligible, or Privileged Role Administrator, first'),
    });
  });

  test('is removed while somebody holds it, or somebody else is eligible', async () => {
    stage.clock.advance('PT5M');
    await nominate(stage, 'dave', pras);
    await drop('ben');
    await unprotected();
    for (const whom of ['ben', 'ann'] as const)
      await stage.submit('adam', {
        action: 'adminAssign',
        kind: 'eligibility',
        principalId: cast[whom],
        end: 'never',
        ...pras,
      });
    stage.clock.advance('PT5M');
    await drop('ann');
    expect(await codeOf(drop('ben'))).toBe(last);
    expect(await drop('dave')).toMatchObject({ status: 'Revoked' });
  });
});
