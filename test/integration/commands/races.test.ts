import { decideApproval } from '../../../src/commands/decide-approval';
import { lapseApproval } from '../../../src/commands/lapse-approval';
import { commandFor } from '../../../src/commands/submit-request';
import { type Caller, serviceActor } from '../../../src/domain/actor';
import { caller } from '../../support/cast';
import { newRequest, type RequestInput } from '../../support/stage';
import { activate, assign, cancel, change, deactivate, decisionOn, demandApproval, remove, role } from './acts';
import { freshStage } from './fresh-stage';
import { broken, outcomes, type Racer, racers } from './racers';

const rounds = 50;
const stage = freshStage();

afterEach(async () => {
  expect(await broken(stage)).toEqual([]);
});

type Contestant = () => Promise<unknown>;

/** Runs a round for each racer, every other one in the reverse order, and counts how they came out. */
async function race(by: 'himself' | 'group', contestants: (racer: Racer) => Promise<readonly Contestant[]>) {
  const counts = new Map<string, number>();
  for (const [round, racer] of (await racers(stage, rounds, by)).entries()) {
    const told = (await outcomes(await contestants(racer), round % 2 === 1)).join(' | ');
    counts.set(told, (counts.get(told) ?? 0) + 1);
  }
  return [...counts.keys()].sort();
}

const activating =
  (racer: Racer, differing: Partial<RequestInput> = {}) =>
  () =>
    activate(stage, differing, racer.caller);
const removing = (racer: Racer) => () => remove(stage, { principalId: racer.eligibleId });

/** A pending request of the racer's, and what approvers may do with it. */
async function pending(racer: Racer) {
  const { id } = await activate(stage, {}, racer.caller);
  const [approve, deny] = [await decisionOn(stage, id, 'Approve'), await decisionOn(stage, id, 'Deny')];
  const as = (who: 'ann' | 'ben', run = stage.run) => ({
    approves: () => run(decideApproval, approve, caller(who)),
    denies: () => run(decideApproval, deny, caller(who)),
  });
  return { id, ann: as('ann'), ben: as('ben'), as };
}

const heldBy = async (racerIds: string): Promise<number> =>
  (await stage.one<{ count: number }>(racerIds, [stage.clock.now()])).count;
const activeNow = `select count(*)::int from schedule where assignment_type = 'Activated' and span @> $1::timestamptz`;

describe('E-6 one verdict', () => {
  beforeEach(() => demandApproval(stage));

  test('two approvers', async () => {
    const came = await race('himself', async (racer) => {
      const { ann, ben } = await pending(racer);
      return [ann.approves, ben.approves];
    });
    expect(['ok | ApprovalAlreadyDecided', 'ApprovalAlreadyDecided | ok']).toEqual(expect.arrayContaining([...came]));
    expect(await heldBy(activeNow)).toBe(rounds);
  });

  test('one approves, the other denies', async () => {
    const came = await race('himself', async (racer) => {
      const { ann, ben } = await pending(racer);
      return [ann.approves, ben.denies];
    });
    expect(['ok | ApprovalAlreadyDecided', 'ApprovalAlreadyDecided | ok']).toEqual(expect.arrayContaining([...came]));
  });

  test('F-1 one approves, the requester withdraws', async () => {
    const came = await race('himself', async (racer) => {
      const { id, ben } = await pending(racer);
      return [ben.approves, () => cancel(stage, id, racer.caller)];
    });
    expect(['ok | RequestCannotBeCancelled', 'ApprovalNotPossible | ok']).toEqual(expect.arrayContaining([...came]));
  });

  test('E-9 one approves in the last instant by his gateway’s clock, another gateway writes the lapse down', async () => {
    const lapsesAt = new Date('2026-01-02T00:00:00.000Z');
    const inTime = stage.runAt(new Date(lapsesAt.getTime() - 1));
    const late = stage.runAt(lapsesAt);
    const came = await race('himself', async (racer) => {
      const { id, as } = await pending(racer);
      return [as('ben', inTime).approves, () => late(lapseApproval, { requestId: id }, serviceActor)];
    });
    expect(['ok | Conflict', 'ApprovalNotPossible | ok']).toEqual(expect.arrayContaining([...came]));
  });

  test('E-9 at the instant itself the approver always comes too late', async () => {
    const came = await race('himself', async (racer) => {
      const { id, as } = await pending(racer);
      const late = stage.runAt(new Date('2026-01-02T00:00:00.000Z'));
      return [as('ben', late).approves, () => late(lapseApproval, { requestId: id }, serviceActor)];
    });
    expect(came).toEqual(['ApprovalNotPossible | ok']);
    expect(await heldBy(activeNow)).toBe(0);
  });
});

describe('one request, one assignment', () => {
  test('B-9 two activations of the same role', async () => {
    const came = await race('himself', async (racer) => [activating(racer), activating(racer)]);
    expect(['ok | RoleAssignmentExists', 'RoleAssignmentExists | ok']).toEqual(expect.arrayContaining([...came]));
    expect(await heldBy(activeNow)).toBe(rounds);
  });

  test('B-10 two activations that need approval', async () => {
    await demandApproval(stage);
    const came = await race('himself', async (racer) => [activating(racer), activating(racer)]);
    expect(['ok | PendingRoleAssignmentRequest', 'PendingRoleAssignmentRequest | ok']).toEqual(
      expect.arrayContaining([...came]),
    );
  });

  test('H-2 two administrators assign', async () => {
    const came = await race('himself', async ({ id: principalId }) => [
      () => assign(stage, { principalId }),
      () => assign(stage, { principalId, end: { duration: 'P1D' } }, 'carol'),
    ]);
    expect(['ok | RoleAssignmentExists', 'RoleAssignmentExists | ok']).toEqual(expect.arrayContaining([...came]));
  });

  test('B-17 one is assigned what he activates', async () => {
    const came = await race('himself', async (racer) => [
      activating(racer),
      () => assign(stage, { principalId: racer.id }),
    ]);
    expect(['ok | RoleAssignmentExists', 'RoleAssignmentExists | ok']).toEqual(expect.arrayContaining([...came]));
  });

  test('F-4, F-6 he deactivates what an administrator removes', async () => {
    const start = stage.clock.now();
    const came = await race('himself', async (racer) => {
      await begun(start, racer.caller);
      stage.clock.set('2026-01-01T00:05:00Z');
      return [
        () => deactivate(stage, {}, racer.caller),
        () => remove(stage, { kind: 'assignment', principalId: racer.id }),
      ];
    });
    expect(['ok | RoleAssignmentDoesNotExist', 'RoleAssignmentDoesNotExist | ok']).toEqual(
      expect.arrayContaining([...came]),
    );
    expect(await heldBy(activeNow)).toBe(0);
  });
});

/** An activation that began at another instant than now. */
function begun(start: Date, who: Caller) {
  const input = newRequest(who, { roleDefinitionId: role, end: { duration: 'PT2H' } });
  return stage.runAt(start)(commandFor(input), input, who);
}

describe.each(['himself', 'group'] as const)('W-1 no activation without its eligibility, held by %s', (by) => {
  test('he activates while it is removed', async () => {
    const came = await race(by, async (racer) => [activating(racer), removing(racer)]);
    expect(['ok | ok', 'RoleAssignmentRequestPolicyValidationFailed | ok']).toEqual(expect.arrayContaining([...came]));
    expect(await heldBy(activeNow)).toBe(0);
  });

  test('E-19 his activation is approved while it is removed', async () => {
    await demandApproval(stage);
    const came = await race(by, async (racer) => [(await pending(racer)).ben.approves, removing(racer)]);
    expect(came).toEqual(['ok | ok']);
    expect(await heldBy(activeNow)).toBe(0);
  });

  test('he withdraws an activation that has not begun while it is removed', async () => {
    const came = await race(by, async (racer) => {
      const { id } = await activate(stage, { startAt: '2026-01-01T05:00:00Z' }, racer.caller);
      return [() => cancel(stage, id, racer.caller), removing(racer)];
    });
    expect(['ok | ok', 'RequestCannotBeCancelled | ok']).toEqual(expect.arrayContaining([...came]));
  });

  test('he activates while it is cut short', async () => {
    const shorten = (racer: Racer) => () =>
      change(stage, { principalId: racer.eligibleId, end: { duration: 'PT30M' } });
    const came = await race(by, async (racer) => [activating(racer), shorten(racer)]);
    expect(['ok | ok', 'RoleAssignmentRequestPolicyValidationFailed | ok']).toEqual(expect.arrayContaining([...came]));
    stage.clock.advance('PT30M');
    expect(await heldBy(activeNow)).toBe(0);
  });
});
