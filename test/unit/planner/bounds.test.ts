import { Recent } from '../../../src/queries/planner/recent';
import { createNames } from '../../../src/storage/statement-names';

test('of values that can be made again the least recently used is dropped', () => {
  const recent = new Recent<number>(2);
  const made: string[] = [];
  const get = (key: string) => recent.get(key, () => made.push(key));
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) get(key);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
  expect(recent.size).toBe(2);
});

describe('names of statements', () => {
  test('a text has one from its second run on, and always the same', () => {
    const nameOf = createNames('p');
    const [first, second, third] = [nameOf('select 1'), nameOf('select 1'), nameOf('select 1')];
    expect(first).toBeUndefined();
    expect(second).toMatch(/^p_[\w-]{22}$/);
    expect(third).toBe(second);
    nameOf('select 2');
    expect(nameOf('select 2')).not.toBe(second);
  });

  test('no more than 500 have one, and what is run once takes none', () => {
    const nameOf = createNames('p');
    for (let once = 0; once < 2_000; once += 1) nameOf(`select ${once}`);
    const texts = Array.from({ length: 501 }, (_, index) => `select 'twice', ${index}`);
    const names = texts.map((text) => [nameOf(text), nameOf(text)][1]);
    expect(names.filter((name) => name !== undefined)).toHaveLength(500);
    expect(names[500]).toBeUndefined();
    expect(nameOf(texts[0] ?? '')).toBe(names[0]);
  });
});
