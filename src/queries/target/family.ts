import type { ScheduleRequest } from '../../domain/request';
import type { Schedule } from '../../domain/schedule';
import type { AbstractShape, ObjectShape } from '../planner/shape';
import { directorySpelling } from './directory-spelling';
import { requestShape } from './request-shapes';
import { instanceShape, scheduleShape } from './schedule-shapes';
import type { Spelling } from './spelling';

/** The six families of one variant: two sides, three layers (resources.md 2). */
export interface Family {
  readonly assignmentRequest: ObjectShape<ScheduleRequest>;
  readonly eligibilityRequest: ObjectShape<ScheduleRequest>;
  readonly assignmentSchedule: ObjectShape<Schedule>;
  readonly eligibilitySchedule: ObjectShape<Schedule>;
  readonly assignmentInstance: ObjectShape<Schedule>;
  readonly eligibilityInstance: ObjectShape<Schedule>;
}

/** The six families in one variant's spelling; made once per variant, for the planner knows shapes by identity. */
export function familyOf(spelling: Spelling): Family {
  const family: Family = {
    assignmentRequest: requestShape(spelling, 'Assignment', () => family),
    eligibilityRequest: requestShape(spelling, 'Eligibility', () => family),
    assignmentSchedule: scheduleShape(spelling, 'Assignment', () => family),
    eligibilitySchedule: scheduleShape(spelling, 'Eligibility', () => family),
    assignmentInstance: instanceShape(spelling, 'Assignment', () => family),
    eligibilityInstance: instanceShape(spelling, 'Eligibility', () => family),
  };
  return family;
}

export const directoryFamily: Family = familyOf(directorySpelling);

/** Requests whose side is not known beforehand, such as what an approval is about (resources.md 5.2). */
export const anyRequestShape: AbstractShape = {
  shape: 'abstract',
  typeName: 'Request',
  discriminator: 'kind',
  members: { assignment: directoryFamily.assignmentRequest, eligibility: directoryFamily.eligibilityRequest },
};
