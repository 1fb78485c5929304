import { ID, InterfaceType, ObjectType } from 'type-graphql';
import { fieldNameOf, type Side } from '../../queries/target/spelling';
import { AssignmentTypeEnum, MemberTypeEnum, RequestActionEnum, RequestStatusEnum } from '../enums';
import { declareFields, type FieldDeclaration, Nullable, nullable, Required } from '../fields';
import { GroupType } from '../principal/group.type';
import { RequestType } from '../request/request.type';
import { DateTimeScalar } from '../scalars';
import { AccessProviderEnum } from '../target/access-provider.enum';
import { variants } from '../target/variants';

@InterfaceType('Access', {
  description: 'An addition to Graph: a role, a membership or an ownership, of whichever variant of PIM, at a scope.',
})
export abstract class AccessType {
  @Required(
    () => ID,
    'What tells it from the others of its list: the id of the schedule or the request behind it, as its own variant spells it.',
  )
  readonly id!: string;

  @Required(() => AccessProviderEnum, 'Which variant of PIM it belongs to.')
  readonly provider!: string;

  @Required(() => ID, 'Id of the role definition; for groups member or owner.')
  readonly roleDefinitionId!: string;

  @Required(() => String, 'Name of the role; for groups Member or Owner.')
  readonly roleName!: string;

  @Required(
    () => ID,
    'Where: / or /administrativeUnits/{id}, the GUID of a group, or the path of a resource in lower case.',
  )
  readonly scopeId!: string;

  @Nullable(() => String, 'Name of the scope; Directory for the tenant as a whole.')
  readonly scopeName!: string | null;

  @Nullable(() => DateTimeScalar, 'The start, in UTC; null where it is not known.')
  readonly startDateTime!: Date | null;

  @Nullable(
    () => DateTimeScalar,
    'The end, in UTC: its own, or that of the membership which brings it where that comes first. From that instant on it is gone; null is for ever.',
  )
  readonly endDateTime!: Date | null;
}

abstract class ReachedType extends AccessType {
  readonly memberType!: string;
  readonly throughGroup!: object | null;
}

const reached: Readonly<Record<string, FieldDeclaration>> = {
  memberType: {
    type: () => MemberTypeEnum,
    nullable: false,
    description: "Whether it is the caller's own, or a group's.",
  },
  throughGroup: nullable(() => GroupType, 'The group that it comes through; null where it is his own.'),
};

/** The schedule under the name of its variant; null under those of the others. */
const schedules = (side: Side): Readonly<Record<string, FieldDeclaration>> =>
  Object.fromEntries(
    variants.map(({ variant: { spelling }, types }) => [
      fieldNameOf(spelling, side, 'Schedule'),
      nullable(
        side === 'Assignment' ? types.assignmentSchedule : types.eligibilitySchedule,
        'The schedule itself, where it is of this variant.',
      ),
    ]),
  );

@ObjectType('EligibleAccess', {
  description: 'An addition to Graph: what the caller may activate now.',
  implements: AccessType,
})
export class EligibleAccessType extends ReachedType {
  @Required(() => Boolean, 'Whether an activation of his runs that was made from it.')
  readonly isActive!: boolean;

  @Required(
    () => Boolean,
    'Whether a request of his for it waits: for an approver, for an administrator, or for its start.',
  )
  readonly hasPendingRequest!: boolean;
}
declareFields(EligibleAccessType, { ...reached, ...schedules('Eligibility') });

@ObjectType('ActiveAccess', { description: 'An addition to Graph: what the caller holds now.', implements: AccessType })
export class ActiveAccessType extends ReachedType {
  @Required(() => AssignmentTypeEnum, 'Activated where it was activated, or a membership through which it comes was.')
  readonly assignmentType!: string;

  @Required(
    () => Boolean,
    'Whether the directory alone says so: a membership or an ownership that PIM did not give, and does not end (G-5).',
  )
  readonly isFromDirectory!: boolean;
}
declareFields(ActiveAccessType, { ...reached, ...schedules('Assignment') });

@ObjectType('PendingAccess', {
  description: 'An addition to Graph: a request about the caller that waits.',
  implements: AccessType,
})
export class PendingAccessType extends AccessType {
  @Required(() => RequestActionEnum, 'What is asked for.')
  readonly action!: string;

  @Required(() => RequestStatusEnum, 'PendingApproval, PendingAdminDecision, or Granted until its start.')
  readonly status!: string;

  @Required(() => DateTimeScalar, 'When it was made, in UTC.')
  readonly createdDateTime!: Date;

  @Nullable(() => DateTimeScalar, 'When it lapses for want of a decision (E-9); null where it does not.')
  readonly lapsesDateTime!: Date | null;

  @Nullable(() => RequestType, 'The request itself, with its approval, whose stages tell who may decide.')
  readonly request!: RequestType | null;
}
