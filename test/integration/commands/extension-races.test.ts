import { v7 } from 'uuid';
import type { Caller } from '../../../src/domain/actor';
import { caller } from '../../support/cast';
import { activate, cancel, change, makeEligible, remove } from './acts';
import { answer, askExtension, askRenewal, during, give90Days, windows } from './extension-acts';
import { freshStage } from './fresh-stage';
import { broken, outcomes } from './racers';

const rounds = 40;
const stage = freshStage();

afterEach(async () => {
  expect(await broken(stage)).toEqual([]);
  expect(await halfDone()).toEqual([]);
});

type Kind = 'eligibility' | 'assignment';

interface Asking {
  readonly id: string;
  readonly principalId: string;
  readonly caller: Caller;
}

/** Somebody of his own for each round, who has what ends soon. */
async function holders(kind: Kind): Promise<readonly Omit<Asking, 'id'>[]> {
  const ids = Array.from({ length: rounds }, () => v7());
  await stage.pool.query(
    `insert into principal (id, type, display_name, user_principal_name, account_enabled)
      select id, 'user', 'Racer', id || '@contoso.example', true from unnest($1::uuid[]) as id`,
    [ids],
  );
  for (const principalId of ids) await give90Days(stage, kind, { principalId });
  return ids.map((principalId) => ({ principalId, caller: caller('alice', { principalId }) }));
}

/** Runs a round for each, every other one in the reverse order, and tells how they came out. */
async function race(kind: Kind, contestants: (asking: Asking) => Promise<readonly (() => Promise<unknown>)[]>) {
  const people = await holders(kind);
  stage.clock.set(windows.extensionOpens);
  const told = new Set<string>();
  for (const [round, person] of people.entries()) {
    const { id } = await askExtension(stage, { kind }, person.caller);
    const came = await outcomes(await contestants({ id, ...person }), round % 2 === 1);
    told.add(came.join(' | '));
  }
  return [...told].sort();
}

/** Of each request the schedule that its status tells of, and of each principal at most one that holds; else what is wrong. */
async function halfDone(): Promise<readonly string[]> {
  const { rows } = await stage.pool.query<{ what: string }>(
    `select 'status ' || r.status || ' without its schedule, or with one: ' || r.id as what
       from schedule_request as r left join schedule as s on s.id = r.id
      where r.action in ('selfExtend', 'selfRenew')
        and case r.status when 'Provisioned' then s.id is null when 'Granted' then s.id is null or isempty(s.span)
          else s.id is not null and not isempty(s.span) end
     union all
     select 'pending although nothing is left to extend: ' || r.id from schedule_request as r
      where r.status = 'PendingAdminDecision' and r.action = 'selfExtend' and not exists (
        select from schedule as s where s.principal_id = r.principal_id and s.role_definition_id = r.role_definition_id
          and s.kind = r.kind and s.span @> $1::timestamptz)
     union all
     select 'holds nothing after an approval: ' || r.id from schedule_request as r
      where r.action = 'selfExtend' and r.status = 'Provisioned' and not exists (
        select from schedule as s where s.principal_id = r.principal_id and s.role_definition_id = r.role_definition_id
          and (s.span @> $1::timestamptz or s.revoked_at is not null and s.id = r.id))`,
    [stage.clock.now()],
  );
  return rows.map(({ what }) => what);
}

const approve =
  (kind: Kind, { id }: Asking, who: 'adam' | 'carol' = 'adam') =>
  () =>
    answer(stage, id, { kind }, who);
const deny =
  (kind: Kind, { id }: Asking, who: 'adam' | 'carol' = 'carol') =>
  () =>
    answer(stage, id, { kind, decision: 'AdminDenied' }, who);

describe.each(['eligibility', 'assignment'] as const)('one decision on the extension of an %s', (kind) => {
  test('two administrators approve', async () => {
    const came = await race(kind, async (asking) => [approve(kind, asking), approve(kind, asking, 'carol')]);
    expect(['ok | ApprovalNotPossible', 'ApprovalNotPossible | ok']).toEqual(expect.arrayContaining([...came]));
  });

  test('one approves, the other denies', async () => {
    const came = await race(kind, async (asking) => [approve(kind, asking), deny(kind, asking)]);
    expect(['ok | ApprovalNotPossible', 'ApprovalNotPossible | ok']).toEqual(expect.arrayContaining([...came]));
  });

  test('I-10 one approves, the requester withdraws', async () => {
    const came = await race(kind, async (asking) => [
      approve(kind, asking),
      () => cancel(stage, asking.id, asking.caller, kind),
    ]);
    expect(['ok | RequestCannotBeCancelled', 'ApprovalNotPossible | ok']).toEqual(expect.arrayContaining([...came]));
  });

  test('one approves, the other takes away what is to be extended', async () => {
    const came = await race(kind, async (asking) => [
      approve(kind, asking),
      () => remove(stage, { kind, principalId: asking.principalId }, 'carol'),
    ]);
    // What has just been approved is five minutes old at least before it can be taken away (H-6).
    expect(['ok | ActiveDurationTooShort', 'ApprovalNotPossible | ok']).toEqual(expect.arrayContaining([...came]));
  });

  test('one denies, the other takes it away', async () => {
    const came = await race(kind, async (asking) => [
      deny(kind, asking, 'adam'),
      () => remove(stage, { kind, principalId: asking.principalId }, 'carol'),
    ]);
    expect(['ok | ok', 'ApprovalNotPossible | ok']).toEqual(expect.arrayContaining([...came]));
  });

  test('one approves, the other changes what is to be extended', async () => {
    const came = await race(kind, async (asking) => [
      approve(kind, asking),
      () => change(stage, { kind, principalId: asking.principalId, end: { duration: 'P20D' } }, 'carol'),
    ]);
    expect(came).toEqual(['ok | ok']);
  });
});

test('I-5 one asks twice at once', async () => {
  for (const person of (await holders('eligibility')).slice(0, 20)) {
    stage.clock.set(windows.extensionOpens);
    const ask = () => askExtension(stage, {}, person.caller);
    expect((await outcomes([ask, ask], false)).toSorted()).toEqual(['PendingRoleAssignmentRequest', 'ok']);
  }
});

test('W-1 one activates while the extension makes his eligibility begin later', async () => {
  const came = await race('eligibility', async (asking) => [
    () => activate(stage, { end: { duration: 'PT8H' } }, asking.caller),
    () => answer(stage, asking.id, { period: during('2026-03-18T03:00:00Z', { duration: 'P30D' }) }),
  ]);
  expect(came).toEqual(['ok | ok']);
});

describe('W-1 one withdraws an extension that is granted for later', () => {
  const later = (asking: Asking) =>
    answer(stage, asking.id, { period: during('2026-03-25T00:00:00Z', { duration: 'P90D' }) });
  const withdraw = (asking: Asking) => () => cancel(stage, asking.id, asking.caller, 'eligibility');
  const afterwards = { startAt: '2026-03-26T00:00:00Z' };

  test('while it is taken away', async () => {
    const came = await race('eligibility', async (asking) => {
      await activate(stage, afterwards, asking.caller);
      await later(asking);
      return [withdraw(asking), () => remove(stage, { principalId: asking.principalId }, 'carol')];
    });
    expect(['ok | ok', 'RequestCannotBeCancelled | ok']).toEqual(expect.arrayContaining([...came]));
  });

  test('and activates for a time at which he holds only one of the two', async () => {
    const came = await race('eligibility', async (asking) => {
      await later(asking);
      return [withdraw(asking), () => activate(stage, afterwards, asking.caller)];
    });
    expect(['ok | ok', 'ok | RoleAssignmentRequestPolicyValidationFailed']).toEqual(expect.arrayContaining([...came]));
  });
});

test('I-3 an administrator renews while the principal asks for it', async () => {
  const people = await holders('eligibility');
  stage.clock.set(windows.end);
  for (const [round, person] of people.entries()) {
    const renew = () =>
      makeEligible(stage, {
        action: 'adminRenew',
        principalId: person.principalId,
        startAt: windows.end,
        end: { duration: 'P10D' },
      });
    const came = await outcomes([renew, () => askRenewal(stage, {}, person.caller)], round % 2 === 1);
    expect(['ok | RoleAssignmentExists', 'PendingRoleAssignmentRequest | ok']).toContain(came.join(' | '));
  }
});
