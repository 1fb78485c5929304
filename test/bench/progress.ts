import process from 'node:process';

/** Shows how far the bench has come: on a terminal in one line that is written over, else a line for each step. */
export interface Progress {
  readonly say: (text: string) => void;
  /** Ends the line before something else is printed. */
  readonly clear: () => void;
}

export function createProgress(): Progress {
  const { stderr } = process;
  const started = performance.now();
  const elapsed = () => {
    const seconds = Math.round((performance.now() - started) / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  };
  const [before, after] = stderr.isTTY ? ['\r\u001b[K', ''] : ['', '\n'];
  return {
    say: (text) => stderr.write(`${before}[${elapsed()}] ${text}${after}`),
    clear: () => {
      if (stderr.isTTY) stderr.write('\r\u001b[K');
    },
  };
}
