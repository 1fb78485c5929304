import type { Organisation } from './organisation';

export type Provider = 'directory' | 'group' | 'azure';

export interface Person {
  readonly id: string;
  readonly isGuest: boolean;
  readonly isApplication: boolean;
  readonly fate: 'enabled' | 'disabled' | 'deleted';
}

export interface Group {
  readonly id: string;
  readonly isAssignable: boolean;
  readonly isDeleted: boolean;
}

/** A scope of the cloud; `above` holds all that it stands in, itself last. */
export interface Scope {
  readonly id: string;
  readonly above: readonly string[];
  readonly isDeleted: boolean;
}

export interface Role {
  readonly id: string;
  readonly provider: Provider;
  readonly isEnabled: boolean;
}

/** What is held, or asked about. */
export interface Target {
  readonly provider: Provider;
  readonly role: string;
  readonly scope: string;
}

/** Instants are milliseconds since the epoch; an end of Infinity never comes. */
export interface Schedule extends Target {
  readonly id: string;
  readonly isEligibility: boolean;
  readonly holder: string;
  readonly start: number;
  readonly givenEnd: number;
  readonly revoked: number | null;
  /** When it ends in fact; no later than it starts where it never held. */
  readonly end: number;
  /** The eligibility behind an activation; null for what was assigned. */
  readonly rests: string | null;
}

export interface Request extends Target {
  readonly id: string;
  readonly isEligibility: boolean;
  readonly principal: string;
  readonly status: string;
  readonly at: number;
}

export interface Link {
  readonly group: string;
  readonly member: string;
}

export interface World {
  readonly people: readonly Person[];
  readonly groups: readonly Group[];
  readonly scopes: readonly Scope[];
  readonly unit: string;
  readonly roles: readonly Role[];
  readonly members: readonly Link[];
  readonly owners: readonly Link[];
  readonly schedules: readonly Schedule[];
  readonly requests: readonly Request[];
  readonly instants: readonly number[];
}

const beginning = Date.UTC(2026, 0, 1);
const hour = 3_600_000;
const at = (hours: number): number => beginning + hours * hour;

const wrap = <T>(choices: readonly T[], number: number): T => {
  const choice = choices[number % choices.length];
  if (choice === undefined) throw new Error('There is nothing to choose from.');
  return choice;
};

/** The organisation with names, such as they can stand in one database beside those of other numbers. */
export function worldOf(organisation: Organisation, number: number): World {
  const prefix = (0x10000000 + number).toString(16);
  const guid = (kind: number, index: number): string =>
    `${prefix}-000${kind}-4000-8000-${index.toString(16).padStart(12, '0')}`;
  const people = organisation.people.map((person, index) => ({ id: guid(1, index), ...person }));
  const groups = organisation.groups.map((group, index) => ({ id: guid(2, index), ...group }));
  const unit = guid(3, 0);
  const scopes = scopesOf(organisation, prefix, guid);
  const roles = organisation.isRoleEnabled.map(
    (isEnabled, index): Role => ({ id: guid(4, index), provider: index < 3 ? 'directory' : 'azure', isEnabled }),
  );
  const base = { people, groups, scopes, unit, roles, ...linksOf(organisation, people, groups) };
  const schedules = schedulesOf(organisation, base, (index) => guid(5, index));
  const requests = requestsOf(organisation, base, schedules, (index) => guid(6, index));
  return { ...base, schedules, requests, instants: instantsOf(organisation, schedules, requests) };
}

/** Management groups, subscriptions, groups of resources and resources, each below one that may hold it. */
function scopesOf(
  { scopes }: Organisation,
  prefix: string,
  guid: (kind: number, index: number) => string,
): readonly Scope[] {
  const found: (Scope & { readonly depth: number })[] = [];
  scopes.forEach(({ parent, isDeleted }, index) => {
    // A third of them stand alone; names begin alike, so that whoever compares letters goes astray.
    const above = parent % 3 === 0 ? undefined : found[Math.floor(parent / 3) % Math.max(found.length, 1)];
    const isSameAgain = above?.depth === 0 && parent % 2 === 1;
    const depth = above ? Math.min(above.depth + (isSameAgain ? 0 : 1), 3) : parent % 2;
    const holder = depth === 3 && above?.depth === 3 ? found.find(({ id }) => id === above.above.at(-2)) : above;
    const id = [
      `/providers/microsoft.management/managementgroups/m${prefix}${'x'.repeat(index)}`,
      `/subscriptions/${guid(7, index)}`,
      `${holder?.id}/resourcegroups/web${'2'.repeat(index)}`,
      `${holder?.id}/providers/microsoft.web/sites/s${'1'.repeat(index)}`,
    ][depth];
    if (id !== undefined) found.push({ id, above: [...(holder?.above ?? []), id], isDeleted, depth });
  });
  // What stands in something that was deleted is gone with it.
  const isGone = (id: string): boolean => found.some((one) => one.id === id && one.isDeleted);
  return found.map(({ id, above }) => ({ id, above, isDeleted: above.some(isGone) }));
}

type Base = Pick<World, 'people' | 'groups' | 'scopes' | 'unit' | 'roles'>;

/** Groups are members of those with greater numbers only, so that no group comes to hold itself. */
function linksOf({ links }: Organisation, people: Base['people'], groups: Base['groups']) {
  const owners = links.filter(({ isOwner }) => isOwner);
  const members = links.filter(({ isOwner }) => !isOwner);
  const unique = (all: readonly Link[]): readonly Link[] => [
    ...new Map(all.map((link) => [`${link.group} ${link.member}`, link])).values(),
  ];
  return {
    owners: unique(
      owners.map(({ group, member }) => ({ group: wrap(groups, group).id, member: wrap(people, member).id })),
    ),
    members: unique(
      members.flatMap(({ group, member }) => {
        const [holder, held] = [group % groups.length, member % (people.length + groups.length)];
        const isAhead = held - people.length < holder;
        return isAhead ? [{ group: wrap(groups, holder).id, member: wrap([...people, ...groups], held).id }] : [];
      }),
    ),
  };
}

/** The target that the numbers name. */
function targetOf(
  { provider, role, scope }: { readonly provider: number; readonly role: number; readonly scope: number },
  { roles, groups, scopes, unit }: Base,
): Target {
  const name = wrap(['directory', 'group', 'azure'] as const, provider);
  if (name === 'group')
    return { provider: name, role: wrap(['member', 'member', 'owner'], role), scope: wrap(groups, scope).id };
  const ofProvider = roles.filter((one) => one.provider === name);
  const place = name === 'azure' ? wrap(scopes, scope).id : wrap(['/', '/', `/administrativeUnits/${unit}`], scope);
  return { provider: name, role: wrap(ofProvider, role).id, scope: place };
}

function schedulesOf({ schedules }: Organisation, base: Base, idOf: (index: number) => string): readonly Schedule[] {
  const kept: Schedule[] = [];
  schedules.forEach((given, index) => {
    const made = scheduleOf(given, base, kept, idOf(index));
    if (made && !kept.some((other) => isSameThing(other, made) && overlap(other, made))) kept.push(made);
  });
  return kept;
}

/** The schedule that the numbers mean; null where nobody may hold such a thing. */
function scheduleOf(
  given: Organisation['schedules'][number],
  base: Base,
  before: readonly Schedule[],
  id: string,
): Schedule | null {
  const { isEligibility, isActivated, principal } = given;
  const eligibilities = before.filter((one) => one.isEligibility);
  const rests = isActivated && !isEligibility && eligibilities.length > 0 ? wrap(eligibilities, given.rests) : null;
  const { provider, role, scope } = rests
    ? { ...rests, scope: narrower(rests, base, given.scope) }
    : targetOf(given, base);
  const holder = holderOf(principal, { provider, role, scope }, { isEligibility, isActivated: rests !== null }, base);
  if (holder === null) return null;
  return {
    id,
    provider,
    role,
    scope,
    isEligibility,
    holder,
    ...spanOf(given, rests !== null),
    rests: rests?.id ?? null,
  };
}

/** Activations always end. */
function spanOf({ start, hours, revoked }: Organisation['schedules'][number], isActivated: boolean) {
  const givenEnd = hours > 0 ? at(start + hours) : isActivated ? at(start + 4) : Number.POSITIVE_INFINITY;
  const revokedAt = revoked === null ? null : at(revoked);
  const end = revokedAt === null ? givenEnd : Math.min(givenEnd, Math.max(at(start), revokedAt));
  return { start: at(start), givenEnd, revoked: revokedAt, end };
}

/** An activation is for the scope of its eligibility, or for one below it (S-5). */
function narrower({ provider, scope }: Target, { scopes }: Base, number: number): string {
  if (provider !== 'azure') return scope;
  return wrap(
    scopes.filter(({ above }) => above.includes(scope)),
    number,
  ).id;
}

/** Who may hold it: groups hold roles, and memberships of groups with greater numbers; activations are a person's. */
function holderOf(
  number: number,
  { provider, scope, role }: Target,
  { isEligibility, isActivated }: { readonly isEligibility: boolean; readonly isActivated: boolean },
  { people, groups }: Base,
): string | null {
  const held = number % (people.length + groups.length);
  if (isActivated || held < people.length) return wrap(people, held).id;
  const group = wrap(groups, held - people.length);
  if (provider === 'directory') return group.isAssignable ? group.id : null;
  if (provider === 'azure') return group.id;
  if (!isEligibility && role === 'owner') return null;
  return groups.findIndex(({ id }) => id === scope) > groups.indexOf(group) ? group.id : null;
}

const isSameThing = (one: Schedule, other: Schedule): boolean =>
  one.holder === other.holder && one.isEligibility === other.isEligibility && isAt(one, other);

const isAt = (one: Target, other: Target): boolean =>
  one.provider === other.provider && one.role === other.role && one.scope === other.scope;

const overlap = (one: Schedule, other: Schedule): boolean => one.start < other.end && other.start < one.end;

function requestsOf(
  { requests }: Organisation,
  base: Base,
  schedules: readonly Schedule[],
  idOf: (index: number) => string,
): readonly Request[] {
  const kept: Request[] = [];
  requests.forEach((given, index) => {
    const fromSchedule = wrap([null, ...schedules], given.scope);
    const target = fromSchedule ?? targetOf(given, base);
    const { provider, role, scope } = target;
    const { isEligibility, status } = given;
    const principal = wrap(base.people, given.principal).id;
    const made = { id: idOf(index), provider, role, scope, isEligibility, principal, status, at: at(given.hour) };
    const isTaken = kept.some(
      (other) => other.principal === principal && other.isEligibility === isEligibility && isAt(other, made),
    );
    if (!isTaken) kept.push(made);
  });
  return kept;
}

/** Boundaries, the millisecond before them, and half an hour later. */
function instantsOf(
  { instants }: Organisation,
  schedules: readonly Schedule[],
  requests: readonly Request[],
): readonly number[] {
  const ends = schedules.flatMap(({ start, end }) => [start, end]).filter(Number.isFinite);
  const boundaries = [...new Set([...ends, ...requests.map((one) => one.at), beginning])].sort((a, b) => a - b);
  return instants.map((number) => wrap(boundaries, Math.floor(number / 3)) + wrap([-1, 0, hour / 2], number));
}
