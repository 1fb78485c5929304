import { ObjectType } from 'type-graphql';
import { type Layer, type Side, typeNameOf } from '../../queries/target/spelling';
import { declareFields } from '../fields';
import { RequestType } from '../request/request.type';
import { azureVariant } from './azure-variant';
import { directoryVariant } from './directory-variant';
import { groupVariant } from './group-variant';
import type { FamilyTypes, TypeThunk, Variant, VariantTexts } from './variant';

/** What a type is, in a sentence or two. */
const descriptions: Record<Side, Record<Layer, (texts: VariantTexts) => string>> = {
  Assignment: {
    ScheduleRequest: ({ thing }) => `A request to assign, activate, change or remove ${thing}, and what came of it.`,
    Schedule: ({ thing }) =>
      `Who holds ${thing} actively, and when; the start may lie ahead. Made by requests only (A-1).`,
    ScheduleInstance: ({ thing, gone }) =>
      `Who holds ${thing} at this moment. Future schedules, disabled principals and ${gone} have none (A-3, M-7).`,
  },
  Eligibility: {
    ScheduleRequest: ({ thing }) =>
      `A request to make eligible for ${thing}, to change that or remove it, and what came of it.`,
    Schedule: ({ thing }) =>
      `Who may activate ${thing}, and when; the start may lie ahead. Made by requests only (A-1).`,
    ScheduleInstance: ({ thing, gone }) =>
      `Who may activate ${thing} at this moment. Future schedules, disabled principals and ${gone} have none (A-3, M-7).`,
  },
};

/** The six GraphQL types of one variant; made once per variant, for a name can be given to one type only. */
export function familyTypesOf(variant: Variant): FamilyTypes {
  const related: FamilyTypes = {
    assignmentRequest: () => types.assignmentRequest(),
    eligibilityRequest: () => types.eligibilityRequest(),
    assignmentSchedule: () => types.assignmentSchedule(),
    eligibilitySchedule: () => types.eligibilitySchedule(),
    assignmentInstance: () => types.assignmentInstance(),
    eligibilityInstance: () => types.eligibilityInstance(),
  };
  const made = (side: Side, layer: Layer) => typeOf(variant, side, layer, related);
  const types: FamilyTypes = {
    assignmentRequest: made('Assignment', 'ScheduleRequest'),
    eligibilityRequest: made('Eligibility', 'ScheduleRequest'),
    assignmentSchedule: made('Assignment', 'Schedule'),
    eligibilitySchedule: made('Eligibility', 'Schedule'),
    assignmentInstance: made('Assignment', 'ScheduleInstance'),
    eligibilityInstance: made('Eligibility', 'ScheduleInstance'),
  };
  return types;
}

function typeOf(variant: Variant, side: Side, layer: Layer, related: FamilyTypes): TypeThunk {
  const name = typeNameOf(variant.spelling, side, layer);
  const description = descriptions[side][layer](variant.texts);
  const type = layer === 'ScheduleRequest' ? requestType(name, description) : plainType(name, description);
  declareFields(type, { ...variant.layers[layer].fields(side, related), ...variant.fields });
  return () => type;
}

function requestType(name: string, description: string) {
  @ObjectType(name, { description, implements: RequestType })
  class ScheduleRequestType extends RequestType {}
  return ScheduleRequestType;
}

function plainType(name: string, description: string) {
  @ObjectType(name, { description })
  class ScheduleType {}
  return ScheduleType;
}

/** The types of directory roles; for whoever refers to them, such as mutation payloads. */
export const directoryTypes = familyTypesOf(directoryVariant);

/** The types of memberships and ownerships of groups. */
export const groupTypes = familyTypesOf(groupVariant);

/** The types of Azure roles. */
export const azureTypes = familyTypesOf(azureVariant);
