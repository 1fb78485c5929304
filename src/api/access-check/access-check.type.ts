import { ID, ObjectType } from 'type-graphql';
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

  @Nullable(() => AssignmentTypeEnum, 'Whether it was assigned or activated; null when it is not held.')
  readonly assignmentType!: string | null;

  @Nullable(() => MemberTypeEnum, 'Whether the principal holds it itself or through a group; null when it is not held.')
  readonly memberType!: string | null;

  @Nullable(() => ID, 'Id of the schedule, and of its instance, that gives access; null when it is not held.')
  readonly roleAssignmentScheduleId!: string | null;
}
