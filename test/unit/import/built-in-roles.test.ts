import { builtInRoles } from '../../../src/domain/built-in-roles';

describe('the built-in roles', () => {
  test('are the fifty-nine published ones, by name, each once', () => {
    expect(builtInRoles).toHaveLength(60);
    expect(new Set(builtInRoles.map(({ templateId }) => templateId)).size).toBe(60);
    const names = builtInRoles.map(({ displayName }) => displayName);
    expect(names).toEqual([...new Set(names)].sort());
  });

  test('carry the privileged label where it was published', () => {
    expect(builtInRoles.filter(({ isPrivileged }) => isPrivileged)).toHaveLength(22);
  });

  test('say what they are for, in one sentence, and what they allow', () => {
    for (const { description, actions, templateId } of builtInRoles) {
      expect(templateId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(description).toMatch(/^[A-Z][^.]*\.$/);
      expect(actions.filter((action) => !/^microsoft\.\w+(\.\w+)?(\/[\w.]+){2,4}$/.test(action))).toEqual([]);
      expect(actions.length).toBeGreaterThan(0);
    }
  });
});
