import { ID } from 'type-graphql';
import type { Side } from '../../queries/target/spelling';
import { ApprovalType } from '../approval/approval.type';
import { RequestStatusEnum } from '../enums';
import { nullable, required } from '../fields';
import { comparing, type FilterFieldDeclaration } from '../filter-input';
import { DateTimeFilter, enumFilter, IdFilter } from '../filter-operators';
import { RequestScheduleType, TicketInfoType } from '../request/request-schedule.type';
import { DateTimeScalar } from '../scalars';
import type { Declarations, Variant, VariantLayer } from './variant';

/** What differs between the variants that Microsoft Graph has; the API's side of the names of `queries/target`. */
export interface GraphTypeNames {
  /** Enums whose spelling differs, and what the names of the filters over them begin with. */
  readonly enums: { readonly action: object; readonly assignmentType: object; readonly memberType: object };
  readonly filterPrefix: string;
  readonly on: { readonly requests: object; readonly schedules: object };
  /** The property of an instance that holds the id of its schedule. */
  readonly scheduleIdOf: Readonly<Record<Side, string>>;
  /** What the ids of schedules and of instances are. */
  readonly ids: { readonly schedule: string; readonly instance: string };
  /** What instances of assignments have besides. */
  readonly ofAssignmentInstances?: Declarations;
}

const at = (what: string): FilterFieldDeclaration => comparing(() => DateTimeFilter, `Compares ${what}.`);
const id = (what: string): FilterFieldDeclaration => comparing(() => IdFilter, `Compares ${what}.`);

/** Compares a status; one for all variants, as they share the enum. */
export const statusFilter = comparing(
  enumFilter('RequestStatus', RequestStatusEnum),
  'Compares where it stands at this moment.',
);

/** The three layers as Microsoft Graph spells them (resources.md 2, 4). */
export function graphLayers(names: GraphTypeNames): Variant['layers'] {
  const words = wordsOf(names);
  return {
    ScheduleRequest: requests(names, words),
    Schedule: schedules(names, words),
    ScheduleInstance: instances(names, words),
  };
}

const byId = 'it was assigned (A-5)';

/** Properties and filters over the enums of a variant; made once each, for a name can be given to one type only. */
function wordsOf({ enums, filterPrefix }: GraphTypeNames) {
  const over = (name: string, values: object, text: string) =>
    comparing(enumFilter(`${filterPrefix}${name}`, values), text);
  const action = over('RequestAction', enums.action, 'Compares what is asked for.');
  const assignmentType = over('AssignmentType', enums.assignmentType, 'Compares how it came to be.');
  const memberType = over('MemberType', enums.memberType, 'Compares how the principal holds it.');
  return {
    action,
    fields: (side: Side, memberText: string): Declarations => ({
      memberType: nullable(() => enums.memberType, memberText),
      ...(side === 'Assignment' && {
        assignmentType: nullable(
          () => enums.assignmentType,
          'Given by an administrator, or activated from an eligibility.',
        ),
      }),
    }),
    filter: (side: Side) => ({ memberType, ...(side === 'Assignment' && { assignmentType }) }),
  };
}

type Words = ReturnType<typeof wordsOf>;

const requestFields: Declarations = {
  justification: nullable(() => String, 'The reason; needed where the policy says so (D-3).'),
  scheduleInfo: nullable(
    () => RequestScheduleType,
    'The period. The start is what it came to be; null for removals and deactivations (resources.md 3.2).',
  ),
  ticketInfo: nullable(
    () => TicketInfoType,
    'The ticket; needed where the policy says so (D-4). Two nulls when none was given.',
  ),
  isValidationOnly: nullable(() => Boolean, 'Always false on a stored request: a validation stores nothing (B-15).'),
  targetScheduleId: nullable(() => ID, 'Id of the schedule that the request made or touched; null after a removal.'),
};

const requests = ({ enums, on }: GraphTypeNames, { action }: Words): VariantLayer => ({
  fields: (side, related) => ({
    action: required(
      () => enums.action,
      side === 'Assignment' ? 'What is asked for.' : 'What is asked for. Never selfActivate or selfDeactivate (B-2).',
    ),
    ...requestFields,
    targetSchedule: nullable(
      side === 'Assignment' ? related.assignmentSchedule : related.eligibilitySchedule,
      'The schedule that the request made or touched; null when a decision gave it on the other side (I-7), where it is read.',
    ),
    ...(side === 'Assignment' && {
      activatedUsing: nullable(
        related.eligibilitySchedule,
        'The eligibility that an activation was made from; null for other actions (A-5).',
      ),
      approval: nullable(() => ApprovalType, 'An addition to Graph: the approval behind approvalId.'),
    }),
  }),
  filter: () => ({
    id: id('the id'),
    status: statusFilter,
    action,
    approvalId: id('the id of the approval'),
    createdBy: id('the id of whoever made it'),
    createdDateTime: at('when it was made'),
    completedDateTime: at('when processing ended'),
    targetScheduleId: id('the id of the schedule that it made or touched'),
  }),
  on: on.requests,
});

const schedules = ({ ids, on }: GraphTypeNames, words: Words): VariantLayer => ({
  fields: (side, related) => ({
    id: required(() => ID, ids.schedule),
    createdDateTime: nullable(() => DateTimeScalar, 'When it was made, in UTC.'),
    modifiedDateTime: nullable(() => DateTimeScalar, 'When it was last changed, in UTC; null when it never was.'),
    createdUsing: nullable(() => ID, 'Id of the request that made it; null when it was made outside PIM (A-4).'),
    status: nullable(() => RequestStatusEnum, 'Provisioned; Revoked once it was ended before its time.'),
    scheduleInfo: nullable(
      () => RequestScheduleType,
      'The period as it came out: a schedule that was ended early shows that end. noExpiration or afterDateTime.',
    ),
    ...words.fields(side, 'Whether the principal holds it itself, or is a group of the caller.'),
    ...(side === 'Assignment' && {
      activatedUsing: nullable(
        related.eligibilitySchedule,
        `The eligibility that it was activated from; null when ${byId}.`,
      ),
    }),
  }),
  filter: (side) => ({
    id: id('the id'),
    status: statusFilter,
    createdUsing: id('the id of the request that made it'),
    createdDateTime: at('when it was made'),
    modifiedDateTime: at('when it was last changed'),
    ...words.filter(side),
  }),
  on: on.schedules,
});

const instances = ({ ids, on, scheduleIdOf, ofAssignmentInstances }: GraphTypeNames, words: Words): VariantLayer => ({
  fields: (side, related) => ({
    id: required(() => ID, ids.instance),
    startDateTime: nullable(() => DateTimeScalar, 'The start, in UTC; null when it was made outside PIM (A-4).'),
    endDateTime: nullable(
      () => DateTimeScalar,
      'The end, in UTC; from that instant on the instance is gone. Null is permanent.',
    ),
    [scheduleIdOf[side]]: nullable(() => ID, 'Id of the schedule it belongs to.'),
    ...words.fields(side, 'Whether the principal holds it itself, or is a group of the caller.'),
    ...(side === 'Assignment' && {
      ...ofAssignmentInstances,
      activatedUsing: nullable(
        related.eligibilityInstance,
        `The eligibility that it was activated from; null when ${byId}.`,
      ),
    }),
  }),
  filter: (side) => ({
    id: id('the id'),
    startDateTime: at('the start'),
    endDateTime: at('the end'),
    [scheduleIdOf[side]]: id('the id of the schedule'),
    ...words.filter(side),
  }),
  on: on.schedules,
});
