import type { AsyncCommand } from 'fast-check';
import { PimError } from '../../src/domain/errors';
import { differences } from './compare';
import type { Prediction } from './giving';
import { brokenInvariants } from './invariants';
import type { Model } from './machine';
import type { World } from './world';

/** What somebody does once it is clear who and what there is to choose from. */
export interface Act {
  /** Says what is done, for a history that is printed. */
  readonly label: string;
  readonly predicted: Prediction;
  /** Does it, and yields the id of the new request; empty where none is made. */
  readonly perform: (world: World) => Promise<string>;
}

/** A step of a history: null where there is nothing to do it to. */
export type Plan = (model: Model) => Act | null;

export type Step = AsyncCommand<Model, World>;

/** How often each label's first word was accepted and refused, so that a run can tell what it has tried. */
export const tally = new Map<string, { accepted: number; refused: number }>();

/** Makes a step of a plan: it does what is planned, holds the outcome to the prediction, and then looks at everything. */
export function step(name: string, plan: Plan): Step {
  const state = { label: name };
  return {
    check: (model) => plan(model) !== null,
    run: async (model, world) => {
      const act = plan(model);
      if (!act) return;
      state.label = act.label;
      const outcome = await attempt(act, world);
      judge(act, outcome, model, name);
      await lookAround(model, world, act.label);
    },
    toString: () => state.label,
  };
}

type Outcome = { readonly id: string } | { readonly code: string };

async function attempt(act: Act, world: World): Promise<Outcome> {
  try {
    return { id: await act.perform(world) };
  } catch (error) {
    if (error instanceof PimError) return { code: error.code };
    throw error;
  }
}

function judge({ label, predicted }: Act, outcome: Outcome, model: Model, name: string): void {
  const expected = typeof predicted === 'function' ? 'accepted' : predicted.join(' or ');
  const told = 'code' in outcome ? outcome.code : 'accepted';
  const isExpected = typeof predicted === 'function' ? told === 'accepted' : predicted.includes(told);
  if (!isExpected) throw new Error(`${label}: expected ${expected}, but it was ${told}.`);
  const counts = tally.get(name) ?? { accepted: 0, refused: 0 };
  tally.set(name, counts);
  counts[told === 'accepted' ? 'accepted' : 'refused'] += 1;
  if (typeof predicted === 'function' && 'id' in outcome) predicted(model, outcome.id);
}

/** Holds the machine to the model, and to what always holds. */
async function lookAround(model: Model, world: World, label: string): Promise<void> {
  const faults = (await Promise.all([differences(model, world), brokenInvariants(world)])).flat();
  if (faults.length > 0)
    throw new Error(`After "${label}" at ${new Date(model.now).toISOString()}:\n${faults.join('\n')}`);
}
