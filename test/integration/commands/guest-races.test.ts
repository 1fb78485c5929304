import { Readable } from 'node:stream';
import { v7 } from 'uuid';
import { announceStart } from '../../../src/commands/announce-schedule';
import { serviceActor } from '../../../src/domain/actor';
import { importDirectory } from '../../../src/storage/import/import-directory';
import { cast, groups, roles } from '../../support/cast';
import { activate, assign, cancel, decide, demandApproval, remove } from './acts';
import { freshStage } from './fresh-stage';
import { leftTo, nothing, prepareGuests, submitFor, withdraw } from './guest-acts';
import { broken, outcomes, type Racer, racers } from './racers';

const stage = freshStage(prepareGuests);
jest.setTimeout(120_000);

const usual = 40;

interface Race {
  readonly rounds?: number;
  readonly by?: 'himself' | 'group';
  /** What there is before the race: the id of something that the rival acts upon. */
  readonly prepare?: (guest: Racer) => Promise<string>;
  readonly rival: (guest: Racer, id: string) => Promise<unknown>;
  readonly withdrawing?: (guest: Racer) => Promise<unknown>;
}

/** Each round with a guest of his own, every other one the other way round; afterwards he has nothing, whoever came first. */
async function race({ rounds = usual, by = 'himself', prepare, rival, withdrawing }: Race): Promise<readonly string[]> {
  const guests = await racers(stage, rounds, by);
  await stage.pool.query(`update principal set user_type = 'Guest' where id = any ($1)`, [guests.map(({ id }) => id)]);
  const came = new Set<string>();
  for (const [index, guest] of guests.entries()) {
    const id = (await prepare?.(guest)) ?? '';
    const end = withdrawing ?? (() => withdraw(stage, guest.id));
    const [withdrawn, other] = await outcomes([() => end(guest), () => rival(guest, id)], index % 2 === 1);
    expect(withdrawn).toBe('ok');
    came.add(String(other));
    expect(await leftTo(stage, guest.id)).toEqual(nothing);
  }
  return [...came];
}

const among = (came: readonly string[], possible: readonly string[]) =>
  expect(possible).toEqual(expect.arrayContaining([...came]));

/** An import is on record, and tells subscribers nothing. */
const disagreements = async () => (await broken(stage)).filter((what) => !/events and \d+ entries/.test(what));
afterEach(async () => expect(await disagreements()).toEqual([]));

const pending = async ({ caller }: Racer) => (await activate(stage, {}, caller)).id;
const later = () => new Date(stage.clock.now().getTime() + 3_600_000).toISOString();

describe('M-3 a guest is withdrawn at the same instant as', () => {
  test.each(['himself', 'group'] as const)('he activates what he is eligible for by %s', async (by) => {
    const came = await race({ by, rival: ({ caller }) => activate(stage, {}, caller) });
    among(came, ['ok', 'InsufficientPermissions']);
  });

  test('he activates through a membership of PIM', async () => {
    const helpdesk = { provider: 'group', roleDefinitionId: 'member', scopeId: groups.helpdesk } as const;
    const securityReader = roles.securityReader;
    await stage.submit('adam', {
      action: 'adminAssign',
      kind: 'eligibility',
      principalId: groups.helpdesk,
      roleDefinitionId: securityReader,
      end: 'never',
    });
    const came = await race({
      prepare: async ({ id: principalId }) =>
        (await submitFor(stage, 'adam', helpdesk, { action: 'adminAssign', principalId, end: { duration: 'P30D' } }))
          .id,
      rival: ({ caller }) => activate(stage, { roleDefinitionId: securityReader }, caller),
    });
    among(came, ['ok', 'InsufficientPermissions']);
  });

  test('his activation is approved', async () => {
    await demandApproval(stage);
    const came = await race({ prepare: pending, rival: (_guest, id) => decide(stage, id) });
    among(came, ['ok', 'ApprovalNotPossible']);
  });

  test('his activation for later is approved', async () => {
    await demandApproval(stage);
    const came = await race({
      prepare: async ({ caller }) => (await activate(stage, { startAt: later() }, caller)).id,
      rival: (_guest, id) => decide(stage, id),
    });
    among(came, ['ok', 'ApprovalNotPossible']);
  });

  test('he cancels what he has asked for', async () => {
    await demandApproval(stage);
    const came = await race({ prepare: pending, rival: ({ caller }, id) => cancel(stage, id, caller) });
    among(came, ['ok', 'InsufficientPermissions', 'RequestCannotBeCancelled']);
  });

  test('an administrator gives him a role', async () => {
    const came = await race({
      rival: ({ id: principalId }) => assign(stage, { principalId, roleDefinitionId: roles.securityReader }),
    });
    among(came, ['ok', 'Request_BadRequest']);
  });

  test('an administrator takes his eligibility away', async () => {
    const came = await race({
      prepare: pending,
      rival: ({ id: principalId }) => remove(stage, { principalId }),
    });
    among(came, ['ok', 'RoleAssignmentDoesNotExist']);
  });

  test('an administrator withdraws what was granted for later', async () => {
    const came = await race({
      prepare: async ({ id: principalId }) => (await assign(stage, { principalId, startAt: later() })).id,
      rival: (_guest, id) => cancel(stage, id, 'adam'),
    });
    among(came, ['ok', 'RequestCannotBeCancelled']);
  });

  // The two take request and schedule in another order; one of them is then repeated, after a second.
  test('the service announces the start of what was granted', async () => {
    const came = await race({
      rounds: 4,
      prepare: async ({ id: principalId }) => {
        const { id } = await assign(stage, { principalId, startAt: later() });
        stage.clock.advance('PT1H');
        return id;
      },
      rival: (_guest, scheduleId) => stage.run(announceStart, { scheduleId }, serviceActor),
    });
    among(came, ['ok', 'Conflict']);
  });

  test('somebody else withdraws him: one does it, the other learns that it is done', async () => {
    const guests = await racers(stage, usual, 'himself');
    await stage.pool.query(`update principal set user_type = 'Guest' where id = any ($1)`, [
      guests.map(({ id }) => id),
    ]);
    for (const { id } of guests) {
      const came = await outcomes([() => withdraw(stage, id), () => withdraw(stage, id)], false);
      expect([...came].sort()).toEqual(['Conflict', 'ok']);
    }
    expect(await stage.one(`select count(*)::int as told from outbox where type = 'guest.withdrawn'`)).toEqual({
      told: usual,
    });
  });

  test('K-1 one of the last two Global Administrators is removed while the other one, a guest, is withdrawn', async () => {
    const globalAdministrator = { roleDefinitionId: roles.globalAdministrator };
    for (let round = 0; round < 30; round += 1) {
      const id = v7();
      await stage.pool.query(
        `insert into principal (id, type, display_name, user_principal_name, account_enabled, user_type)
          values ($1::uuid, 'user', 'Guest', $1::text || '@contoso.example', true, 'Guest')`,
        [id],
      );
      await assign(stage, { principalId: id, ...globalAdministrator }, 'carol');
      stage.clock.advance('PT5M');
      const dismissed = () =>
        remove(stage, { principalId: cast.adam, kind: 'assignment', ...globalAdministrator }, 'carol');
      const came = await outcomes([() => withdraw(stage, id, 'carol'), dismissed], round % 2 === 1);
      expect([...came].sort()).toEqual(['LastAdministrator', 'ok']);
      if (came[1] !== 'ok') continue;
      // Adam comes back, and the guest goes, so that the next round begins as this one did.
      await assign(stage, { principalId: cast.adam, ...globalAdministrator }, 'carol');
      await withdraw(stage, id, 'carol');
    }
  });
});

describe('M-3 an import withdraws him at the same instant as', () => {
  const imported = ({ id }: Racer) => {
    const user = {
      id,
      displayName: 'Racer',
      userPrincipalName: `${id}@contoso.example`,
      userType: 'Guest',
      withdrawn: true,
    };
    return importDirectory({
      url: stage.ownerUrl,
      source: Readable.from([Buffer.from(JSON.stringify({ users: [user] }))]),
      fileName: 'directory.json',
      now: stage.clock.now(),
      newId: v7,
    });
  };

  test('he activates', async () => {
    const came = await race({ rounds: 10, withdrawing: imported, rival: ({ caller }) => activate(stage, {}, caller) });
    among(came, ['ok', 'InsufficientPermissions']);
  });

  test('his activation is approved', async () => {
    await demandApproval(stage);
    const came = await race({
      rounds: 10,
      withdrawing: imported,
      prepare: pending,
      rival: (_guest, id) => decide(stage, id),
    });
    among(came, ['ok', 'ApprovalNotPossible']);
  });

  test('an administrator gives him a role', async () => {
    const came = await race({
      rounds: 10,
      withdrawing: imported,
      rival: ({ id: principalId }) => assign(stage, { principalId, roleDefinitionId: roles.securityReader }),
    });
    among(came, ['ok', 'Request_BadRequest']);
  });
});
