import { directoryVariant } from './directory-variant';
import { assignmentScheduleType, eligibilityScheduleType } from './schedule.types';
import { assignmentInstanceType, eligibilityInstanceType } from './schedule-instance.types';
import { assignmentRequestType, eligibilityRequestType } from './schedule-request.types';
import type { Variant } from './variant';

/** The six GraphQL types of one variant: two sides, three layers (resources.md 2). */
export function familyTypesOf(variant: Variant) {
  const eligibilitySchedule = eligibilityScheduleType(variant);
  const eligibilityInstance = eligibilityInstanceType(variant);
  const assignmentSchedule = assignmentScheduleType(variant, { eligibility: eligibilitySchedule });
  return {
    assignmentRequest: assignmentRequestType(variant, {
      schedule: assignmentSchedule,
      eligibility: eligibilitySchedule,
    }),
    eligibilityRequest: eligibilityRequestType(variant, { schedule: eligibilitySchedule }),
    assignmentSchedule,
    eligibilitySchedule,
    assignmentInstance: assignmentInstanceType(variant, { eligibility: eligibilityInstance }),
    eligibilityInstance,
  };
}

/** The six types of directory roles; for whoever refers to them, such as mutation payloads. */
export const directoryTypes = familyTypesOf(directoryVariant);
