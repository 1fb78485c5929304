import { showProgress } from '../../../src/storage/import/show-progress';

const watch = (isTTY: boolean, totalBytes: number | null) => {
  const written: string[] = [];
  const display = showProgress({ isTTY, write: (text) => written.push(text) }, totalBytes);
  const read = (objects: number, bytes: number) => display.show({ objects, bytes, phase: 'reading' });
  return { written, display, read };
};

describe('showProgress', () => {
  test('in a log: a line for each tenth of the file, and one for the storing', () => {
    const { written, display, read } = watch(false, 1_000);
    for (let bytes = 1; bytes <= 1_000; bytes += 1) read(bytes * 20, bytes);
    display.show({ objects: 20_000, bytes: 1_000, phase: 'storing' });
    display.finish();
    expect(written).toHaveLength(13);
    expect(written[1]).toBe('Read 2,000 objects, 10 % of the file\n');
    expect(written.slice(10)).toEqual(['Read 20,000 objects, 100 % of the file\n', 'Storing 20,000 objects …\n', '']);
  });

  test('on a terminal: one line, written over with each per cent, and cleared', () => {
    const { written, display, read } = watch(true, 1_000);
    for (let bytes = 0; bytes <= 1_000; bytes += 1) read(bytes, bytes);
    display.finish();
    expect(written).toHaveLength(102);
    expect(written[50]).toBe('\r\u001b[KRead 500 objects, 50 % of the file');
    expect(written[101]).toBe('\r\u001b[K');
  });

  test('of a pipe, whose length nobody knows: objects alone', () => {
    const { written, read } = watch(false, null);
    read(10, 5_000);
    read(20_000, 900_000);
    expect(written).toEqual(['Read 10 objects\n', 'Read 20,000 objects\n']);
  });

  test('of nothing at all: nothing', () => {
    const { written, display } = watch(true, 10);
    display.finish();
    expect(written).toEqual([]);
  });
});
