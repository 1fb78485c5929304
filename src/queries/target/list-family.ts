import type { ScheduleRequest } from '../../domain/request';
import { callerAndGroups, callerId } from '../../storage/session';
import { raw, sql } from '../../storage/sql';
import { mayDecideRequest, requestIsVisible, scheduleIsVisible } from '../../storage/visibility';
import type { ObjectShape, Question, RowSql } from '../planner/shape';
import { col } from '../shapes/row';
import { directorySpelling } from './directory-spelling';
import { directoryFamily, type Family, groupFamily, resourceFamily } from './family';
import { groupSpelling } from './group-spelling';
import { resourceSpelling } from './resource-spelling';
import { instanceIn, isCurrent } from './schedule-fields';
import { collectionNameOf, kindOf, type Layer, type Side, type Spelling } from './spelling';

/** The rows of one variant and side, in the table of the layer. */
const rowsOf =
  ({ provider }: Spelling, side: Side): RowSql =>
  (row) =>
    sql`${col(row, 'kind')} = ${raw(`'${kindOf(side)}'`)} and ${col(row, 'provider')} = ${raw(`'${provider}'`)}`;

const both =
  (one: RowSql, other: RowSql): RowSql =>
  (row) =>
    sql`${one(row)} and ${other(row)}`;

const requestOn: Question['on'] = {
  principal: (row) => sql`${col(row, 'principal_id')} = ${callerId}`,
  createdBy: (row) => sql`${col(row, 'created_by_id')} = ${callerId}`,
  approver: mayDecideRequest,
};
const mine: Question['on'] = { principal: (row) => sql`${col(row, 'principal_id')} = any (${callerAndGroups})` };

/** A request is seen by whom it is for, and by whoever made it. */
const requestIsSeen =
  (spelling: Spelling, side: Side) =>
  ({ provider, kind, principalId, createdById }: ScheduleRequest, callerId: string): boolean =>
    provider === spelling.provider && kind === kindOf(side) && [principalId, createdById].includes(callerId);

/** What each layer adds to the rows of its table, who sees which, and how they concern the caller. */
const layerOf = (
  spelling: Spelling,
  side: Side,
): Record<Layer, Pick<Question, 'rows' | 'visible' | 'on' | 'isSeenByAuthor' | 'indexed'>> => {
  const rows = rowsOf(spelling, side);
  const { provider } = spelling;
  const scheduleVisible: RowSql = (row) => scheduleIsVisible(row, provider);
  return {
    ScheduleRequest: {
      rows,
      visible: (row) => requestIsVisible(row, provider),
      isSeenByAuthor: requestIsSeen(spelling, side),
      on: requestOn,
      indexed: ['all', 'principal', 'createdBy'],
    },
    Schedule: { rows: both(rows, isCurrent), visible: scheduleVisible, on: mine, indexed: ['principal'] },
    ScheduleInstance: {
      rows: both(rows, instanceIn(spelling)),
      visible: scheduleVisible,
      on: mine,
      indexed: ['principal'],
    },
  };
};

function listOf<T>(spelling: Spelling, side: Side, layer: Layer, shape: ObjectShape<T>): Question<T> {
  const { filter, id, orders, defaultOrder } = spelling.layers[layer];
  return {
    name: collectionNameOf(spelling, side, layer),
    shape,
    ...layerOf(spelling, side)[layer],
    filter: { ...filter(side), ...spelling.filter },
    ...(id && { id }),
    ...(spelling.hasOwnReaders && { hasOwnReaders: true }),
    orders,
    defaultOrder,
  };
}

/** The six questions about one variant, side by side with its six shapes. */
export type FamilyQuestions = { readonly [F in keyof Family]: Question };

export const questionsOf = (spelling: Spelling, family: Family): FamilyQuestions => ({
  assignmentRequest: listOf(spelling, 'Assignment', 'ScheduleRequest', family.assignmentRequest),
  eligibilityRequest: listOf(spelling, 'Eligibility', 'ScheduleRequest', family.eligibilityRequest),
  assignmentSchedule: listOf(spelling, 'Assignment', 'Schedule', family.assignmentSchedule),
  eligibilitySchedule: listOf(spelling, 'Eligibility', 'Schedule', family.eligibilitySchedule),
  assignmentInstance: listOf(spelling, 'Assignment', 'ScheduleInstance', family.assignmentInstance),
  eligibilityInstance: listOf(spelling, 'Eligibility', 'ScheduleInstance', family.eligibilityInstance),
});

export const directoryQuestions: FamilyQuestions = questionsOf(directorySpelling, directoryFamily);
export const groupQuestions: FamilyQuestions = questionsOf(groupSpelling, groupFamily);
export const resourceQuestions: FamilyQuestions = questionsOf(resourceSpelling, resourceFamily);
