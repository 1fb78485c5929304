import fc from 'fast-check';
import { day, hour, minute } from './machine';
import type { Step } from './step';
import { administering, approving, askingFor, givingBy } from './steps';
import { disabling, editing, moving, waiting, working } from './world-steps';

/** Several steps in a row, each looked at: what chance alone would seldom put together. */
const scene = (...parts: readonly fc.Arbitrary<Step>[]): fc.Arbitrary<Step> =>
  fc.tuple(...parts).map((steps) => ({
    check: (model) => steps[0]?.check(model) ?? false,
    run: async (model, world) => {
      for (const one of steps) if (one.check(model)) await one.run(model, world);
    },
    toString: () => steps.map(String).join(', then '),
  }));

const later = fc.constantFrom(10 * minute, 3 * hour, 2 * day);
const taking = givingBy(fc.constantFrom('adminRemove', 'adminUpdate', 'adminExtend'));
/** What may come between a request and what it waits for. */
const between = fc.oneof(disabling, moving, taking, editing, waiting);

export const scenes: readonly fc.Arbitrary<Step>[] = [
  scene(askingFor(fc.constant('selfActivate'), later), between, waiting, working),
  scene(askingFor(fc.constant('selfActivate')), approving, between, approving, waiting, working),
  scene(askingFor(fc.constant('selfExtend')), fc.oneof(taking, taking, between), administering),
  scene(askingFor(fc.constant('selfRenew')), between, administering),
];
