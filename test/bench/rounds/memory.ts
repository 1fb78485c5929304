import { readdir, readFile } from 'node:fs/promises';

const everyMs = 100;

/**
 * Watches the resident memory of a process and its descendants; `stop` yields the most that was seen, in MiB, or null where
 * the system does not tell. Whose children are whose is asked once: to read of every process all the time would take a
 * good part of a core from whoever is measured.
 */
export function watchMemory(pid: number): { readonly stop: () => Promise<number | null> } {
  let most: number | null = null;
  const family = familyOf(pid);
  const look = async () => {
    const now = await residentMiB(await family);
    if (now !== null) most = Math.max(most ?? 0, now);
  };
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await looking;
      return most;
    },
  };
}

/** Null where none of them is there any more. */
async function residentMiB(family: readonly number[]): Promise<number | null> {
  const resident = await Promise.all(family.map((pid) => numberIn(pid, 'VmRSS')));
  const kib = resident.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  return kib === 0 ? null : kib / 1024;
}

/** A process and its descendants. */
async function familyOf(pid: number): Promise<readonly number[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(pids.map(async (one) => [one, await numberIn(one, 'PPid')] as const));
  const family = new Set([pid]);
  // Parents come before their children in the order of their numbers, save where those start anew; two rounds suffice.
  for (const _ of [1, 2])
    for (const [one, parent] of parents) if (parent !== null && family.has(parent)) family.add(one);
  return [...family];
}

/** A number from what the system says of a process; null where that is gone, or nothing is said. */
async function numberIn(pid: number, key: 'PPid' | 'VmRSS'): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const found = new RegExp(`^${key}:\\s*(\\d+)`, 'm').exec(status)?.[1];
  return found === undefined ? null : Number(found);
}
