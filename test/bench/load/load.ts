import { join } from 'node:path';
import { messageOf, startChild } from '../child';
import type { Figures, LoadAnswer, Prepare, RawOperation, Run } from './messages';

/** The load generator, in a process of its own. */
export interface Load {
  /** Keeps operations under a name. */
  readonly prepare: (name: string, operations: readonly RawOperation[]) => Promise<void>;
  /** Runs what was kept; rejects with the first answer that was not as it should be. */
  readonly run: (run: Run) => Promise<Figures>;
  readonly end: () => Promise<void>;
}

/** Starts it. */
export function startLoad(): Load {
  const child = startChild({ script: join(__dirname, 'load-process.ts'), isTypeScript: true });
  const ask = async (message: Prepare | Run): Promise<LoadAnswer> => {
    const answer = messageOf<LoadAnswer>(child);
    child.process.send(message);
    return answer;
  };
  return {
    prepare: async (prepare, operations) => {
      await ask({ prepare, operations });
    },
    run: async (run) => {
      const answer = await ask(run);
      if ('figures' in answer) return answer.figures;
      throw new Error(`${run.run}: ${'failure' in answer ? answer.failure : 'no figures'}`);
    },
    end: child.end,
  };
}
