import { cast, groups, roles } from '../../support/cast';
import { assign, codeOf, refusal, rowCounts } from './acts';
import { mark } from './emergency-acts';
import { freshStage } from './fresh-stage';
import { leftSince, marks } from './left-behind';
import { outcomes } from './racers';

const stage = freshStage();

const isMarked = async (): Promise<boolean> =>
  (await stage.one<{ is: boolean }>('select is_emergency_account as is from principal where id = $1', [cast.alice])).is;

describe('issue 4.8 a Global Administrator says which accounts are for emergencies', () => {
  test.each([true, false])('to %s: one event, and one entry with the value before and after', async (to) => {
    if (!to) await mark(stage, true);
    const before = await marks(stage);
    expect((await mark(stage, to)).result).toEqual({ userId: cast.alice });
    expect(await isMarked()).toBe(to);
    const { audits, events } = await leftSince(stage, before);
    expect(events).toEqual([{ type: 'emergency.accountChanged', request_id: null }]);
    expect(audits).toMatchObject([
      { activity: 'Update user', result: 'success', initiator: cast.adam, subject: cast.alice },
    ]);
    const { resources } = await stage.one<{ resources: readonly object[] }>(
      'select target_resources as resources from directory_audit order by id desc limit 1',
    );
    expect(resources).toMatchObject([
      {
        id: cast.alice,
        type: 'User',
        modifiedProperties: [{ displayName: 'isEmergencyAccount', oldValue: `${!to}`, newValue: `${to}` }],
      },
    ]);
  });

  test.each([true, false])('what stands already, %s, is Conflict and leaves no event', async (to) => {
    if (to) await mark(stage, true);
    const before = await rowCounts(stage);
    expect(await codeOf(mark(stage, to))).toBe('Conflict');
    expect(await rowCounts(stage)).toEqual({ ...before, audits: Number(before.audits) + 1 });
  });

  test.each([true, false])('K-7 nobody does so for himself: to %s', async (to) => {
    await mark(stage, true);
    await assign(stage, { principalId: cast.alice, roleDefinitionId: roles.globalAdministrator });
    const whom = to ? cast.adam : cast.alice;
    expect(await codeOf(mark(stage, to, to ? 'adam' : 'alice', whom))).toBe('InsufficientPermissions');
    expect(await isMarked()).toBe(true);
  });

  test('two at the same instant: one does it, the other learns that it is done', async () => {
    await assign(stage, { principalId: cast.ben, roleDefinitionId: roles.globalAdministrator });
    for (let round = 0; round < 20; round += 1) {
      const to = round % 2 === 0;
      const came = await outcomes([() => mark(stage, to), () => mark(stage, to, 'ben')], round % 4 > 1);
      expect([...came].sort()).toEqual(['Conflict', 'ok']);
      expect(await isMarked()).toBe(to);
    }
  });

  test.each([cast.robot, groups.helpdesk, '00000000-0000-4000-8000-000000000000'])(
    'nothing but a user can be one: %s',
    async (userId) => {
      const { code, details } = await refusal(mark(stage, true, 'adam', userId));
      expect([code, details.path]).toEqual(['SubjectNotFound', ['input', 'userId']]);
    },
  );

  test('nor can a user who has left the directory', async () => {
    await stage.pool.query('update principal set deleted_at = now() where id = $1', [cast.alice]);
    expect(await codeOf(mark(stage))).toBe('SubjectNotFound');
  });
});

describe('issue 4.8 who may not say so', () => {
  test.each([
    ['carol', 'InsufficientPermissions'],
    ['sam', 'InsufficientPermissions'],
    ['alice', 'InsufficientPermissions'],
    ['ben', 'SubjectNotFound'],
    ['robot', 'SubjectNotFound'],
    ['dave', 'InsufficientPermissions'],
  ] as const)('%s: %s, and the attempt is audited', async (who, code) => {
    const before = await rowCounts(stage);
    expect(await codeOf(mark(stage, true, who))).toBe(code);
    expect(await isMarked()).toBe(false);
    expect(await rowCounts(stage)).toEqual({ ...before, audits: Number(before.audits) + 1 });
  });

  test('of somebody who does not exist everybody hears the same as of somebody whom he may not see', async () => {
    const unknown = await refusal(mark(stage, true, 'ben', '00000000-0000-4000-8000-000000000000'));
    const hidden = await refusal(mark(stage, true, 'ben'));
    expect([unknown.code, unknown.message]).toEqual([hidden.code, hidden.message]);
  });
});
