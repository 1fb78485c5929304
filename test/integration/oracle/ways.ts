import type { Schedule, Target, World } from './world';

export type Origin = 'Assigned' | 'Activated';

/** A way into a group at an instant. */
export interface Way {
  readonly group: string;
  /** Infinity for ever. */
  readonly until: number;
  /** How many memberships held through PIM it takes. */
  readonly steps: number;
  readonly origin: Origin;
}

interface Step {
  readonly member: string;
  readonly group: string;
  readonly end: number;
  /** Null where the directory says so. */
  readonly origin: Origin | null;
}

export const forEver = Number.POSITIVE_INFINITY;

/** What is held through activations on the way is activated itself. */
export const originThrough = (way: Origin, own: Origin): Origin => (way === 'Activated' ? way : own);

/** How a schedule came to be. */
export const originOf = ({ rests }: Schedule): Origin => (rests === null ? 'Assigned' : 'Activated');

/** Schedules of a side that hold at an instant: the start counts, the end does not. */
export const holdingAt = ({ schedules }: World, isEligibility: boolean, at: number): readonly Schedule[] =>
  schedules.filter((one) => one.isEligibility === isEligibility && one.start <= at && at < one.end);

/** Whether there is such a group that was not deleted. */
export const groupStands = ({ groups }: World, id: string): boolean =>
  groups.some((group) => group.id === id && !group.isDeleted);

/** Whether a principal counts at all: neither disabled nor deleted. */
export const countsIn = (world: World, id: string): boolean =>
  groupStands(world, id) || world.people.some((person) => person.id === id && person.fate === 'enabled');

/** Whether the role is switched on, and the scope not deleted. */
export function targetStands(world: World, { provider, role, scope }: Target): boolean {
  if (provider === 'group') return groupStands(world, scope);
  if (!world.roles.some(({ id, isEnabled }) => id === role && isEnabled)) return false;
  return provider === 'directory' || world.scopes.some(({ id, isDeleted }) => id === scope && !isDeleted);
}

/** Whether what is held at the scope `above` is held at the target's. */
export function covers({ scopes }: World, above: string, { provider, scope }: Target): boolean {
  if (provider === 'group') return above === scope;
  if (provider === 'directory') return above === '/' || above === scope;
  return scopes.some((one) => one.id === scope && one.above.includes(above));
}

function stepsAt(world: World, at: number): readonly Step[] {
  const held = holdingAt(world, false, at).filter(({ provider, role }) => provider === 'group' && role === 'member');
  return [
    ...world.members.map(({ group, member }): Step => ({ member, group, end: forEver, origin: null })),
    ...held.map((one): Step => ({ member: one.holder, group: one.scope, end: one.end, origin: originOf(one) })),
  ].filter(({ group }) => groupStands(world, group));
}

function* walk(
  steps: readonly Step[],
  from: string,
  so: Omit<Way, 'group'>,
  passed: readonly string[],
): Generator<Way> {
  for (const { group, end, origin } of steps.filter(({ member }) => member === from)) {
    if (passed.includes(group)) continue;
    const way: Way = {
      group,
      until: Math.min(so.until, end),
      steps: so.steps + (origin ? 1 : 0),
      origin: originThrough(so.origin, origin ?? 'Assigned'),
    };
    yield way;
    yield* walk(steps, group, way, [...passed, group]);
  }
}

/** The best ways into each group of a principal: those that last longest, and of these the ones with the fewest memberships of PIM. */
export function waysOf(world: World, member: string, at: number): ReadonlyMap<string, readonly Way[]> {
  const begin = { until: forEver, steps: 0, origin: 'Assigned' } as const;
  const found = [...walk(stepsAt(world, at), member, begin, [member])];
  const best = (group: string): readonly Way[] => {
    const into = found.filter((way) => way.group === group);
    const until = Math.max(...into.map((way) => way.until));
    const longest = into.filter((way) => way.until === until);
    const fewest = Math.min(...longest.map(({ steps }) => steps));
    return longest.filter(({ steps }) => steps === fewest);
  };
  return new Map(found.map(({ group }) => [group, best(group)]));
}
