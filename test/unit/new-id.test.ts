import { validate, version } from 'uuid';
import { createNewId } from '../../src/new-id';

test('ids are UUIDs of version 7, each greater than the one before', () => {
  const newId = createNewId();
  const ids = Array.from({ length: 10_000 }, newId);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect([...new Set(ids)].sort()).toEqual(ids);
});

test('an id tells when it was made', () => {
  const before = Date.now();
  const id = createNewId()();
  const made = Number.parseInt(id.replace('-', '').slice(0, 12), 16);
  expect(made).toBeGreaterThanOrEqual(before);
  expect(made).toBeLessThanOrEqual(Date.now());
});

test('what follows the instant is random, and not the same twice', () => {
  const [one, other] = [createNewId(), createNewId()];
  const tails = (newId: () => string) => Array.from({ length: 1_000 }, () => newId().slice(-10));
  expect(new Set([...tails(one), ...tails(other)]).size).toBe(2_000);
});
