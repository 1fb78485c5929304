import {
  countsIn,
  covers,
  forEver,
  groupStands,
  holdingAt,
  type Origin,
  originOf,
  originThrough,
  targetStands,
  type Way,
  waysOf,
} from './ways';
import type { Request, Schedule, Target, World } from './world';

/** How somebody holds something: until when, and what may be said of it where several ways are equally good. */
export interface Holding {
  readonly end: number;
  readonly said: ReadonlySet<string>;
}

/** A row of a list of access. */
export interface Row {
  readonly end: number;
  readonly memberType: 'Direct' | 'Group';
  readonly through: string | null;
  /** Each of them is right: ways that are equally good may differ in it. */
  readonly assignmentTypes: ReadonlySet<string>;
}

/** One way in which something is held. */
interface Found {
  readonly end: number;
  readonly isOwn: boolean;
  readonly said: string;
}

/** The ids of all groups that somebody is in. */
export const groupsOf = (world: World, member: string, at: number): readonly string[] => [
  ...waysOf(world, member, at).keys(),
];

/** Whether and how long a principal holds something at an instant; null when it does not. */
export function holding(world: World, holder: string, target: Target, at: number): Holding | null {
  if (!countsIn(world, holder) || !targetStands(world, target)) return null;
  const all = [...bySchedule(world, holder, target, at), ...byDirectory(world, holder, target, at)];
  if (all.length === 0) return null;
  const end = Math.max(...all.map((one) => one.end));
  const longest = all.filter((one) => one.end === end);
  const own = longest.filter(({ isOwn }) => isOwn);
  return { end, said: new Set((own.length > 0 ? own : longest).map(({ said }) => said)) };
}

function bySchedule(world: World, holder: string, target: Target, at: number): readonly Found[] {
  const ways = waysOf(world, holder, at);
  const { provider, role } = target;
  const fitting = holdingAt(world, false, at).filter(
    (one) => one.provider === provider && one.role === role && covers(world, one.scope, target),
  );
  return fitting.flatMap((schedule): readonly Found[] => {
    const isInherited = provider === 'azure' && schedule.scope !== target.scope;
    const said = (origin: Origin, member: string) => `${origin} ${isInherited ? 'Inherited' : member}`;
    if (schedule.holder === holder)
      return [{ end: schedule.end, isOwn: true, said: said(originOf(schedule), 'Direct') }];
    // Ownership is a person's own.
    const through = role === 'owner' ? [] : (ways.get(schedule.holder) ?? []);
    return through.map((way) => ({
      end: Math.min(schedule.end, way.until),
      isOwn: false,
      said: said(originThrough(way.origin, originOf(schedule)), 'Group'),
    }));
  });
}

function byDirectory(world: World, holder: string, { provider, role, scope }: Target, at: number): readonly Found[] {
  if (provider !== 'group') return [];
  const ways = waysOf(world, holder, at);
  const links = (role === 'owner' ? world.owners : world.members).filter(({ group }) => group === scope);
  return links.flatMap(({ member }): readonly Found[] => {
    if (member === holder) return [{ end: forEver, isOwn: true, said: 'Assigned Direct' }];
    const through = role === 'owner' ? [] : (ways.get(member) ?? []);
    return through.map((way) => ({ end: way.until, isOwn: false, said: `${way.origin} Group` }));
  });
}

const own: readonly Way[] = [{ group: '', until: forEver, steps: 0, origin: 'Assigned' }];

/** The row of something that `from` holds, in the list of a holder whose ways these are; null when it does not reach him. */
function rowOf(
  holder: string,
  from: string,
  ways: readonly Way[] | undefined,
  end: number,
  origin: Origin,
): Row | null {
  const best = from === holder ? own : (ways ?? []);
  const [one] = best;
  if (!one) return null;
  return {
    end: Math.min(end, one.until),
    memberType: from === holder ? 'Direct' : 'Group',
    through: from === holder ? null : from,
    assignmentTypes: new Set(best.map((way) => originThrough(way.origin, origin))),
  };
}

/** The id that the API gives to a schedule. */
export const shownId = ({ provider, scope, role, id }: Schedule): string =>
  provider === 'group' ? `${scope}_${role}_${id}` : id;

/** What a person may activate, or holds, at an instant: by the ids that the API gives. */
export function accessOf(world: World, holder: string, isEligibility: boolean, at: number): ReadonlyMap<string, Row> {
  if (!countsIn(world, holder)) return new Map();
  const ways = waysOf(world, holder, at);
  const row = (from: string, end: number, origin: Origin) => rowOf(holder, from, ways.get(from), end, origin);
  const held = holdingAt(world, isEligibility, at)
    .filter((one) => targetStands(world, one))
    .filter((one) => isEligibility || one.role !== 'owner' || one.holder === holder)
    .map((one) => [shownId(one), row(one.holder, one.end, originOf(one))] as const);
  const links = (all: World['members'], access: string) =>
    all
      .filter(({ group }) => groupStands(world, group))
      .map(({ group, member }) => [`${group}_${access}_${member}`, row(member, forEver, 'Assigned')] as const);
  const owned = world.owners.filter(({ member }) => member === holder);
  const told = isEligibility ? [] : [...links(world.members, 'member'), ...links(owned, 'owner')];
  return new Map([...held, ...told].flatMap(([id, found]) => (found ? [[id, found]] : [])));
}

/** Requests about a person that wait at an instant. */
export function waitingFor(world: World, holder: string, at: number): readonly Request[] {
  if (!countsIn(world, holder)) return [];
  const waits = ({ status, at: due }: Request): boolean =>
    status === 'PendingAdminDecision' || ((status === 'PendingApproval' || status === 'Granted') && due > at);
  return world.requests.filter((one) => one.principal === holder && waits(one));
}

/** Whether a person's activation that was made from the eligibility runs. */
export const isActivated = (world: World, holder: string, eligibility: string, at: number): boolean =>
  holdingAt(world, false, at).some((one) => one.holder === holder && one.rests === eligibility);

/** Whether a person waits for what the eligibility is for. */
export function isWaitedFor(world: World, holder: string, eligibility: string, at: number): boolean {
  const wanted = world.schedules.find(({ id }) => id === eligibility);
  return waitingFor(world, holder, at).some(
    ({ provider, role, scope }) => wanted?.provider === provider && wanted.role === role && wanted.scope === scope,
  );
}

/** Directory roles that a principal holds: role and scope. */
export function directoryRoles(world: World, holder: string, at: number): readonly string[] {
  if (!countsIn(world, holder)) return [];
  const holders = [holder, ...groupsOf(world, holder, at)];
  const held = holdingAt(world, false, at).filter(
    (one) => one.provider === 'directory' && holders.includes(one.holder),
  );
  return [...new Set(held.filter((one) => targetStands(world, one)).map(({ role, scope }) => `${role} ${scope}`))];
}
