import type { EntitySchema } from 'typeorm';
import type { Eligibility } from '../domain/eligibility';
import type { Activation, Hanging } from '../domain/new-request';
import type { Scope } from '../domain/scope';
import type { SeparationFacts, Way } from '../domain/separation';
import type { Kind } from '../domain/target';
import { type JsonRow, recordFrom } from './records';
import { approvalStageTable } from './tables/approval';
import { policyTable } from './tables/policy';
import { principalTable } from './tables/principal';
import { roleDefinitionTable } from './tables/role-definition';
import { scheduleTable } from './tables/schedule';
import { scheduleRequestTable } from './tables/schedule-request';
import { separationRuleTable } from './tables/separation-rule';
import type { LockedSchedule } from './transaction';

/** The rows in a JSON column, as JSON has them. */
export const rowsIn = (value: unknown): readonly JsonRow[] => (value ?? []) as readonly JsonRow[];

/** The record in a JSON column; null when there is none. */
export const recordIn = <T>(table: EntitySchema<T>, value: unknown): T | null =>
  value === null || value === undefined ? null : recordFrom(table, value as JsonRow);

/** The records in a JSON column. */
export const recordsIn = <T>(table: EntitySchema<T>, value: unknown): readonly T[] =>
  rowsIn(value).map((row) => recordFrom(table, row));

/** The eligibilities in a JSON column, each with how it reaches whoever wants to activate it. */
export const eligibilitiesIn = (value: unknown): readonly Eligibility[] => rowsIn(value).map(eligibilityFrom);

/** The eligibility in a JSON column; null when there is none. */
export const eligibilityIn = (value: unknown): Eligibility | null =>
  value === null || value === undefined ? null : eligibilityFrom(value as JsonRow);

/** How an eligibility reaches somebody, as `memberships_of` says it. */
interface Reached {
  readonly until: string | null;
  readonly through: readonly string[];
  readonly ends: readonly (string | null)[];
}

const instantIn = (text: string | null): Date | null => (text === null ? null : new Date(text));

function eligibilityFrom(row: JsonRow): Eligibility {
  const schedule = recordFrom(scheduleTable, row);
  const reached = row.reached as Reached | null;
  if (!reached) return schedule;
  return {
    reachedUntil: instantIn(reached.until),
    reachedThrough: reached.through,
    reachedEnds: reached.ends.map(instantIn),
    ...schedule,
  };
}

/** What hangs on memberships, in a JSON column. */
export const hangingIn = (value: unknown): readonly Hanging[] =>
  rowsIn(value).map((row) => ({ role: roleIn(row.role), ...activationFrom(row) }));

/** The pending requests, with their stages, in a JSON column. */
export const pendingIn = (value: unknown) =>
  rowsIn(value).map(({ request, stages }) => ({
    request: recordFrom(scheduleRequestTable, request as JsonRow),
    stages: recordsIn(approvalStageTable, stages),
  }));

/** The activations in a JSON column. */
export const activationsIn = (value: unknown): readonly Activation[] => rowsIn(value).map(activationFrom);

const activationFrom = ({ schedule, request, subject }: JsonRow): Activation => ({
  schedule: recordFrom(scheduleTable, schedule as JsonRow),
  request: recordIn(scheduleRequestTable, request),
  subject: recordIn(principalTable, subject),
});

/** The rules of separation, with what they look at, in a JSON column. */
export const separationsIn = (value: unknown): readonly SeparationFacts[] =>
  rowsIn(value).map(({ rule, held, brought }) => ({
    rule: recordFrom(separationRuleTable, rule as JsonRow),
    ...(brought !== undefined && {
      brought: rowsIn(brought).map(({ schedule, way }) => ({
        schedule: recordFrom(scheduleTable, schedule as JsonRow),
        way: wayIn(way),
      })),
    }),
    held: rowsIn(held).map(({ person_id, person_name, role_name, schedule, way, reach }) => ({
      way: wayIn(way),
      reach: wayIn(reach),
      personId: person_id as string,
      personName: person_name as string,
      roleName: role_name as string | null,
      schedule: recordFrom(scheduleTable, schedule as JsonRow),
    })),
  }));

/** A way through memberships, in a JSON column; null where it is open for good. */
function wayIn(value: unknown): Way | null {
  const found = value as { kind: Kind; startAt: string | null; endAt: string | null } | null;
  if (!found) return null;
  const { kind, startAt, endAt } = found;
  return { kind, startAt: startAt === null ? null : new Date(startAt), endAt: endAt === null ? null : new Date(endAt) };
}

/** The policy in a JSON column; null when there is none. */
export const policyIn = (value: unknown) => recordIn(policyTable, value);

/** The scope in a JSON column; null when there is none. */
export const scopeIn = (value: unknown): Scope | null => {
  const found = value as (Omit<Scope, 'group'> & { readonly group?: Scope['group'] }) | null;
  return found && { group: null, ...found };
};

/** The role definition in a JSON column; null when there is none. */
export const roleIn = (value: unknown) => recordIn(roleDefinitionTable, value);

/** The locked schedule in a row, with what belongs to it; null when there is none, or somebody else has it. */
export function lockedScheduleIn(row: JsonRow = {}): Omit<LockedSchedule, 'protection'> | null {
  const schedule = recordIn(scheduleTable, row.schedule);
  if (!schedule) return null;
  const request = recordIn(scheduleRequestTable, row.request);
  const eligibility = eligibilityIn(row.eligibility);
  return { schedule, eligibility, request, role: roleIn(row.role), subject: recordIn(principalTable, row.subject) };
}
