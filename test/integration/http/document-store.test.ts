import { GraphQLError } from 'graphql';
import { createGuard } from '../../../src/http/guard/guard';
import { defaultLimits } from '../../../src/http/guard/limits';
import { sampleSchema } from './sample-schema';

const guard = createGuard(sampleSchema(), defaultLimits);

const hashOf = (source: string): string => {
  const verdict = guard.admit(source);
  return verdict.refusal === undefined ? verdict.passed.hash : 'refused';
};

describe('documents are judged once and remembered within bounds (security.md 11)', () => {
  test('a known document is the same object for guard and Apollo', async () => {
    const first = guard.admit('{ hello }');
    expect(guard.admit('{ hello }')).toBe(first);
    const key = `any-schema:${hashOf('{ hello }')}`;
    expect(await guard.documentStore.get(key)).toBe(first.refusal === undefined && first.passed.document);
  });

  test('a refusal is remembered too', () => {
    const first = guard.admit('{ nothing }');
    expect(first.refusal?.errors[0]).toBeInstanceOf(GraphQLError);
    expect(guard.admit('{ nothing }').refusal).toBe(first.refusal);
  });

  test('the one not used for longest goes, by source and by hash; nonsense pushes out nothing', async () => {
    const used = hashOf('{ used: hello }');
    const unused = hashOf('{ unused: hello }');
    for (let at = 0; at < 999; at += 1) guard.admit(`{ a${at}: hello }`);
    guard.admit('{ used: hello }');
    for (let at = 0; at < 500; at += 1) guard.admit(`{ nonsense${at} }`);
    for (let at = 0; at < 10; at += 1) guard.admit(`{ b${at}: hello }`);
    expect(guard.recall(unused)).toBeUndefined();
    expect(await guard.documentStore.get(unused)).toBeUndefined();
    expect(guard.recall(used)?.source).toBe('{ used: hello }');
  });

  test('large documents count by their length', () => {
    const large = (at: number) => `{ a${at}: hello } # ${'x'.repeat(60_000)}`;
    const first = hashOf(large(0));
    for (let at = 1; at < 9; at += 1) guard.admit(large(at));
    expect(guard.recall(first)).toBeUndefined();
    expect(guard.recall(hashOf(large(8)))?.source).toBe(large(8));
  });
});
