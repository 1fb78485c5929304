import { readdir, readFile } from 'node:fs/promises';

const everyMs = 100;

/** Watches the resident memory of a process and its descendants; `stop` yields the most that was seen, in MiB, or null where the system does not tell. */
export function watchMemory(pid: number): { readonly stop: () => Promise<number | null> } {
  let most: number | null = null;
  const look = async () => {
    const now = await residentMiB(pid);
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

async function residentMiB(pid: number): Promise<number | null> {
  const processes = await readProcesses();
  if (!processes.has(pid)) return null;
  const family = new Set([pid]);
  // Parents come before their children in the order of their numbers, save where those start anew; two rounds suffice.
  for (const _ of [1, 2]) for (const [id, { parent }] of processes) if (family.has(parent)) family.add(id);
  const kib = [...family].reduce((sum, id) => sum + (processes.get(id)?.residentKib ?? 0), 0);
  return kib / 1024;
}

async function readProcesses(): Promise<
  ReadonlyMap<number, { readonly parent: number; readonly residentKib: number }>
> {
  const names = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const read = names.map(async (name) => {
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
    const number = (key: string) => Number(new RegExp(`^${key}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    return [Number(name), { parent: number('PPid'), residentKib: number('VmRSS') }] as const;
  });
  return new Map(await Promise.all(read));
}
