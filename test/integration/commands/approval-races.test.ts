import { cancelRequest } from '../../../src/commands/cancel-request';
import type { Run } from '../../../src/commands/command';
import { decideApproval } from '../../../src/commands/decide-approval';
import { escalateApproval } from '../../../src/commands/escalate-approval';
import { lapseApproval } from '../../../src/commands/lapse-approval';
import { serviceActor } from '../../../src/domain/actor';
import type { Verdict } from '../../../src/domain/approval';
import { caller, groups, type Person } from '../../support/cast';
import { activate, members } from './acts';
import { freshStage } from './fresh-stage';
import { broken, type Racer, racers } from './racers';
import { by, demandStages, escalatingTo, person, stagesOf } from './staged';

const rounds = 200;
/** For races that the others make unlikely to come out otherwise. */
const fewer = 60;
/** Rounds that run side by side, each with a racer of its own: two connections each. */
const abreast = 4;
const stage = freshStage();

afterEach(async () => {
  expect(await broken(stage)).toEqual([]);
});

/** A pending request, with what may happen to it. */
interface Pending {
  readonly decides: (who: Person, verdict: Verdict, position?: number, run?: Run) => Promise<unknown>;
  readonly cancels: () => Promise<unknown>;
  readonly lapses: (run: Run) => Promise<unknown>;
  readonly escalates: () => Promise<unknown>;
}

async function pending(racer: Racer): Promise<Pending> {
  const { id } = await activate(stage, {}, racer.caller);
  const ids = (await stagesOf(stage, id)).map((one) => one.id);
  return {
    decides: (who, verdict, position = 0, run = stage.run) =>
      run(
        decideApproval,
        { approvalId: id, stageId: ids[position] ?? 'none', verdict, justification: 'fine' },
        caller(who),
      ),
    cancels: () => stage.run(cancelRequest, { requestId: id, kind: 'assignment', provider: 'directory' }, racer.caller),
    lapses: (run) => run(lapseApproval, { requestId: id }, serviceActor),
    escalates: () => stage.run(escalateApproval, { requestId: id, stageId: ids[0] ?? 'none' }, serviceActor),
  };
}

type Contest = (request: Pending) => readonly [() => Promise<unknown>, () => Promise<unknown>];

/** How one contestant fared: `ok`, or the code of his refusal and the winner that it named. */
const told = (settled: PromiseSettledResult<unknown>): string => {
  if (settled.status === 'fulfilled') return 'ok';
  const { code, details } = settled.reason;
  return details?.winner ? `${code} by ${details.winner.status}` : String(code ?? settled.reason);
};

/** Lets two contestants at each of many requests, every other time in the reverse order; yields what came out, each once. */
async function race(contest: Contest, prepare = () => {}, count = rounds): Promise<readonly string[]> {
  const fresh = await racers(stage, count, 'himself');
  const requests: Pending[] = [];
  for (const several of inLots(fresh)) requests.push(...(await Promise.all(several.map(pending))));
  prepare();
  const outcomes: string[] = [];
  for (const several of inLots(requests)) {
    outcomes.push(...(await Promise.all(several.map((request, index) => round(contest(request), index % 2 === 1)))));
  }
  return [...new Set(outcomes)].sort();
}

const inLots = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / abreast) }, (_, lot) => all.slice(lot * abreast, (lot + 1) * abreast));

async function round([one, other]: ReturnType<Contest>, isReversed: boolean): Promise<string> {
  const settled = await Promise.allSettled(isReversed ? [other(), one()] : [one(), other()]);
  const outcome = settled.map(told);
  return (isReversed ? outcome.reverse() : outcome).join(' | ');
}

/** How many requests of the races stand how. */
const statuses = async (): Promise<Readonly<Record<string, number>>> =>
  (
    await stage.one<{ counts: Readonly<Record<string, number>> }>(
      `select jsonb_object_agg(status, count) as counts from (
        select status, count(*) from schedule_request where action = 'selfActivate' group by status) as s`,
    )
  ).counts;

const anHourLater = () => stage.clock.advance('PT1H');

/** Holds the outcomes to those that may be; in 200 rounds at least one of them comes. */
const expectOnly = (came: readonly string[], allowed: readonly string[]) => {
  expect(came.length).toBeGreaterThan(0);
  expect(allowed).toEqual(expect.arrayContaining([...came]));
};

describe('item 6 one stage: exactly one takes effect, and the other learns which', () => {
  beforeEach(() => demandStages(stage, 'SingleStage', [escalatingTo(60, [person('sam')], members(groups.approvers))]));

  test('E-6 two approvers', async () => {
    const came = await race(({ decides }) => [() => decides('ann', 'Approve'), () => decides('ben', 'Approve')]);
    expectOnly(came, ['ok | ApprovalAlreadyDecided by Approved', 'ApprovalAlreadyDecided by Approved | ok']);
    expect(await statuses()).toEqual({ Provisioned: rounds });
  });

  test('E-6 one approves, the other denies', async () => {
    const came = await race(({ decides }) => [() => decides('ann', 'Approve'), () => decides('ben', 'Deny')]);
    expectOnly(came, ['ok | ApprovalAlreadyDecided by Approved', 'ApprovalAlreadyDecided by Denied | ok']);
    const { Provisioned = 0, Denied = 0 } = await statuses();
    expect(Provisioned + Denied).toBe(rounds);
  });

  test('F-1 an approver and the requestor who withdraws', async () => {
    const came = await race(({ decides, cancels }) => [() => decides('ann', 'Approve'), cancels]);
    expectOnly(came, ['ok | RequestCannotBeCancelled by Provisioned', 'ApprovalNotPossible by Canceled | ok']);
  });

  test('E-9 an approver in the last instant of his gateway’s clock, and another gateway that writes the lapse down', async () => {
    const lapsesAt = new Date('2026-01-02T00:00:00.000Z');
    const [inTime, late] = [stage.runAt(new Date(lapsesAt.getTime() - 1)), stage.runAt(lapsesAt)];
    const came = await race(({ decides, lapses }) => [() => decides('ann', 'Approve', 0, inTime), () => lapses(late)]);
    expectOnly(came, ['ok | Conflict by Provisioned', 'ApprovalNotPossible by TimedOut | ok']);
  });

  test('an approver and the escalation: what was decided is not escalated, what was escalated may be decided', async () => {
    const came = await race(({ decides, escalates }) => [() => decides('ann', 'Approve'), escalates], anHourLater);
    expectOnly(came, ['ok | ok', 'ok | Conflict by Approved']);
    expect(await statuses()).toEqual({ Provisioned: rounds });
  });

  test('the requestor who withdraws, and the escalation', async () => {
    const came = await race(({ cancels, escalates }) => [cancels, escalates], anHourLater, fewer);
    expectOnly(came, ['ok | ok', 'ok | Conflict by Canceled']);
    expect(await statuses()).toEqual({ Canceled: fewer });
  });
});

describe('item 6 several stages', () => {
  const last = [by(person('ann')), by(person('ben'))];

  test('Parallel: the last two approvals at the same instant provision once', async () => {
    await demandStages(stage, 'Parallel', last);
    const came = await race(({ decides }) => [() => decides('ann', 'Approve', 0), () => decides('ben', 'Approve', 1)]);
    expect(came).toEqual(['ok | ok']);
    expect(await statuses()).toEqual({ Provisioned: rounds });
    expect(
      await stage.one(
        `select count(*) filter (where type = 'request.stageApproved')::int as stages, count(*) filter (where type = 'request.approved')::int as approved from outbox`,
      ),
    ).toEqual({ stages: rounds, approved: rounds });
  });

  test('Parallel: one approves his stage, the other denies his: it is denied either way', async () => {
    await demandStages(stage, 'Parallel', last);
    const came = await race(({ decides }) => [() => decides('ann', 'Approve', 0), () => decides('ben', 'Deny', 1)]);
    expectOnly(came, ['ok | ok', 'ApprovalNotPossible by Denied | ok']);
    expect(await statuses()).toEqual({ Denied: rounds });
  });

  test('one approver who decides two stages at once: he decides one', async () => {
    const both = [by(members(groups.approvers)), by(members(groups.approvers))];
    await demandStages(stage, 'Parallel', both);
    const contest: Contest = ({ decides }) => [() => decides('ann', 'Approve', 0), () => decides('ann', 'Approve', 1)];
    expectOnly(await race(contest, undefined, fewer), ['ok | InsufficientPermissions', 'InsufficientPermissions | ok']);
    expect(await statuses()).toEqual({ PendingApproval: fewer });
    expect(await stage.one('select count(distinct reviewed_by_id)::int as people from approval_stage')).toEqual({
      people: 1,
    });
  });
});
