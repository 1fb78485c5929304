import type { FeedEvent } from '../../domain/feed';
import type { Question } from '../../queries/planner/shape';
import { fieldNameOf, kindOf, type Layer, type Side } from '../../queries/target/spelling';
import type { TypeThunk } from '../target/variant';
import type { MadeVariant } from '../target/variants';
import { type ChangeField, readOne } from './change';

/** The records of one side and layer, and what the field that leads to one says. */
interface Records {
  readonly side: Side;
  readonly layer: Layer;
  readonly question: Question;
  readonly type: TypeThunk;
  readonly description: string;
}

/** The field of a change that holds a record of one variant, side and layer; null where the event is about another. */
function recordField({ variant }: MadeVariant, { side, layer, question, type, description }: Records): ChangeField {
  const { spelling, scheduleIdOf } = variant;
  const isAbout = ({ provider, kind }: FeedEvent) => provider === spelling.provider && kind === kindOf(side);
  const idIn = (event: FeedEvent) => (layer === 'ScheduleRequest' ? event.requestId : scheduleIdOf(event));
  return {
    name: fieldNameOf(spelling, side, layer),
    type,
    description,
    read: (event, context, info) => readOne(question, isAbout(event) ? idIn(event) : null, context, info),
  };
}

/** The request that a change is about, of one side. */
export const requestField = (made: MadeVariant, side: Side): ChangeField =>
  recordField(made, {
    side,
    layer: 'ScheduleRequest',
    question: side === 'Assignment' ? made.questions.assignmentRequest : made.questions.eligibilityRequest,
    type: side === 'Assignment' ? made.types.assignmentRequest : made.types.eligibilityRequest,
    description: 'The request as it now stands; null where the event is not about one.',
  });

/** The schedule that a change is about, of one side. */
export const scheduleField = (made: MadeVariant, side: Side): ChangeField =>
  recordField(made, {
    side,
    layer: 'Schedule',
    question: side === 'Assignment' ? made.questions.assignmentSchedule : made.questions.eligibilitySchedule,
    type: side === 'Assignment' ? made.types.assignmentSchedule : made.types.eligibilitySchedule,
    description: 'The schedule; null when it has ended, or the event is not about one.',
  });

/** The instance of an assignment that a change is about. */
export const instanceField = (made: MadeVariant): ChangeField =>
  recordField(made, {
    side: 'Assignment',
    layer: 'ScheduleInstance',
    question: made.questions.assignmentInstance,
    type: made.types.assignmentInstance,
    description: 'The instance; null once the role is no longer held.',
  });
