import { ID, ObjectType } from 'type-graphql';
import { typeNameOf } from '../../queries/target/spelling';
import { RequestStatusEnum } from '../enums';
import { declareFields, type FieldDeclaration, Nullable, nullable, Required } from '../fields';
import { RequestScheduleType } from '../request/request-schedule.type';
import { DateTimeScalar } from '../scalars';
import type { Variant } from './variant';

type TypeThunk = () => object;

/** What schedules of both sides have (resources.md 2.3). */
const scheduleFields = ({ enums }: Variant): Readonly<Record<string, FieldDeclaration>> => ({
  memberType: nullable(() => enums.memberType, 'Whether the principal holds it itself, or is a group of the caller.'),
  scheduleInfo: nullable(
    () => RequestScheduleType,
    'The period as it came out: a schedule that was ended early shows that end. noExpiration or afterDateTime.',
  ),
});

@ObjectType('UnifiedRoleScheduleBase', { description: 'What every schedule has.' })
abstract class ScheduleBase {
  @Required(() => ID, 'A GUID: the id of the request that made the schedule (A-2).')
  readonly id!: string;

  @Nullable(() => DateTimeScalar, 'When it was made, in UTC.')
  readonly createdDateTime!: Date | null;

  @Nullable(() => DateTimeScalar, 'When it was last changed, in UTC; null when it never was.')
  readonly modifiedDateTime!: Date | null;

  @Nullable(() => ID, 'Id of the request that made it; null when it was made outside PIM (A-4).')
  readonly createdUsing!: string | null;

  @Nullable(() => RequestStatusEnum, 'Provisioned; Revoked once it was ended before its time.')
  readonly status!: string | null;
}

/** The type of a variant's assignment schedules (resources.md 2.3a). */
export function assignmentScheduleType(variant: Variant, related: { readonly eligibility: TypeThunk }): TypeThunk {
  const description = `Who holds ${variant.thing} actively, and when; the start may lie ahead. Made by requests only (A-1).`;

  @ObjectType(typeNameOf(variant.spelling, 'Assignment', 'Schedule'), { description })
  class AssignmentScheduleType extends ScheduleBase {
    @Nullable(() => variant.enums.assignmentType, 'Given by an administrator, or activated from an eligibility.')
    readonly assignmentType!: string | null;

    @Nullable(related.eligibility, 'The eligibility that it was activated from; null when it was assigned (A-5).')
    readonly activatedUsing!: object | null;
  }
  declareFields(AssignmentScheduleType, { ...scheduleFields(variant), ...variant.fields });
  return () => AssignmentScheduleType;
}

/** The type of a variant's eligibility schedules (resources.md 2.3b). */
export function eligibilityScheduleType(variant: Variant): TypeThunk {
  const description = `Who may activate ${variant.thing}, and when; the start may lie ahead. Made by requests only (A-1).`;

  @ObjectType(typeNameOf(variant.spelling, 'Eligibility', 'Schedule'), { description })
  class EligibilityScheduleType extends ScheduleBase {}
  declareFields(EligibilityScheduleType, { ...scheduleFields(variant), ...variant.fields });
  return () => EligibilityScheduleType;
}
