import { ID, ObjectType } from 'type-graphql';
import { typeNameOf } from '../../queries/target/spelling';
import { declareFields, Nullable, nullable, Required } from '../fields';
import { DateTimeScalar } from '../scalars';
import type { Variant } from './variant';

type TypeThunk = () => object;

const memberTypeText = 'Whether the principal holds it itself, or is a group of the caller.';

@ObjectType('UnifiedRoleScheduleInstanceBase', { description: 'What every schedule instance has.' })
abstract class InstanceBase {
  @Required(() => ID, 'A GUID: the id of the schedule, which has one instance while its span contains now (A-3).')
  readonly id!: string;

  @Nullable(() => DateTimeScalar, 'The start, in UTC; null when it was made outside PIM (A-4).')
  readonly startDateTime!: Date | null;

  @Nullable(() => DateTimeScalar, 'The end, in UTC; from that instant on the instance is gone. Null is permanent.')
  readonly endDateTime!: Date | null;
}

/** The type of a variant's assignment instances (resources.md 2.4a). */
export function assignmentInstanceType(variant: Variant, related: { readonly eligibility: TypeThunk }): TypeThunk {
  const description = `Who holds ${variant.thing} at this moment. Future schedules, disabled principals and roles that are switched off have none (A-3, M-7).`;

  @ObjectType(typeNameOf(variant.spelling, 'Assignment', 'ScheduleInstance'), { description })
  class AssignmentScheduleInstanceType extends InstanceBase {
    @Nullable(() => variant.enums.assignmentType, 'Given by an administrator, or activated from an eligibility.')
    readonly assignmentType!: string | null;

    @Nullable(() => ID, 'Id of the underlying role assignment, as roleAssignments has it.')
    readonly roleAssignmentOriginId!: string | null;

    @Nullable(() => ID, 'Id of the schedule it belongs to.')
    readonly roleAssignmentScheduleId!: string | null;

    @Nullable(related.eligibility, 'The eligibility that it was activated from; null when it was assigned (A-5).')
    readonly activatedUsing!: object | null;
  }
  const memberType = nullable(() => variant.enums.memberType, memberTypeText);
  declareFields(AssignmentScheduleInstanceType, { memberType, ...variant.fields });
  return () => AssignmentScheduleInstanceType;
}

/** The type of a variant's eligibility instances (resources.md 2.4b). */
export function eligibilityInstanceType(variant: Variant): TypeThunk {
  const description = `Who may activate ${variant.thing} at this moment. Future schedules, disabled principals and roles that are switched off have none (A-3, M-7).`;

  @ObjectType(typeNameOf(variant.spelling, 'Eligibility', 'ScheduleInstance'), { description })
  class EligibilityScheduleInstanceType extends InstanceBase {
    @Nullable(() => ID, 'Id of the schedule it belongs to.')
    readonly roleEligibilityScheduleId!: string | null;
  }
  const memberType = nullable(() => variant.enums.memberType, memberTypeText);
  declareFields(EligibilityScheduleInstanceType, { memberType, ...variant.fields });
  return () => EligibilityScheduleInstanceType;
}
