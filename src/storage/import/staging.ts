import type { Client } from 'pg';

/** An object as the file has it: `found` are the columns that it brings, `defaults` those of a new object. */
export interface StagedObject {
  readonly section: string;
  readonly position: number;
  readonly line: number;
  readonly id: string;
  readonly found: Readonly<Record<string, unknown>>;
  readonly defaults: Readonly<Record<string, unknown>>;
}

/** That an object brings a list, be it empty: what it does not name any more goes. */
export interface StagedList {
  readonly section: string;
  readonly position: number;
  readonly relation: string;
}

/** One object naming another: as a member, an owner, or its manager. The namer is known by its place in the file. */
export interface StagedReference extends StagedList {
  readonly ordinal: number | null;
  readonly line: number;
  readonly target: string;
}

/** A role that somebody holds without an end. */
export interface StagedAssignment {
  readonly position: number;
  readonly line: number;
  readonly principal_id: string;
  readonly role_id: string;
  readonly scope_id: string;
}

/** A scope of resources; `parent_id` is null where neither the file nor its path tells what is above it. */
export interface StagedScope {
  readonly position: number;
  readonly line: number;
  readonly id: string;
  readonly spelling: string;
  readonly type: string;
  readonly display_name: string;
  readonly parent_id: string | null;
  /** Whether the file names the scope above it, on that line. */
  readonly is_parent_named: boolean;
}

/** Rows for the tables that hold the file while it is read. */
export interface StagedRows {
  readonly object: readonly StagedObject[];
  readonly list: readonly StagedList[];
  readonly reference: readonly StagedReference[];
  readonly assignment: readonly StagedAssignment[];
  readonly scope: readonly StagedScope[];
}

const columns: Readonly<Record<keyof StagedRows, string>> = {
  object: 'section text, position integer, line integer, id uuid, found jsonb, defaults jsonb',
  list: 'section text, position integer, relation text',
  reference: 'section text, position integer, relation text, ordinal integer, line integer, target uuid',
  assignment: 'position integer, line integer, principal_id uuid, role_id text, scope_id text',
  scope:
    'position integer, line integer, id text, spelling text, type text, display_name text, parent_id text, is_parent_named boolean',
};

const tables: readonly (keyof StagedRows)[] = ['object', 'list', 'reference', 'assignment', 'scope'];

/**
 * Makes the session's own tables `staged_object`, `staged_list`, `staged_reference`, `staged_assignment` and `staged_scope`.
 *
 * They are filled outside of the transaction that stores the directory: one that stayed open as long as the file is
 * read would hold back every subscriber, for events are handed on only below the oldest open transaction.
 */
export async function openStaging(session: Client): Promise<void> {
  await session.query(tables.map((table) => `create temporary table staged_${table} (${columns[table]})`).join(';'));
}

/** Adds rows to the staging tables. */
export async function stage(session: Client, rows: StagedRows): Promise<void> {
  for (const table of tables) {
    if (rows[table].length === 0) continue;
    await session.query(
      `insert into staged_${table} select * from jsonb_to_recordset($1::jsonb) as r (${columns[table]})`,
      [JSON.stringify(rows[table])],
    );
  }
}

/** Prepares the staged rows for joining: without figures the planner takes them for a handful. */
export async function closeStaging(session: Client): Promise<void> {
  await session.query(`
    create index on staged_object (section, position);
    create index on staged_object (id);
    create index on staged_reference (target);
    create index on staged_scope (id);
    analyze staged_object; analyze staged_list; analyze staged_reference; analyze staged_assignment; analyze staged_scope`);
}
