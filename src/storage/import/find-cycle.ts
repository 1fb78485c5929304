/** That one group is a member of another. */
export interface Nesting {
  readonly groupId: string;
  readonly memberId: string;
}

/**
 * A circle of groups in which each is a member of the one before it and the first one of the last; null when there is none.
 *
 * Walks without recursion, for chains may be long, and each nesting once, for directories are large.
 */
export function findCycle(nestings: Iterable<Nesting>): readonly string[] | null {
  const membersOf = new Map<string, string[]>();
  for (const { groupId, memberId } of nestings) {
    const members = membersOf.get(groupId);
    if (members) members.push(memberId);
    else membersOf.set(groupId, [memberId]);
  }
  const isClear = new Set<string>();
  for (const start of membersOf.keys()) {
    const cycle = isClear.has(start) ? null : cycleFrom(start, membersOf, isClear);
    if (cycle) return cycle;
  }
  return null;
}

/** Walks down from one group; `isClear` gains every group from which no circle can be reached. */
function cycleFrom(
  start: string,
  membersOf: ReadonlyMap<string, readonly string[]>,
  isClear: Set<string>,
): readonly string[] | null {
  const path = [start];
  const onPath = new Set(path);
  const tried = [0];
  while (path.length > 0) {
    const group = path[path.length - 1] ?? start;
    const turn = tried[tried.length - 1] ?? 0;
    const member = membersOf.get(group)?.[turn];
    if (member === undefined) {
      isClear.add(group);
      onPath.delete(group);
      path.pop();
      tried.pop();
    } else {
      tried[tried.length - 1] = turn + 1;
      if (onPath.has(member)) return path.slice(path.indexOf(member));
      if (!isClear.has(member)) {
        path.push(member);
        onPath.add(member);
        tried.push(0);
      }
    }
  }
  return null;
}
