import { caller, cast, roles } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { activate, assign, codeOf, makeEligible, refusal, rowCounts } from './acts';
import { mark, settle, uses } from './emergency-acts';
import { freshen } from './fresh-stage';
import { leftSince, marks } from './left-behind';

let stage: Stage;
let useId: string;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  await freshen(stage);
  await makeEligible(stage);
  await mark(stage);
  useId = (await activate(stage)).id;
});
afterAll(() => stage.close());

const nowhere = '00000000-0000-4000-8000-000000000000';

describe('issue 4.8 a settlement', () => {
  test.each(['adam', 'carol'] as const)(
    'by %s closes the use with a finding, in one event and one entry',
    async (who) => {
      stage.clock.advance('PT3H');
      const before = await marks(stage);
      expect(await settle(stage, useId, who, 'a drill; nothing follows')).toMatchObject({ result: { useId } });
      expect(await uses(stage)).toMatchObject([
        {
          id: useId,
          settled_at: stage.clock.now(),
          settled_by_id: cast[who],
          settled_by_name: who === 'adam' ? 'Adam' : 'Carol',
          finding: 'a drill; nothing follows',
        },
      ]);
      const { audits, events } = await leftSince(stage, before);
      expect(events).toEqual([{ type: 'emergency.settled', request_id: useId }]);
      expect(audits).toEqual([
        {
          activity: 'Resolve PIM alert',
          correlation: useId,
          result: 'success',
          reason: 'a drill; nothing follows',
          initiator: cast[who],
          subject: cast.alice,
        },
      ]);
    },
  );

  test('a second one is Conflict, names the first, and changes nothing', async () => {
    await settle(stage, useId, 'carol');
    const [before] = await uses(stage);
    stage.clock.advance('PT1M');
    const { code, details } = await refusal(settle(stage, useId, 'adam', 'something else'));
    expect(code).toBe('Conflict');
    expect(details.winner).toEqual({
      status: 'Settled',
      decidedById: cast.carol,
      decidedAt: new Date('2026-01-01T00:00:00Z'),
    });
    expect((await uses(stage))[0]).toEqual(before);
  });

  test.each(['', ' \n\t'])('needs a finding; %j is none', async (finding) => {
    const { code, details } = await refusal(settle(stage, useId, 'adam', finding));
    expect([code, details.path]).toEqual(['Request_BadRequest', ['input', 'finding']]);
    expect(await uses(stage)).toMatchObject([{ settled_at: null }]);
  });

  test('of the stored use stands in the database: neither twice nor by the account itself', async () => {
    const settledBy = (who: string) =>
      stage.pool.query(`update emergency_use set settled_at = now(), settled_by_id = $1, finding = 'x' where id = $2`, [
        who,
        useId,
      ]);
    await expect(settledBy(cast.alice)).rejects.toMatchObject({ constraint: 'nobody_settles_his_own_use' });
    await settledBy(cast.adam);
    await expect(settledBy(cast.carol)).rejects.toMatchObject({ constraint: 'a_use_is_settled_once' });
  });
});

describe('issue 4.8 who may not settle', () => {
  const refused = async (attempt: () => Promise<unknown>) => {
    const before = await rowCounts(stage);
    const { code } = await refusal(attempt());
    expect(await rowCounts(stage)).toEqual({ ...before, audits: Number(before.audits) + 1 });
    return code;
  };

  test.each([
    ['ben', 'Request_ResourceNotFound'],
    ['dave', 'InsufficientPermissions'],
    ['sam', 'InsufficientPermissions'],
    ['alice', 'InsufficientPermissions'],
    ['robot', 'InsufficientPermissions'],
  ] as const)('%s: %s', async (who, code) => {
    expect(await refused(() => settle(stage, useId, who))).toBe(code);
  });

  test('the account itself, be it Global Administrator meanwhile', async () => {
    await assign(stage, { roleDefinitionId: roles.globalAdministrator });
    expect(await refused(() => settle(stage, useId, 'alice'))).toBe('InsufficientPermissions');
  });

  test('an application, be it Global Administrator', async () => {
    await assign(stage, { principalId: cast.robot, roleDefinitionId: roles.globalAdministrator });
    expect(await refused(() => settle(stage, useId, 'robot'))).toBe('InsufficientPermissions');
    expect(await refused(() => settle(stage, useId, caller('adam', { isApplication: true })))).toBe(
      'InsufficientPermissions',
    );
  });

  test('whoever has lost the role by then', async () => {
    await stage.pool.query('update schedule set revoked_at = $2 where principal_id = $1', [
      cast.carol,
      stage.clock.now(),
    ]);
    expect(await refused(() => settle(stage, useId, 'carol'))).toBe('Request_ResourceNotFound');
  });

  test('an unknown use, and a request that was none', async () => {
    expect(await refused(() => settle(stage, nowhere))).toBe('Request_ResourceNotFound');
    const { id } = await makeEligible(stage, { roleDefinitionId: roles.userAdministrator });
    expect(await codeOf(settle(stage, id))).toBe('Request_ResourceNotFound');
  });

  test('another emergency account may, when it administers', async () => {
    await makeEligible(stage, { principalId: cast.ben, roleDefinitionId: roles.globalAdministrator });
    await mark(stage, true, 'adam', cast.ben);
    const own = await activate(stage, { roleDefinitionId: roles.globalAdministrator }, 'ben');
    await settle(stage, useId, 'ben');
    expect(await refused(() => settle(stage, own.id, 'ben'))).toBe('InsufficientPermissions');
  });
});
