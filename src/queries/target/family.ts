import type { Approval } from '../../domain/approval';
import type { ScheduleRequest } from '../../domain/request';
import type { Schedule } from '../../domain/schedule';
import { sql } from '../../storage/sql';
import { scheduleTable } from '../../storage/tables/schedule';
import { scheduleRequestTable } from '../../storage/tables/schedule-request';
import type { AbstractShape, ObjectShape } from '../planner/shape';
import { approvalShape } from '../shapes/approval';
import { col } from '../shapes/row';
import { directorySpelling } from './directory-spelling';
import { groupSpelling } from './group-spelling';
import { resourceSpelling } from './resource-spelling';
import { kindOf, type Layer, type Side, type Spelling, typeNameOf } from './spelling';

/** The six families of one variant: two sides, three layers (resources.md 2). */
export interface Family {
  readonly assignmentRequest: ObjectShape<ScheduleRequest>;
  readonly eligibilityRequest: ObjectShape<ScheduleRequest>;
  readonly assignmentSchedule: ObjectShape<Schedule>;
  readonly eligibilitySchedule: ObjectShape<Schedule>;
  readonly assignmentInstance: ObjectShape<Schedule>;
  readonly eligibilityInstance: ObjectShape<Schedule>;
}

/** What records of a family refer to. */
export interface Related extends Family {
  readonly approval: ObjectShape<Approval>;
}

/** The six families in one variant's spelling; made once per variant, for the planner knows shapes by identity. */
export function familyOf(spelling: Spelling): Family {
  const related = (): Related => ({ ...family, approval: approvalShape });
  const request = (side: Side): ObjectShape<ScheduleRequest> => ({
    ...shapeOf(spelling, side, 'ScheduleRequest', related),
    table: scheduleRequestTable,
  });
  const ofSchedule = (side: Side, layer: Layer): ObjectShape<Schedule> => ({
    ...shapeOf(spelling, side, layer, related),
    table: scheduleTable,
  });
  const family: Family = {
    assignmentRequest: request('Assignment'),
    eligibilityRequest: request('Eligibility'),
    assignmentSchedule: ofSchedule('Assignment', 'Schedule'),
    eligibilitySchedule: ofSchedule('Eligibility', 'Schedule'),
    assignmentInstance: ofSchedule('Assignment', 'ScheduleInstance'),
    eligibilityInstance: ofSchedule('Eligibility', 'ScheduleInstance'),
  };
  return family;
}

const shapeOf = (spelling: Spelling, side: Side, layer: Layer, related: () => Related) => ({
  shape: 'object' as const,
  typeName: typeNameOf(spelling, side, layer),
  fields: { ...spelling.layers[layer].fields(side, related), ...spelling.fields },
});

export const directoryFamily: Family = familyOf(directorySpelling);
export const groupFamily: Family = familyOf(groupSpelling);
export const resourceFamily: Family = familyOf(resourceSpelling);

/** The families of every variant, each with its spelling. */
export const families: readonly (readonly [Spelling, Family])[] = [
  [directorySpelling, directoryFamily],
  [groupSpelling, groupFamily],
  [resourceSpelling, resourceFamily],
];

const memberOf = (provider: string, kind: string): string => `${provider} ${kind}`;

/** Requests whose variant and side are not known beforehand, such as what an approval is about (resources.md 5.2). */
export const anyRequestShape: AbstractShape = {
  shape: 'abstract',
  typeName: 'Request',
  discriminator: {
    sql: (row) => sql`${col(row, 'provider')} || ' ' || ${col(row, 'kind')}`,
    of: ({ provider, kind }) => memberOf(String(provider), String(kind)),
  },
  members: Object.fromEntries(
    families.flatMap(([{ provider }, { assignmentRequest, eligibilityRequest }]) => [
      [memberOf(provider, kindOf('Assignment')), assignmentRequest],
      [memberOf(provider, kindOf('Eligibility')), eligibilityRequest],
    ]),
  ),
};
