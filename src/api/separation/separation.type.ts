import { ID, ObjectType } from 'type-graphql';
import type { SeparationLevel } from '../../domain/separation';
import { connectionOf } from '../connection';
import { BelongingPage, Nullable, Required } from '../fields';
import { graphqlEnum } from '../graphql-enum';
import { UserType } from '../principal/user.type';
import { RoleDefinitionType } from '../role-definition/role-definition.type';
import { DateTimeScalar } from '../scalars';

export const SeparationLevelEnum = graphqlEnum<SeparationLevel>(
  'SeparationOfDutiesLevel',
  'An addition to Graph. What a rule of separation excludes.',
  {
    Assignment:
      'Nobody holds both roles actively, assigned or activated, at the same time; being eligible for both is allowed.',
    Eligibility:
      'Nobody holds one of the roles in any way, eligible or active, while he holds the other in any way. Activations are judged by what is held actively.',
  },
);

@ObjectType('SeparationOfDutiesViolation', {
  description:
    'An addition to Graph. A person who holds both roles of a rule, now or later: one record for each two schedules that collide. It existed before the rule did, or came with a change of the directory, such as a new member of a group.',
})
export class SeparationViolationType {
  @Required(() => ID, 'A GUID; the same for the same rule, person and schedules.')
  readonly id!: string;

  @Required(() => ID, 'GUID of the rule.')
  readonly ruleId!: string;

  @Required(() => ID, 'GUID of the user.')
  readonly personId!: string;

  @Nullable(() => UserType, 'The user; a disabled one counts, since what he holds returns when he is enabled (M-7).')
  readonly person!: UserType | null;

  @Required(() => [ID], 'Ids of the two roles, in the order in which the rule names them.')
  readonly roleDefinitionIds!: readonly string[];

  @Required(
    () => [ID],
    'GUIDs of the two schedules, in the order of roleDefinitionIds: of the user himself, or of groups that he is a member of.',
  )
  readonly scheduleIds!: readonly string[];

  @Required(() => [String], 'Where the roles are held, in the order of roleDefinitionIds: one scope covers the other.')
  readonly directoryScopeIds!: readonly string[];

  @Required(() => DateTimeScalar, 'From when both are held, in UTC.')
  readonly startDateTime!: Date;

  @Nullable(
    () => DateTimeScalar,
    'Until when both are held, in UTC; that instant is the first without. Null when there is no end.',
  )
  readonly endDateTime!: Date | null;
}

const violationConnection = connectionOf('SeparationOfDutiesViolation', () => SeparationViolationType);

@ObjectType('SeparationOfDutiesRule', {
  description:
    'An addition to Graph. Two roles that one person may not hold at the same time where one scope covers the other: himself, or through groups. Assignments, their changes, extensions and renewals, and activations, when asked for and again when approved, are refused with SeparationOfDutiesViolation.',
})
export class SeparationRuleType {
  @Required(() => ID, 'A GUID.')
  readonly id!: string;

  @Required(() => String, 'Name of the rule; refusals tell it.')
  readonly displayName!: string;

  @Nullable(() => String, 'What the rule is for.')
  readonly description!: string | null;

  @Required(() => [ID], 'Ids of the two roles.')
  readonly roleDefinitionIds!: readonly string[];

  @Required(() => [RoleDefinitionType], 'The two roles, by name.')
  readonly roleDefinitions!: readonly RoleDefinitionType[];

  @Required(() => SeparationLevelEnum, 'What the rule excludes.')
  readonly level!: string;

  @Required(() => DateTimeScalar, 'When the rule was made, in UTC.')
  readonly createdDateTime!: Date;

  @Nullable(() => DateTimeScalar, 'When it was last changed, in UTC; null until then.')
  readonly modifiedDateTime!: Date | null;

  @BelongingPage(
    violationConnection,
    'Who breaks the rule at this moment, or will, the earliest first. A new rule ends nothing: what was held before it stays, and is listed here until it ends.',
  )
  readonly violations!: object;
}
