import type { Provider } from './providers/provider';

/** Who calls, as the checked token says it. What they may do is asked of the database each time. */
export interface Caller {
  /** Lower-case GUID of the principal, from the token's principal claim. */
  readonly principalId: string;
  /** True for a token with `idtyp: app`; such a caller never acts for itself and never approves (L-4, E-17). */
  readonly isApplication: boolean;
  /** True when `amr` holds `mfa` (D-6). */
  readonly satisfiesMfa: boolean;
  /** The `acrs` values of the token, such as `c1` (D-9). */
  readonly authenticationContexts: readonly string[];
  /** When the token ends. */
  readonly expiresAt: Date;
  /** Where the call came from; kept in the audit. Null for jobs. */
  readonly ipAddress: string | null;
}

/** A role that the actor holds actively at the moment of the call, and where; ownership of a group is the role `owner` at it. */
export interface HeldRole {
  readonly provider: Provider;
  readonly roleDefinitionId: string;
  readonly scopeId: string;
}

/** A caller together with what the database says of them at the moment of the call. */
export interface Actor extends Caller {
  readonly displayName: string | null;
  readonly userPrincipalName: string | null;
  /** False for a disabled account, or one that has left the directory: it does nothing any more (M-7). */
  readonly isEnabled: boolean;
  /** Roles held now, directly or through groups; none when the principal is disabled (M-7). */
  readonly roles: readonly HeldRole[];
  /** Groups the actor is a member of now, nested ones included (W-7). */
  readonly groupIds: readonly string[];
}

/** The service itself, as the initiator of what time makes due (P-7). */
export const serviceActor: Actor = {
  principalId: '00000000-0000-0000-0000-000000000000',
  isApplication: true,
  satisfiesMfa: false,
  authenticationContexts: [],
  expiresAt: new Date(8.64e15),
  ipAddress: null,
  displayName: 'Portcullis',
  userPrincipalName: null,
  isEnabled: true,
  roles: [],
  groupIds: [],
};

/** All that a judgement may know of its surroundings: who acts, when, and where fresh ids come from. */
export interface Moment {
  readonly actor: Actor;
  /** The database's clock, or the test's; whole milliseconds, UTC. */
  readonly now: Date;
  /** The organisation in which it happens; stands in audit entries. */
  readonly tenantId: string;
  /** Yields a fresh time-ordered UUID (v7). */
  readonly newId: () => string;
}
