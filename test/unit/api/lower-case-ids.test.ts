import { lowerCaseId, withLowerCaseIds } from '../../../src/api/lower-case-ids';

const upper = 'ABCDEF00-0000-4000-8000-00000000000A';
const lower = upper.toLowerCase();

test('a GUID is looked up in lower case, any other id as it is', () => {
  expect(lowerCaseId(upper)).toBe(lower);
  expect(lowerCaseId('DirectoryRole_ABC')).toBe('DirectoryRole_ABC');
});

test('GUIDs compare without regard to case, wherever an id field stands in the filter', () => {
  const since = new Date('2026-01-01T00:00:00Z');
  const filter = {
    principalId: { eq: upper },
    displayName: { eq: upper },
    createdDateTime: { ge: since },
    or: [{ principalId: { in: [upper, 'x'] } }, { not: { principalId: { ne: upper } } }],
    and: null,
  };
  expect(withLowerCaseIds(filter, new Set(['principalId']))).toEqual({
    principalId: { eq: lower },
    displayName: { eq: upper },
    createdDateTime: { ge: since },
    or: [{ principalId: { in: [lower, 'x'] } }, { not: { principalId: { ne: lower } } }],
    and: null,
  });
});
