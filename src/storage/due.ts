import type { Pool } from 'pg';
import { keptOwnerDays } from '../domain/providers/group';

const kinds = ['start', 'end', 'lapse', 'escalation', 'extension', 'renewal', 'release', 'stay'] as const;

/** What time brings about and is to be told; each is a command of its own. */
export type DueKind = (typeof kinds)[number];

/** Something that is due, or is to be. */
export interface Coming {
  readonly what: DueKind;
  /** Of the schedule, the request (a lapse) or the stage (an escalation). */
  readonly id: string;
  /** Of the row that is locked when it is told: two of the same are told in turn. */
  readonly subjectId: string;
  /** Milliseconds from the given instant, to the microsecond; 0 or less is due. */
  readonly inMs: number;
}

/** What names a thing among all that come: a schedule may have several of them. */
export const keyOf = ({ what, id }: Pick<Coming, 'what' | 'id'>): string => `${what} ${id}`;

/** How many of a kind are looked at, and how many come back. */
const batch = 50;

/** Where one kind of thing is found, in SQL. */
interface Found {
  /** A table and what is still to be told of it. */
  readonly from: string;
  readonly due: string;
  /** What the index is sorted by, where that is not the instant itself. */
  readonly order?: string;
  readonly subject?: string;
}

/** At most a batch of one kind, from the front of the index over its instants. */
const ahead = (what: DueKind, { from, due, order = 'due', subject = 'id' }: Found): string => `(
  select '${what}' as what, id, ${subject} as "subjectId", ${due} as due
    from ${from} and '${what} ' || id <> all ($2) order by ${order} limit ${batch})`;

const timeBound = `end_at is not null and revoked_at is null and assignment_type is distinct from 'Activated'`;
const clock = '(select now from clock)';

/**
 * Another assignment of the same role that lasts longer than the kept one, or begins before it: its start may release
 * the kept end. How many people are behind it, only the command knows.
 */
const firstSuccessor = `(
  select min(o.start_at) from schedule as o
   where o.role_definition_id = k.role_definition_id and o.kind = 'assignment' and o.provider = k.provider and o.scope_id = k.scope_id
     and o.id <> k.id and not isempty(o.span) and (upper_inf(o.span) or upper(o.span) > ${clock})
     and (k.start_at > ${clock} or coalesce(o.end_at, o.suspended_end_at) is null
       or coalesce(o.end_at, o.suspended_end_at) > k.suspended_end_at or o.suspended_end_at = k.suspended_end_at))`;

const found: Readonly<Record<DueKind, Found>> = {
  start: { from: 'schedule where start_announced_at is null and not isempty(span)', due: 'start_at' },
  end: {
    from: 'schedule where end_announced_at is null and not upper_inf(span) and not isempty(span)',
    due: 'upper(span)',
  },
  // Every pending request lapses; the index says so too, so that nothing else is led to it.
  lapse: { from: `schedule_request where status = 'PendingApproval' and lapses_at is not null`, due: 'lapses_at' },
  escalation: {
    from: `approval_stage where status = 'InProgress' and escalates_at is not null and escalation_announced_at is null`,
    due: 'escalates_at',
    subject: 'approval_id',
  },
  // I-2: offered from fourteen days before the end to the end itself, which does not count any more.
  extension: {
    from: `schedule where extension_announced_at is null and ${timeBound} and end_at > ${clock}`,
    due: `end_at - interval '14 days'`,
    order: 'end_at',
  },
  renewal: {
    from: `schedule where renewal_closed_at is null and ${timeBound}`,
    due: `end_at + interval '30 days'`,
    order: 'end_at',
  },
  release: { from: `schedule as k where suspended_end_at is not null and provider = 'directory'`, due: firstSuccessor },
  // G-13: the last owner of a group. Whoever becomes its owner releases him at that instant.
  stay: {
    from: `schedule where suspended_end_at is not null and provider = 'group'`,
    due: `suspended_end_at + interval '${keptOwnerDays} days'`,
    order: 'suspended_end_at',
  },
};

/** `$1` is the instant, null for the database's clock; `$2` holds the keys of what is passed over. */
const statement = `
  with clock as materialized (select coalesce($1::timestamptz, date_trunc('milliseconds', clock_timestamp())) as now)
  select what, id, "subjectId", (extract(epoch from due - ${clock}) * 1000)::float8 as "inMs"
    from (${kinds.map((what) => ahead(what, found[what])).join(' union all ')}) as coming
   where due is not null order by due limit ${batch}`;

/**
 * What is due at an instant and what comes next, the longest overdue first, at most a batch; `passedOver` is left out.
 *
 * Each kind is read from the front of its own index, whose rows leave it when they have been told.
 */
export async function lookAhead(
  pool: Pool,
  instant: Date | null,
  passedOver: readonly string[],
): Promise<readonly Coming[]> {
  const values = [instant?.toISOString() ?? null, passedOver];
  const { rows } = await pool.query<Coming>({ name: 'due_ahead', text: statement, values });
  return rows;
}
