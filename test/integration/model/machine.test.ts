import process from 'node:process';
import fc from 'fast-check';
import { initialModel } from '../../model/machine';
import { scenes } from '../../model/scenes';
import { tally } from '../../model/step';
import { commandSteps } from '../../model/steps';
import { openWorld, type World } from '../../model/world';
import { worldSteps } from '../../model/world-steps';

const {
  /** Number of histories; `npm run test:long` asks for thousands. */
  MODEL_RUNS: asked = '60',
  /** What a failure prints, to see it again: the seed, the path to the shrunk history, and the steps of it that were taken. */
  MODEL_SEED: given,
  MODEL_PATH: path,
  MODEL_REPLAY: replayPath,
} = process.env;
const runs = Number(asked);
const isLong = runs > 200;
/** A short run is the same each time; a long one goes its own way, and a failure tells which. */
const seed = given === undefined ? (isLong ? undefined : 20_260_101) : Number(given);
/** Steps of a history as it is drawn; about every other one finds nothing to do and is left out. */
const longest = 40;
let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Begins a history anew, and says now and then how far a long run has come. */
async function setUp(counted: { histories: number }) {
  counted.histories += 1;
  if (isLong && counted.histories % 100 === 0) process.stderr.write(`${counted.histories} histories\n`);
  await world.reset();
  return { model: initialModel(), real: world };
}

const told = (): string =>
  [...tally].map(([name, { accepted, refused }]) => `${name} ${accepted} done, ${refused} refused`).join('; ');

test('whatever happens, the machine does what the model says, and the invariants hold', async () => {
  const counted = { histories: 0 };
  const histories = fc.commands([...commandSteps, ...worldSteps, ...scenes], {
    maxCommands: longest,
    size: 'max',
    replayPath,
  });
  const property = fc.asyncProperty(histories, (steps) => fc.asyncModelRun(() => setUp(counted), steps));
  await fc.assert(property, { numRuns: runs, seed, path });
  if (isLong) process.stderr.write(`${told()}\n`);
  if (path !== undefined) return;
  // A model that is refused everything would tell nothing.
  for (const name of [
    'selfActivate',
    'approval',
    'selfExtend',
    'decision',
    'adminAssign',
    'adminUpdate',
    'adminRemove',
  ])
    expect([name, (tally.get(name)?.accepted ?? 0) > 0]).toEqual([name, true]);
}, 3_600_000);
