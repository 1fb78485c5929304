import { ID, ObjectType } from 'type-graphql';
import type { AccessAnswer } from '../../queries/check-access';
import { AssignmentTypeEnum, MemberTypeEnum } from '../enums';
import { Nullable, Required } from '../fields';
import { DateTimeScalar } from '../scalars';

@ObjectType('AccessCheck', {
  description: 'An addition to Graph. Whether a principal holds a role at the moment of the answer, and through what.',
})
export class AccessCheckType {
  @Required(() => Boolean, 'Whether the role is held at the scope now, directly, through a group, or by an activation.')
  readonly hasAccess!: boolean;

  @Nullable(
    () => DateTimeScalar,
    'When it ends, in UTC, of what lasts longest; null when it never ends, or is not held.',
  )
  readonly endDateTime!: Date | null;

  @Nullable(
    () => AssignmentTypeEnum,
    'Activated where the assignment was activated, or a membership of a group through which it is held; null when it is not held.',
  )
  readonly assignmentType!: string | null;

  @Nullable(
    () => MemberTypeEnum,
    'Whether the principal holds it itself, through a group, or from a scope above; null when it is not held.',
  )
  readonly memberType!: string | null;

  @Nullable(
    () => ID,
    'Id of the assignment schedule, and of its instance, that gives access; null when it is not held, and for what the directory alone says.',
  )
  readonly roleAssignmentScheduleId!: string | null;

  @Nullable(() => ID, 'The group that holds it, of which the principal is a member; null when it is its own.')
  readonly throughGroupId!: string | null;

  @Required(
    () => [ID],
    'Ids of the schedules of the memberships held through PIM that bring it, in the order in which they lead to that group: access ends with the first of them that ends. None for memberships that only the directory knows.',
  )
  readonly membershipScheduleIds!: readonly string[];
}

/** An answer as the type has it; null stays null. */
export const shown = (answer: AccessAnswer | null) =>
  answer && { ...answer, endDateTime: answer.endAt, roleAssignmentScheduleId: answer.scheduleId };
