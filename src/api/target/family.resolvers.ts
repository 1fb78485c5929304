import type { Question } from '../../queries/planner/shape';
import { fieldNameOf, type Layer, type Side, typeNameOf } from '../../queries/target/spelling';
import { collectionResolver } from '../collection';
import type { TypeThunk, Variant } from './variant';
import type { MadeVariant } from './variants';

const onText = "Only those that concern the caller in this way; Graph's filterByCurrentUser.";

const whoSees: Record<Layer, string> = {
  ScheduleRequest:
    'Everybody sees those about himself, those that he made, and those that he decides or might have decided',
  Schedule: 'Everybody sees his own and those of his groups',
  ScheduleInstance: 'Everybody sees his own and those of his groups',
};

const whatIs = (thing: string, side: Side): Record<Layer, string> => ({
  ScheduleRequest: `Requests about ${side === 'Assignment' ? 'active assignments of' : 'eligibility for'} ${thing}, whatever came of them.`,
  Schedule: `Who ${side === 'Assignment' ? 'holds' : 'may activate'} ${thing}, now or in the future.`,
  ScheduleInstance: `Who ${side === 'Assignment' ? 'holds' : 'may activate'} ${thing} at this moment.`,
});

function descriptionOf({ texts }: Variant, side: Side, layer: Layer): string {
  const { thing, readers, lists } = texts;
  return [`${whatIs(thing, side)[layer]} ${whoSees[layer]}; ${readers}.`, ...(lists ? [lists] : [])].join(' ');
}

/** The six collections of one variant (resources.md 2): two sides, three layers. */
export function familyResolvers({ variant, types, questions }: MadeVariant) {
  const collection = (side: Side, layer: Layer, question: Question, type: TypeThunk) =>
    collectionResolver({
      question,
      type,
      typeName: typeNameOf(variant.spelling, side, layer),
      singular: fieldNameOf(variant.spelling, side, layer),
      description: descriptionOf(variant, side, layer),
      ...(variant.canonical && { canonical: variant.canonical }),
      filter: { ...variant.layers[layer].filter(side), ...variant.filter },
      on: { values: variant.layers[layer].on, description: onText },
    });
  return [
    collection('Assignment', 'ScheduleRequest', questions.assignmentRequest, types.assignmentRequest),
    collection('Eligibility', 'ScheduleRequest', questions.eligibilityRequest, types.eligibilityRequest),
    collection('Assignment', 'Schedule', questions.assignmentSchedule, types.assignmentSchedule),
    collection('Eligibility', 'Schedule', questions.eligibilitySchedule, types.eligibilitySchedule),
    collection('Assignment', 'ScheduleInstance', questions.assignmentInstance, types.assignmentInstance),
    collection('Eligibility', 'ScheduleInstance', questions.eligibilityInstance, types.eligibilityInstance),
  ];
}
