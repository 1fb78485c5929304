import type { Kind } from '../../src/domain/target';
import { cast, groups, roles } from '../support/cast';

/** Roles of the histories: four with a policy of their own to be edited, and the two that somebody always has to hold. */
export const role = {
  groups: roles.groupsAdministrator,
  users: roles.userAdministrator,
  helpdesk: '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  licences: '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  global: roles.globalAdministrator,
  privileged: roles.privilegedRoleAdministrator,
} as const;
export type RoleName = keyof typeof role;
export const protectedRoles: readonly string[] = [role.global, role.privileged];
/** The two roles that nobody may hold at once. */
export const parted: readonly string[] = [role.groups, role.users];

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const opening = Date.parse('2026-01-01T00:00:00.000Z');

/** Milliseconds; the start counts, the end does not, null is for ever. */
export interface Span {
  readonly start: number;
  readonly end: number | null;
}

/** What somebody has, as far as the model knows. */
export interface Held {
  readonly id: string;
  readonly kind: Kind;
  readonly who: string;
  readonly role: string;
  readonly activated: boolean;
  readonly start: number;
  end: number | null;
  /** The end that was planned, while it is kept past it (K-2). */
  planned: number | null;
  /** When it was taken away. */
  cut: number | null;
  using: string | null;
  renewalClosed: number | null;
  /** What takes over from it at its end, and the end that it had before. */
  handedTo: string | null;
  handedEnd: number | null;
}

/** Who may decide a stage, and how long. */
export interface StageSpec {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly managers: readonly number[];
  readonly hours: number;
  readonly escalation: { readonly minutes: number; readonly groups: readonly string[] } | null;
}

export interface Stage extends StageSpec {
  status: 'waiting' | 'open' | 'approved' | 'denied' | 'closed';
  by: string | null;
  expires: number | null;
  escalates: number | null;
  byAdministrators: boolean;
}

export type Status =
  | 'PendingApproval'
  | 'PendingAdminDecision'
  | 'Granted'
  | 'Provisioned'
  | 'Revoked'
  | 'Denied'
  | 'TimedOut'
  | 'Canceled'
  | 'Failed';

export interface Asked {
  readonly id: string;
  readonly kind: Kind;
  readonly action: string;
  readonly who: string;
  readonly role: string;
  readonly by: string;
  readonly created: number;
  /** As it is before time moves it; {@link statusOf} tells what it is now. */
  status: Status;
  start: number | null;
  lapses: number | null;
  /** The period that was asked for. */
  readonly askedStart: number | null;
  readonly length: number | null;
  readonly target: string | null;
  readonly serial: boolean;
  readonly stages: readonly Stage[];
}

export interface Policy {
  readonly approval: 'none' | 'single' | 'serial' | 'parallel' | 'alice';
  readonly hours: number;
}

/** All that the model knows: small, and told by the rules alone. */
export interface Model {
  now: number;
  readonly enabled: Record<string, boolean>;
  readonly managers: Record<string, string>;
  readonly members: Record<string, string[]>;
  readonly emergency: readonly string[];
  readonly policies: Record<string, Policy>;
  held: Held[];
  asked: Asked[];
  uses: { readonly id: string; readonly who: string; settled: boolean }[];
  /** Statuses as they were stored when somebody last looked, by request: how they move from there is held to the table. */
  seen: Readonly<Record<string, string>>;
}

export const people: readonly string[] = [cast.alice, cast.ann, cast.ben, cast.adam, cast.carol, cast.dave, cast.sam];
export const principals: readonly string[] = [...people, groups.helpdesk];
export const nameOf = (id: string): string =>
  Object.entries({ ...cast, ...groups, ...role }).find(([, known]) => known === id)?.[0] ?? id.slice(-6);

/** What there is before a history begins: two Global Administrators, one Privileged Role Administrator, a few eligibilities. */
export function initialModel(): Model {
  const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const activatedFrom = (one: Held, n: number): Held => ({
    ...one,
    activated: true,
    start: opening - hour,
    using: idOf(n),
  });
  const given = (n: number, who: string, of: string, kind: Kind, end: number | null = null): Held => ({
    id: idOf(n),
    kind,
    who,
    role: of,
    activated: false,
    start: Date.parse('2025-06-01T00:00:00.000Z'),
    end,
    planned: null,
    cut: null,
    using: null,
    renewalClosed: null,
    handedTo: null,
    handedEnd: null,
  });
  return {
    now: opening,
    enabled: Object.fromEntries(people.map((person) => [person, true])),
    managers: { [cast.alice]: cast.ann, [cast.ann]: cast.carol, [cast.ben]: cast.ann },
    members: {
      [groups.helpdesk]: [cast.alice],
      [groups.approvers]: [cast.ann, groups.innerApprovers],
      [groups.innerApprovers]: [cast.ben],
    },
    emergency: [cast.sam],
    policies: {
      [role.groups]: { approval: 'none', hours: 8 },
      [role.users]: { approval: 'single', hours: 8 },
      [role.helpdesk]: { approval: 'serial', hours: 8 },
      [role.licences]: { approval: 'parallel', hours: 8 },
      [role.global]: { approval: 'none', hours: 8 },
      [role.privileged]: { approval: 'none', hours: 8 },
    },
    held: [
      given(1, cast.adam, role.global, 'assignment'),
      given(2, cast.dave, role.global, 'assignment', opening + 40 * day),
      given(3, cast.carol, role.privileged, 'assignment'),
      given(4, cast.alice, role.groups, 'eligibility', opening + 20 * day),
      given(5, cast.alice, role.users, 'eligibility'),
      given(6, groups.helpdesk, role.helpdesk, 'eligibility', opening + 10 * day),
      given(7, cast.ben, role.licences, 'eligibility'),
      given(8, cast.ben, role.global, 'eligibility'),
      given(9, cast.alice, role.licences, 'assignment', opening + 10 * day),
      given(10, cast.sam, role.users, 'eligibility'),
      activatedFrom(given(11, cast.alice, role.groups, 'assignment', opening + 7 * hour), 4),
      activatedFrom(given(12, cast.ben, role.licences, 'assignment', opening + 3 * hour), 7),
    ],
    asked: [],
    uses: [],
    seen: {},
  };
}

export const groupApprovers = groups.approvers;
