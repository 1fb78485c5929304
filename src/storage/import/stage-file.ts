import type { Client } from 'pg';
import type { Item } from './json-frame';
import type { NamedOrganization } from './organization';
import { organizationIn, readElement } from './read-element';
import { readItems } from './read-items';
import { checkProperty } from './sections';
import { closeStaging, openStaging, type StagedRows, stage } from './staging';

/** How far the reading of a file has come. */
export interface ImportProgress {
  /** Users, groups and all other objects so far. */
  readonly objects: number;
  readonly bytes: number;
  /** `storing` once the whole file is read. */
  readonly phase: 'reading' | 'storing';
}

/** So many rows go to the database at once. */
const batchSize = 2_000;

/**
 * Reads the whole file into the session's staging tables, checking each object by itself.
 *
 * Answers which organisation the file names, if any. The first object that does not fit is refused with its line.
 */
export async function stageFile(
  session: Client,
  source: AsyncIterable<unknown>,
  onProgress: (progress: ImportProgress) => void,
): Promise<NamedOrganization | null> {
  await openStaging(session);
  const queue = stagingQueue(session);
  let organization: NamedOrganization | null = null;
  let objects = 0;
  let bytes = 0;
  for await (const chunk of readItems(source, checkProperty)) {
    for (const item of chunk.items) {
      organization = organizationOf(item) ?? organization;
      queue.add(readElement(item));
      if (item.position !== null && item.list === null) objects += 1;
    }
    bytes = chunk.bytes;
    await queue.send(batchSize);
    onProgress({ objects, bytes, phase: 'reading' });
  }
  await queue.send(0);
  await closeStaging(session);
  onProgress({ objects, bytes, phase: 'storing' });
  return organization;
}

/** Collects rows and sends them off in batches, of which one is on its way while the next is being read. */
function stagingQueue(session: Client) {
  let rows = emptyRows();
  let underWay: Promise<void> = Promise.resolve();
  return {
    add: (more: StagedRows): void => add(rows, more),
    /** Sends what is there once it is at least `atLeast` rows; waits for the batch before, and at 0 for this one too. */
    send: async (atLeast: number): Promise<void> => {
      if (sizeOf(rows) < atLeast) return;
      await underWay;
      underWay = stage(session, rows);
      // Whoever waits next is told of a failure; until then nobody may be waiting.
      underWay.catch(() => undefined);
      rows = emptyRows();
      if (atLeast === 0) await underWay;
    },
  };
}

type GrowingRows = { readonly [K in keyof StagedRows]: StagedRows[K][number][] };

const emptyRows = (): GrowingRows => ({ object: [], list: [], reference: [], assignment: [], scope: [] });

const sizeOf = (rows: GrowingRows): number =>
  rows.object.length + rows.reference.length + rows.assignment.length + rows.scope.length;

function add(rows: GrowingRows, more: StagedRows): void {
  rows.object.push(...more.object);
  rows.list.push(...more.list);
  rows.reference.push(...more.reference);
  rows.assignment.push(...more.assignment);
  rows.scope.push(...more.scope);
}

function organizationOf(item: Item): NamedOrganization | undefined {
  const id = organizationIn(item);
  return id === undefined ? undefined : { id, line: item.node.line };
}
