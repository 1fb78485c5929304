import type { Client } from 'pg';
import type { IdempotencyKey } from '../../../src/commands/command';
import { decideApproval } from '../../../src/commands/decide-approval';
import { connect } from '../../../src/storage/connection';
import { caller } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { killAt, moments, type When } from '../kill/killed-session';
import { activate, decisionOn, demandApproval } from './acts';
import { broken, racers } from './racers';

let stage: Stage;
let killer: Client;

beforeAll(async () => {
  stage = await openStage();
  killer = await connect(stage.ownerUrl, {});
  await demandApproval(stage);
});
afterAll(async () => {
  expect(await broken(stage)).toEqual([]);
  await killer.end();
  await stage.close();
});

/** What there is of a request: its status, its stage and its schedule, and how much has been told of it. */
const standing = (requestId: string): Promise<typeof before> =>
  stage.one(
    `select r.status, t.status as stage, t.review_result as review, (select count(*)::int from schedule where id = r.id) as schedules,
      (select count(*)::int from directory_audit where correlation_id = r.id) as audits,
      (select count(*)::int from outbox where request_id = r.id) as events,
      (select count(*)::int from idempotency_key where key = r.id::text) as keys
     from schedule_request as r join approval_stage as t on t.approval_id = r.id where r.id = $1`,
    [requestId],
  );

const before = {
  status: 'PendingApproval',
  stage: 'InProgress',
  review: 'NotReviewed',
  schedules: 0,
  audits: 2,
  events: 2,
  keys: 0,
};
const after = {
  status: 'Provisioned',
  stage: 'Completed',
  review: 'Approved',
  schedules: 1,
  audits: 4,
  events: 4,
  keys: 1,
};

/** Kills one decision on a fresh request at its `n`-th statement, and tries it again with the same key. */
async function killedAt(n: number, when: When) {
  const [racer] = await racers(stage, 1, 'himself');
  const { id } = await activate(stage, {}, racer?.caller);
  const decision = await decisionOn(stage, id, 'Approve');
  const key: IdempotencyKey = { key: id, inputHash: 'the decision' };
  const decide = () => stage.run(decideApproval, decision, caller('ben'), key);
  const { sent } = killAt(stage, killer, n, when);
  const outcome = await decide().then(
    () => 'done',
    () => 'lost',
  );
  const left = await standing(id);
  await decide();
  return { outcome, left, retried: await standing(id), sent: sent() };
}

describe.each(moments)('security 27: a session killed at a statement, %s', (when) => {
  test('leaves the decision undone or done, and the same key ends in exactly one effect', async () => {
    const seen: string[] = [];
    for (let n = 1; ; n += 1) {
      const { outcome, left, retried, sent } = await killedAt(n, when);
      expect([before, after]).toContainEqual(left);
      expect(retried).toEqual(after);
      if (sent < n) break;
      seen.push(`${outcome}: ${left.status === after.status ? 'after' : 'before'}`);
    }
    // Beginning, locking, loading, opening, saving and committing: each of them is a place to be killed at.
    expect(seen.length).toBeGreaterThanOrEqual(6);
    expect(seen.slice(0, -1).every((one) => one === 'lost: before')).toBe(true);
    expect(seen.at(-1)).toBe(when === 'before it is sent' ? 'lost: before' : 'lost: after');
  });
});
