import { v7 } from 'uuid';
import { importDirectory } from '../../../src/storage/import/import-directory';
import { cast, type Person } from '../../support/cast';
import { deactivate } from './acts';
import {
  administrators,
  appoint,
  dismiss,
  globalAdministrator,
  nominate,
  privilegedRoleAdministrator,
  rise,
} from './administrators';
import { freshStage } from './fresh-stage';
import { broken, outcomes } from './racers';

const stage = freshStage();

afterEach(async () => {
  // An import is on record, and tells subscribers nothing.
  expect((await broken(stage)).filter((what) => !/events and \d+ entries/.test(what))).toEqual([]);
});

/** Two hundred rounds take their time on a busy machine. */
jest.setTimeout(120_000);

type Contestants = readonly (() => Promise<unknown>)[];

interface Race {
  readonly rounds: number;
  readonly role?: string;
  /** Makes two people holders again, where the round before has taken one away, and gives the acts that race. */
  readonly prepare: (holders: readonly string[], isReversed: boolean) => Promise<Contestants>;
}

/** Runs the rounds, every other one in the reverse order; after each exactly one person holds the role. Tells how they came out. */
async function race({ rounds, role = globalAdministrator, prepare }: Race): Promise<readonly string[]> {
  const came = new Set<string>();
  let holders = await administrators(stage, role);
  for (let round = 0; round < rounds; round += 1) {
    const isReversed = round % 2 === 1;
    const contestants = await prepare(holders, isReversed);
    stage.clock.advance('PT5M');
    came.add((await outcomes(contestants, isReversed)).join(' | '));
    holders = await administrators(stage, role);
    expect(holders).toHaveLength(1);
  }
  return [...came].sort();
}

/** The ways in which a race with one winner comes out. */
const possible = (refusal: string): readonly string[] => [`${refusal} | ok`, `ok | ${refusal}`];

/** Appoints whoever of the two is missing. */
async function appointMissing(holders: readonly string[], roleDefinitionId: string = globalAdministrator) {
  for (const [name, id] of [
    ['Adam', cast.adam],
    ['Ben', cast.ben],
  ] as const) {
    if (holders.includes(name)) continue;
    await stage.submit('carol', { action: 'adminAssign', principalId: id, roleDefinitionId, end: 'never' });
  }
}

describe('K-1 at the same instant', () => {
  test('two administrators remove each other: one of them is one no more when his turn comes', async () => {
    const came = await race({
      rounds: 200,
      prepare: async (holders) => {
        await appointMissing(holders);
        return [() => dismiss(stage, 'ben', {}, 'adam'), () => dismiss(stage, 'adam', {}, 'ben')];
      },
    });
    expect(came).toEqual(possible('InsufficientPermissions'));
  });

  test('two others remove the last two', async () => {
    await appoint(stage, 'ann', { roleDefinitionId: privilegedRoleAdministrator });
    const came = await race({
      rounds: 200,
      prepare: async (holders) => {
        await appointMissing(holders);
        return [() => dismiss(stage, 'ben', {}, 'carol'), () => dismiss(stage, 'adam', {}, 'ann')];
      },
    });
    expect(came).toEqual(possible('LastAdministrator'));
  });

  test('Privileged Role Administrators alike', async () => {
    const pras = { roleDefinitionId: privilegedRoleAdministrator };
    const give = (person: Person, roleId: string) =>
      stage.pool.query('update schedule set principal_id = $1 where role_definition_id = $2', [cast[person], roleId]);
    await give('ben', privilegedRoleAdministrator);
    await give('carol', globalAdministrator);
    const came = await race({
      rounds: 50,
      role: privilegedRoleAdministrator,
      prepare: async (holders) => {
        await appointMissing(holders, privilegedRoleAdministrator);
        return [() => dismiss(stage, 'ben', pras, 'carol'), () => dismiss(stage, 'adam', pras, 'carol')];
      },
    });
    expect(possible('LastAdministrator')).toEqual(expect.arrayContaining([...came]));
  });

  test('one is removed while the other one deactivates', async () => {
    await nominate(stage, 'ben');
    const came = await race({
      rounds: 60,
      prepare: async (holders) => {
        if (!holders.includes('Adam')) await appoint(stage, 'adam');
        if (!holders.includes('Ben')) await rise(stage, 'ben');
        const bens = { principalId: cast.ben, roleDefinitionId: globalAdministrator };
        return [() => dismiss(stage, 'adam'), () => deactivate(stage, bens, 'ben')];
      },
    });
    expect(possible('LastAdministrator')).toEqual(expect.arrayContaining([...came]));
  });

  test('one is removed while an import disables the other one', async () => {
    await appoint(stage, 'ben');
    const came = await race({
      rounds: 30,
      prepare: async (holders, isReversed) => {
        if (!holders.includes('Adam')) await appoint(stage, 'adam');
        if (!holders.includes('Ben')) await enableBen();
        const file = opened({ accountEnabled: false });
        // An import takes its time until it comes to the guard: every other removal begins only then.
        const removal = async () => {
          await file.read;
          if (isReversed) await guardIsTaken();
          return dismiss(stage, 'adam');
        };
        return [removal, () => imported(file.source)];
      },
    });
    expect(came).toEqual(possible('LastAdministrator'));
  });
});

/** Waits until somebody has taken a guard, or has had it: an import that got through has disabled Ben. */
async function guardIsTaken(): Promise<void> {
  const isTaken = `select exists (select from pg_locks where relation = 'protected_role'::regclass and mode = 'RowShareLock')
    or not (select account_enabled from principal where id = $1) as taken`;
  while (!(await stage.one<{ taken: boolean }>(isTaken, [cast.ben])).taken);
}

const enableBen = () => stage.pool.query('update principal set account_enabled = true where id = $1', [cast.ben]);

const imported = (source: AsyncIterable<unknown>) =>
  importDirectory({ url: stage.ownerUrl, source, fileName: 'directory.json', now: stage.clock.now(), newId: v7 });

/** A file that says something of Ben, and when it has been read. */
function opened(differing: object) {
  const ben = { id: cast.ben, displayName: 'Ben', userPrincipalName: 'ben@contoso.example', ...differing };
  const state: { done: () => void } = { done: () => undefined };
  const read = new Promise<void>((resolve) => {
    state.done = resolve;
  });
  async function* source() {
    yield Buffer.from(JSON.stringify({ users: [ben] }));
    state.done();
  }
  return { source: source(), read };
}
