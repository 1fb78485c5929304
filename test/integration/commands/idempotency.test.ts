import type { IdempotencyKey } from '../../../src/commands/command';
import { decideApproval } from '../../../src/commands/decide-approval';
import { commandFor } from '../../../src/commands/submit-request';
import { updatePolicy } from '../../../src/commands/update-policy';
import type { Caller } from '../../../src/domain/actor';
import { caller, cast, type Person } from '../../support/cast';
import { newRequest, type RequestInput } from '../../support/stage';
import {
  activate,
  codeOf,
  decisionOn,
  demandApproval,
  makeEligible,
  policyId,
  role,
  rowCounts,
  statusOf,
} from './acts';
import { freshStage } from './fresh-stage';
import { racers } from './racers';

const stage = freshStage(makeEligible);

const key: IdempotencyKey = { key: 'once', inputHash: 'hash of the input' };

function send(differing: Partial<RequestInput> = {}, keyed: IdempotencyKey = key, who: Person | Caller = 'alice') {
  const input = newRequest(who, { roleDefinitionId: role, end: { duration: 'PT2H' }, ...differing });
  return stage.run(commandFor(input), input, typeof who === 'string' ? caller(who) : who, keyed);
}

/** As an answer looks once it has been written and read. */
const asRead = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('design 2: the same key and input answer the first result again, and do nothing', async () => {
  const first = await send();
  const before = await rowCounts(stage);
  stage.clock.advance('PT1H');
  const second = await send();
  expect(asRead(second.result)).toEqual(asRead(first.result));
  expect(second.eventCursor).toBe(first.eventCursor);
  expect(await rowCounts(stage)).toEqual(before);
});

test('instants in an answer that is given again are instants', async () => {
  const first = await send();
  const { result } = await send();
  expect(result.request.createdAt).toEqual(first.result.request.createdAt);
});

test('the same key with another input, or for another command, is IdempotencyKeyReused, and is audited', async () => {
  await send();
  expect(await codeOf(send({}, { ...key, inputHash: 'another' }))).toBe('IdempotencyKeyReused');
  expect(await codeOf(send({ action: 'selfDeactivate', withoutPeriod: true }))).toBe('IdempotencyKeyReused');
  expect(
    await stage.one(`select count(*)::int from directory_audit where result_reason like 'IdempotencyKeyReused%'`),
  ).toEqual({ count: 2 });
});

test('a key is its caller’s own', async () => {
  await makeEligible(stage, { principalId: cast.ben });
  const [alices, bens] = [await send(), await send({}, key, 'ben')];
  expect(bens.result.request).toMatchObject({ principalId: cast.ben });
  expect(bens.result.request.id).not.toBe(alices.result.request.id);
});

test('24 hours, both sides', async () => {
  const first = await send();
  stage.clock.set('2026-01-01T23:59:59.999Z');
  expect((await send()).result.request.id).toBe(first.result.request.id);
  stage.clock.set('2026-01-02T00:00:00Z');
  const fresh = await send();
  expect(fresh.result.request.id).not.toBe(first.result.request.id);
  expect((await send()).result.request.id).toBe(fresh.result.request.id);
});

test('a refused attempt does not use the key up', async () => {
  expect(await codeOf(send({ justification: null }))).toBe('RoleAssignmentRequestPolicyValidationFailed');
  expect((await send()).result.request).toMatchObject({ status: 'Provisioned' });
});

test('a validation does not use the key up', async () => {
  await send({ isValidationOnly: true });
  expect((await rowCounts(stage)).keys).toBe(0);
});

test.each([2, 8])(
  'security 27: %d at once with the same key have exactly one effect and the same answer',
  async (times) => {
    for (const racer of await racers(stage, 10, 'himself')) {
      const before = await rowCounts(stage);
      const answers = await Promise.all(Array.from({ length: times }, () => send({}, key, racer.caller)));
      expect(new Set(answers.map(({ result }) => result.request.id)).size).toBe(1);
      expect(new Set(answers.map(({ eventCursor }) => eventCursor)).size).toBe(1);
      const { requests = 0, schedules = 0, keys = 0, audits = 0 } = before;
      expect(await rowCounts(stage)).toMatchObject({
        requests: requests + 1,
        schedules: schedules + 1,
        keys: keys + 1,
        audits: audits + 2,
      });
    }
  },
);

test('two decisions at once with the same key: one verdict, one answer', async () => {
  await demandApproval(stage);
  const request = await activate(stage);
  const decision = await decisionOn(stage, request.id, 'Approve');
  const answers = await Promise.all([1, 2].map(() => stage.run(decideApproval, decision, caller('ann'), key)));
  expect(answers.map(({ result }) => result.request.id)).toEqual([request.id, request.id]);
  expect(await statusOf(stage, request.id)).toBe('Provisioned');
});

test('a policy edit with a key is made once', async () => {
  const edit = {
    policyId: await policyId(stage),
    rules: [{ id: 'Expiration_EndUser_Assignment', maximumDuration: 'PT1H' }],
  };
  await stage.run(updatePolicy, edit, caller('adam'), key);
  const before = await rowCounts(stage);
  await stage.run(updatePolicy, edit, caller('adam'), key);
  expect(await rowCounts(stage)).toEqual(before);
});
