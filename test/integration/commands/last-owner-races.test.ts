import { caller, cast, groups } from '../../support/cast';
import { freshStage } from './fresh-stage';
import { type AtGroup, enter, expel, invite, join, leave, ownersOf, prepareGroups } from './hanging-acts';
import { broken, outcomes } from './racers';

const rounds = 50;
const stage = freshStage(prepareGroups);
jest.setTimeout(120_000);

/** The last owner is kept past the end of the eligibility that he activated, too. */
afterEach(async () =>
  expect((await broken(stage)).filter((what) => !what.startsWith('activation without its eligibility'))).toEqual([]),
);

type Contestants = readonly (() => Promise<unknown>)[];

const people = ['adam', 'ben'] as const;
const owning = (person: 'adam' | 'ben', differing: AtGroup = {}): AtGroup => ({
  access: 'owner',
  principalId: cast[person],
  ...differing,
});

/** Makes both owners before each round, and lets exactly one of them be left after it. Tells how the rounds came out. */
async function race(missing: (person: 'adam' | 'ben') => Promise<unknown>, contestants: Contestants) {
  const came = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    const owners = await ownersOf(stage);
    for (const person of people) if (!owners.includes(person === 'adam' ? 'Adam' : 'Ben')) await missing(person);
    stage.clock.advance('PT5M');
    came.add((await outcomes(contestants, round % 2 === 1)).join(' | '));
    expect(await ownersOf(stage)).toHaveLength(1);
  }
  return [...came];
}

const oneWins = (code: string): readonly string[] => [`ok | ${code}`, `${code} | ok`];

describe('G-13, K-4 at the same instant', () => {
  test('two owners remove each other: one of them is one no more when his turn comes', async () => {
    // Neither is an administrator here: it is the ownership that lets them.
    await stage.pool.query('delete from schedule where principal_id = $1', [cast.adam]);
    await stage.pool.query(`insert into object_owner (object_id, owner_id) values ($1, $2)`, [groups.plain, cast.ann]);
    for (const person of people) await enter(stage, owning(person), 'ann');
    await stage.pool.query('delete from object_owner');
    const give = (person: 'adam' | 'ben') => enter(stage, owning(person), person === 'adam' ? 'ben' : 'adam');
    const came = await race(give, [
      () => expel(stage, owning('ben'), 'adam'),
      () => expel(stage, owning('adam'), 'ben'),
    ]);
    expect(oneWins('InsufficientPermissions')).toEqual(expect.arrayContaining(came));
  });

  test('an administrator removes both', async () => {
    const came = await race(
      (person) => enter(stage, owning(person)),
      [() => expel(stage, owning('ben')), () => expel(stage, owning('adam'))],
    );
    expect(oneWins('LastAdministrator')).toEqual(expect.arrayContaining(came));
  });

  test('two activations end themselves', async () => {
    for (const person of people) await invite(stage, owning(person, { end: { duration: 'P365D' } }));
    const came = await race(
      (person) => join(stage, { access: 'owner' }, caller(person)),
      [() => leave(stage, { access: 'owner' }, 'ben'), () => leave(stage, { access: 'owner' }, 'adam')],
    );
    expect(oneWins('LastAdministrator')).toEqual(expect.arrayContaining(came));
  });
});
