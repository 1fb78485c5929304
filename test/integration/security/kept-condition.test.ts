import { decideRequest } from '../../../src/commands/decide-request';
import { caller, cast } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { codeOf } from '../commands/acts';
import { ask, holdsOutside, makeEligible, owner, plant, root, storageBlobDataReader } from '../commands/resource-acts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  await plant(stage);
  await holdsOutside(stage, 'ben', owner, root);
  await makeEligible(stage, { ...role, condition, end: { duration: 'P10D' } });
});
afterEach(() => stage.close());

const condition = { expression: "@Resource[a] StringEquals 'logs'", version: '2.0' };
const role = { roleDefinitionId: storageBlobDataReader };

const conditionOf = async (id: string) =>
  (await stage.one<{ condition: string | null }>('select condition from schedule where id = $1', [id])).condition;

describe('S-6 nobody loses a condition on the way', () => {
  test('by asking for an extension without it', async () => {
    const { id } = await ask(stage, 'alice', {
      ...role,
      kind: 'eligibility',
      action: 'selfExtend',
      end: { duration: 'P30D' },
    });
    await stage.run(
      decideRequest,
      {
        requestId: id,
        kind: 'eligibility',
        provider: 'azure',
        decision: 'AdminApproved',
        reason: 'fine',
        period: null,
        becomes: null,
      },
      caller('ben'),
    );
    expect(await conditionOf(id)).toBe(condition.expression);
  });

  test('by a renewal', async () => {
    stage.clock.advance('P11D');
    const startAt = stage.clock.now().toISOString();
    const { id } = await ask(stage, 'alice', {
      ...role,
      kind: 'eligibility',
      action: 'selfRenew',
      startAt,
      end: { duration: 'P30D' },
    });
    await stage.run(
      decideRequest,
      {
        requestId: id,
        kind: 'eligibility',
        provider: 'azure',
        decision: 'AdminApproved',
        reason: 'fine',
        period: {
          startAt: stage.clock.now(),
          expirationType: 'afterDuration',
          expirationEndAt: null,
          expirationDuration: 'P30D',
        },
        becomes: 'eligibility',
      },
      caller('ben'),
    );
    expect(await conditionOf(id)).toBe(condition.expression);
  });

  test('by an administrator who moves its end', async () => {
    for (const action of ['adminExtend', 'adminUpdate'] as const) {
      stage.clock.advance('PT5M');
      const { id } = await ask(stage, 'ben', {
        ...role,
        kind: 'eligibility',
        action,
        principalId: cast.alice,
        end: { duration: 'P30D' },
      });
      expect(await conditionOf(id)).toBe(condition.expression);
    }
  });
});

test('S-6 an administrator who changes the condition ends what was activated under the old one', async () => {
  const { id } = await ask(stage, 'alice', { ...role, end: { duration: 'PT2H' } });
  stage.clock.advance('PT5M');
  const other = { expression: "@Resource[a] StringEquals 'mail'", version: '2.0' };
  const moved = {
    ...role,
    kind: 'eligibility',
    action: 'adminUpdate',
    principalId: cast.alice,
    end: { duration: 'P30D' },
  } as const;
  const changed = await ask(stage, 'ben', { ...moved, condition: other });
  expect(await conditionOf(changed.id)).toBe(other.expression);
  expect(await stage.one('select revoked_at from schedule where id = $1', [id])).toEqual({
    revoked_at: stage.clock.now(),
  });
});

test('S-6 nobody asks for another condition than he has', async () => {
  const other = { expression: 'true', version: '2.0' };
  const asked = { ...role, kind: 'eligibility', action: 'selfExtend', end: { duration: 'P30D' } } as const;
  expect(await codeOf(ask(stage, 'alice', { ...asked, condition: other }))).toBe('Request_BadRequest');
});
