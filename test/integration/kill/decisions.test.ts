import type { Client } from 'pg';
import { decideApproval } from '../../../src/commands/decide-approval';
import { decideRequest } from '../../../src/commands/decide-request';
import { connect } from '../../../src/storage/connection';
import { caller, groups } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { activate, members } from '../commands/acts';
import { askExtension, windows } from '../commands/extension-acts';
import { freshen } from '../commands/fresh-stage';
import { racers } from '../commands/racers';
import { by, decideStage, demandStages, person, stagesOf } from '../commands/staged';
import { killAt, moments, type When } from './killed-session';
import { standing } from './standing';

let stage: Stage;
let killer: Client;

beforeAll(async () => {
  stage = await openStage();
  killer = await connect(stage.ownerUrl, {});
});
beforeEach(async () => {
  await freshen(stage);
  await demandStages(stage, 'Serial', [by(members(groups.approvers)), by(person('sam'))]);
});
afterAll(async () => {
  await killer.end();
  await stage.close();
});

/** A decision that waits to be made, and how it is made. */
interface Waiting {
  readonly id: string;
  readonly decide: () => Promise<unknown>;
}

const approving = (id: string, stageId: string | undefined, who: 'ann' | 'sam'): Waiting => ({
  id,
  decide: () =>
    stage.run(
      decideApproval,
      { approvalId: id, stageId: stageId ?? 'none', verdict: 'Approve', justification: 'fine' },
      caller(who),
      { key: id, inputHash: 'the decision' },
    ),
});

async function firstStage(): Promise<Waiting> {
  const [racer] = await racers(stage, 1, 'himself');
  const { id } = await activate(stage, {}, racer?.caller);
  return approving(id, (await stagesOf(stage, id))[0]?.id, 'ann');
}

async function lastStage(): Promise<Waiting> {
  const [racer] = await racers(stage, 1, 'himself');
  const { id } = await activate(stage, {}, racer?.caller);
  await decideStage(stage, id, 0, 'ann');
  return approving(id, (await stagesOf(stage, id))[1]?.id, 'sam');
}

async function extension(): Promise<Waiting> {
  const [racer] = await racers(stage, 1, 'himself');
  await stage.pool.query('update schedule set end_at = $2 where principal_id = $1', [racer?.id, windows.end]);
  stage.clock.set(windows.extensionOpens);
  const { id } = await askExtension(stage, { principalId: racer?.id ?? '' }, racer?.caller);
  const decision = {
    kind: 'eligibility',
    decision: 'AdminApproved',
    reason: 'needed',
    period: null,
    becomes: null,
  } as const;
  return {
    id,
    decide: () =>
      stage.run(decideRequest, { requestId: id, provider: 'directory', ...decision }, caller('adam'), {
        key: id,
        inputHash: 'the decision',
      }),
  };
}

/** Kills one decision on a fresh request at its `n`-th statement, and tries it again with the same key. */
async function killedAt(make: () => Promise<Waiting>, n: number, when: When) {
  const { id, decide } = await make();
  const before = await standing(stage, id);
  const { sent } = killAt(stage, killer, n, when);
  await decide().catch(() => undefined);
  const left = await standing(stage, id);
  await decide();
  const after = await standing(stage, id);
  await decide();
  expect(await standing(stage, id)).toEqual(after);
  expect(after).not.toEqual(before);
  return { before, left, after, sent: sent() };
}

describe.each([
  { what: 'the approval of the first of two stages', make: firstStage },
  { what: 'the approval of the last of two stages', make: lastStage },
  { what: 'the decision on an extension', make: extension },
])('item 10, security 27: $what, killed at a statement', ({ make }) => {
  test.each(moments)(
    '%s: it is as before or as after, never between, and tried again it is done once',
    async (when) => {
      const seen: string[] = [];
      for (let n = 1; ; n += 1) {
        const { before, left, after, sent } = await killedAt(make, n, when);
        expect([before, after]).toContainEqual(left);
        if (sent < n) break;
        seen.push(JSON.stringify(left) === JSON.stringify(after) ? 'after' : 'before');
      }
      // Beginning, locking, loading, opening, saving and committing: each of them is a place to be killed at.
      expect(seen.length).toBeGreaterThanOrEqual(6);
      expect(seen.slice(0, -1)).not.toContain('after');
      expect(seen.at(-1)).toBe(when === 'before it is sent' ? 'before' : 'after');
    },
  );
});
