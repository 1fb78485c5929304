import type { Approval, ApprovalStage } from './approval';
import type { DirectoryObject } from './directory';
import type { EmergencyUse } from './emergency';
import type { PimError } from './errors';
import type { DomainEvent } from './events';
import type { Policy } from './policy/policy';
import type { ScheduleRequest } from './request';
import type { ResourceScope } from './resource-scope';
import type { Schedule } from './schedule';
import type { SeparationRule } from './separation';

/** The records that commands change, by the name of their table. */
export interface Records {
  readonly schedule_request: ScheduleRequest;
  readonly schedule: Schedule;
  readonly approval: Approval;
  readonly approval_stage: ApprovalStage;
  readonly policy: Policy;
  readonly emergency_use: EmergencyUse;
  readonly separation_rule: SeparationRule;
  readonly resource_scope: ResourceScope;
}
export type RecordName = keyof Records;

/** What an update may change: all of these records, and of a principal, which only the import adds, what is ours to mark. */
export interface ChangedRecords extends Records {
  readonly principal: Pick<DirectoryObject, 'id' | 'isEmergencyAccount' | 'accountEnabled' | 'withdrawnAt'>;
}
export type ChangedName = keyof ChangedRecords;

/** A fresh record. */
export interface Insert<N extends RecordName = RecordName> {
  readonly insert: N;
  readonly row: Records[N];
}

/** A change of one record, made only if it still is what the decision saw (`from`); security: compare and set. */
export interface Update<N extends ChangedName = ChangedName> {
  readonly update: N;
  readonly id: string;
  readonly from: Partial<ChangedRecords[N]>;
  readonly set: Partial<ChangedRecords[N]>;
}

/** That all below a scope of resources moves along with it: what is above `scopeId` from now on, the nearest first. */
export interface Move {
  readonly move: 'resource_scope';
  readonly scopeId: string;
  readonly above: readonly string[];
}

export type AnyInsert = { [N in RecordName]: Insert<N> }[RecordName];
export type AnyUpdate = { [N in ChangedName]: Update<N> }[ChangedName];
export type Change = AnyInsert | AnyUpdate | Move;

/** What a decision comes to: what it answers, what it stores, and at least one thing that happened. */
export interface Outcome<Result> {
  readonly result: Result;
  readonly changes: readonly Change[];
  readonly events: readonly [DomainEvent, ...DomainEvent[]];
  /** Told to the caller although the outcome is stored, such as an approval that could no longer be carried out (E-19). */
  readonly notice?: PimError;
}

/** An insert, typed by its table. */
export const insert = <N extends RecordName>(name: N, row: Records[N]): Insert<N> => ({ insert: name, row });

/** An update, typed by its table. */
export const update = <N extends ChangedName>(
  name: N,
  id: string,
  from: Partial<ChangedRecords[N]>,
  set: Partial<ChangedRecords[N]>,
): Update<N> => ({ update: name, id, from, set });
