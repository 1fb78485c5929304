import { createLanes } from '../../../src/feed/lanes';

/** Work that ends when told to. */
function work() {
  const begun: number[] = [];
  const finish: (() => void)[] = [];
  const start = (index: number) => () => {
    begun.push(index);
    return new Promise<number>((resolve) => {
      finish[index] = () => resolve(index);
    });
  };
  return { begun, finish, start };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('lanes', () => {
  test('run so many at once, and the others in the order in which they came', async () => {
    const lanes = createLanes(2);
    const { begun, finish, start } = work();
    const all = [0, 1, 2, 3].map((index) => lanes.run(start(index)));
    await turn();
    expect(begun).toEqual([0, 1]);
    finish[1]?.();
    await turn();
    expect(begun).toEqual([0, 1, 2]);
    finish[0]?.();
    await turn();
    expect(begun).toEqual([0, 1, 2, 3]);
    finish[2]?.();
    finish[3]?.();
    expect(await Promise.all(all)).toEqual([0, 1, 2, 3]);
  });

  test('work that fails gives its lane back', async () => {
    const lanes = createLanes(1);
    await expect(lanes.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await lanes.run(async () => 'next')).toBe('next');
  });
});
