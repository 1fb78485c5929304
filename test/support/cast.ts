import type { Caller } from '../../src/domain/actor';

/** The fixed cast: alice asks, ann and ben approve, adam administers; the others are there to be told apart. */
export const cast = {
  alice: 'a11ce000-0000-4000-8000-000000000001',
  ann: 'a0000000-0000-4000-8000-000000000002',
  ben: 'be000000-0000-4000-8000-000000000003',
  adam: 'ada00000-0000-4000-8000-000000000004',
  carol: 'ca201000-0000-4000-8000-000000000005',
  dave: 'da5e0000-0000-4000-8000-000000000006',
  sam: '5a000000-0000-4000-8000-000000000007',
  robot: '20b07000-0000-4000-8000-000000000008',
} as const;
export type Person = keyof typeof cast;

/** Groups of the cast's directory. */
export const groups = {
  helpdesk: '9e1bde50-0000-4000-8000-000000000001',
  approvers: 'ab920ae2-0000-4000-8000-000000000002',
  innerApprovers: 'ab920ae2-0000-4000-8000-000000000003',
  plain: 'b1a10000-0000-4000-8000-000000000004',
} as const;

/** An administrative unit of the cast's directory. */
export const unit = 'a0000a00-0000-4000-8000-000000000001';

/** Built-in roles that the tests use. */
export const roles = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  privilegedRoleAdministrator: 'e8611ab8-c189-46e8-94e1-60213ab1f814',
  securityReader: '5d6b6bb7-de71-4623-b4af-96380a352509',
  groupsAdministrator: 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  userAdministrator: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
} as const;

/** A caller as a good token would make him; signed in with MFA unless told otherwise. */
export const caller = (person: Person, differing: Partial<Caller> = {}): Caller => ({
  principalId: cast[person],
  isApplication: person === 'robot',
  satisfiesMfa: true,
  authenticationContexts: [],
  expiresAt: new Date('2099-01-01T00:00:00Z'),
  ipAddress: '127.0.0.1',
  ...differing,
});
