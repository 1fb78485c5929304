import type { ImportProgress } from './stage-file';

/** Where progress is shown: a terminal is written over, anything else gets a line now and then. */
export interface ProgressScreen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface ProgressDisplay {
  show(progress: ImportProgress): void;
  /** Clears what stands on the terminal. */
  finish(): void;
}

/**
 * Shows how many objects of a file of `totalBytes` have been read.
 *
 * On a terminal one line changes with each per cent; elsewhere (a log, a pipe) each tenth of the file is a line. `totalBytes` is null
 * for what has no length, such as a pipe: then only objects are counted, by thousands.
 */
export function showProgress(screen: ProgressScreen, totalBytes: number | null): ProgressDisplay {
  let last = '';
  const clear = screen.isTTY ? '\r\u001b[K' : '';
  const end = screen.isTTY ? '' : '\n';
  const stepOf = ({ objects, bytes, phase }: ImportProgress): string => {
    if (phase === 'storing') return phase;
    const share = totalBytes ? Math.min(1, bytes / totalBytes) : objects / 100_000;
    return String(Math.floor(share * (screen.isTTY ? 100 : 10)));
  };
  return {
    show: (progress) => {
      const step = stepOf(progress);
      if (step === last) return;
      last = step;
      screen.write(`${clear}${inWords(progress, totalBytes)}${end}`);
    },
    finish: () => {
      if (last !== '') screen.write(clear);
    },
  };
}

function inWords({ objects, bytes, phase }: ImportProgress, totalBytes: number | null): string {
  const count = `${objects.toLocaleString('en-US')} objects`;
  if (phase === 'storing') return `Storing ${count} …`;
  return totalBytes ? `Read ${count}, ${Math.floor((100 * bytes) / totalBytes)} % of the file` : `Read ${count}`;
}
