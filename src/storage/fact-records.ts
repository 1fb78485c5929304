import type { EntitySchema } from 'typeorm';
import type { Protection } from '../domain/protection';
import type { SeparationFacts } from '../domain/separation';
import { type JsonRow, recordFrom } from './records';
import { approvalStageTable } from './tables/approval';
import { policyTable } from './tables/policy';
import { principalTable } from './tables/principal';
import { roleDefinitionTable } from './tables/role-definition';
import { scheduleTable } from './tables/schedule';
import { scheduleRequestTable } from './tables/schedule-request';
import { separationRuleTable } from './tables/separation-rule';

const rowsIn = (value: unknown): readonly JsonRow[] => (value ?? []) as readonly JsonRow[];

/** The record in a JSON column; null when there is none. */
export const recordIn = <T>(table: EntitySchema<T>, value: unknown): T | null =>
  value === null || value === undefined ? null : recordFrom(table, value as JsonRow);

/** The records in a JSON column. */
export const recordsIn = <T>(table: EntitySchema<T>, value: unknown): readonly T[] =>
  rowsIn(value).map((row) => recordFrom(table, row));

/** The pending requests, with their stages, in a JSON column. */
export const pendingIn = (value: unknown) =>
  rowsIn(value).map(({ request, stages }) => ({
    request: recordFrom(scheduleRequestTable, request as JsonRow),
    stages: recordsIn(approvalStageTable, stages),
  }));

/** The activations in a JSON column. */
export const activationsIn = (value: unknown) =>
  rowsIn(value).map(({ schedule, request, subject }) => ({
    schedule: recordFrom(scheduleTable, schedule as JsonRow),
    request: recordIn(scheduleRequestTable, request),
    subject: recordIn(principalTable, subject),
  }));

/** Who holds a protected role, in a JSON column; null where nobody has to. */
export function protectionIn(value: unknown): Protection | null {
  const found = value as { readonly active: unknown; readonly eligible: unknown } | null | undefined;
  return found ? { active: holdingsIn(found.active), eligible: holdingsIn(found.eligible) } : null;
}

const holdingsIn = (value: unknown) =>
  rowsIn(value).map(({ schedule, people }) => ({
    schedule: recordFrom(scheduleTable, schedule as JsonRow),
    people: people as number,
  }));

/** The rules of separation, with what they look at, in a JSON column. */
export const separationsIn = (value: unknown): readonly SeparationFacts[] =>
  rowsIn(value).map(({ rule, held }) => ({
    rule: recordFrom(separationRuleTable, rule as JsonRow),
    held: rowsIn(held).map(({ person_id, person_name, schedule }) => ({
      personId: person_id as string,
      personName: person_name as string,
      schedule: recordFrom(scheduleTable, schedule as JsonRow),
    })),
  }));

/** The policy in a JSON column; null when there is none. */
export const policyIn = (value: unknown) => recordIn(policyTable, value);

/** The role definition in a JSON column; null when there is none. */
export const roleIn = (value: unknown) => recordIn(roleDefinitionTable, value);
