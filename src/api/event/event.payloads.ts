import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, ObjectType, Resolver, Root } from 'type-graphql';
import type { FeedEvent } from '../../domain/feed';
import type { Kind } from '../../domain/target';
import { listRoleAssignmentApprovals } from '../../queries/list-approvals';
import { listRoleManagementPolicies } from '../../queries/list-policies';
import { listSeparationRules } from '../../queries/list-separation-rules';
import type { Question } from '../../queries/planner/shape';
import { directoryQuestions } from '../../queries/target/list-family';
import { ApprovalType } from '../approval/approval.type';
import type { Context } from '../context';
import { readUse } from '../emergency/emergency-use.event';
import { EmergencyUseType } from '../emergency/emergency-use.type';
import { Required } from '../fields';
import { PolicyType } from '../policy/policy.type';
import { SeparationRuleType } from '../separation/separation.type';
import { directoryTypes } from '../target/family-types';
import { spelt } from './event.enums';
import { ChangeFields, PimEventInterface } from './event.types';

@ObjectType('ChangeEvent', {
  description:
    'An addition to Graph. Something happened. The records are read when the event is delivered, as they then are; null where the event is not about such a record, or it can no longer be seen.',
  implements: PimEventInterface,
})
export class ChangeEventType extends ChangeFields {}

@ObjectType('RoleAssignmentScheduleRequestChanged', {
  description: 'An addition to Graph. A request for a role assignment was made, or came further.',
})
export class RequestChangedType extends ChangeFields {}

@ObjectType('ApprovalPendingChanged', {
  description: 'An addition to Graph. Something waits for approval, or waits no longer.',
})
export class ApprovalPendingChangedType extends ChangeFields {
  @Required(
    () => Boolean,
    'True when it waits: a stage opened, was escalated, or was approved while others are left. False when it was decided, withdrawn, or lapsed.',
  )
  readonly isPending!: boolean;
}

@ObjectType('RoleAssignmentScheduleInstanceChanged', {
  description: 'An addition to Graph. Somebody began to hold a role, or holds it no longer.',
})
export class InstanceChangedType extends ChangeFields {
  @Required(() => Boolean, 'True when the role is held from now on; false when that has ended.')
  readonly isActive!: boolean;
}

/** An event in the shape of the API; the records that it is about are read by their ids. */
export const changeOf = (event: FeedEvent) => ({
  typeName: 'ChangeEvent',
  cursor: event.cursor,
  id: event.eventId,
  type: spelt(event.type),
  occurredDateTime: event.occurredAt,
  principalId: event.principalId,
  roleDefinitionId: event.roleDefinitionId,
  directoryScopeId: event.scopeId,
  isPending: ['request.approvalRequested', 'request.stageApproved', 'request.escalated'].includes(event.type),
  isActive: event.type === 'request.provisioned' || event.type === 'schedule.started',
  event,
});
type Change = ReturnType<typeof changeOf>;

const read = async (question: Question, id: string | null, { read: reader }: Context, info: GraphQLResolveInfo) =>
  id === null ? null : reader.one(question, id, info);

const about = (kind: Kind, { event }: Change, id: string | null): string | null => (event.kind === kind ? id : null);

const requestText = 'The request as it now stands; null where the event is not about one.';

/** The fields of {@link ChangeEventType} that are read when it is delivered. */
@Resolver(() => ChangeEventType)
export class ChangeEventResolver {
  @FieldResolver(directoryTypes.assignmentRequest, { nullable: true, description: requestText })
  roleAssignmentScheduleRequest(@Root() change: Change, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return read(
      directoryQuestions.assignmentRequest,
      about('assignment', change, change.event.requestId),
      context,
      info,
    );
  }

  @FieldResolver(directoryTypes.eligibilityRequest, { nullable: true, description: requestText })
  roleEligibilityScheduleRequest(@Root() change: Change, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return read(
      directoryQuestions.eligibilityRequest,
      about('eligibility', change, change.event.requestId),
      context,
      info,
    );
  }

  @FieldResolver(directoryTypes.assignmentSchedule, {
    nullable: true,
    description: 'The schedule; null when it has ended, or the event is not about one.',
  })
  roleAssignmentSchedule(@Root() change: Change, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return read(
      directoryQuestions.assignmentSchedule,
      about('assignment', change, change.event.scheduleId),
      context,
      info,
    );
  }

  @FieldResolver(directoryTypes.eligibilitySchedule, {
    nullable: true,
    description: 'The schedule; null when it has ended, or the event is not about one.',
  })
  roleEligibilitySchedule(@Root() change: Change, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return read(
      directoryQuestions.eligibilitySchedule,
      about('eligibility', change, change.event.scheduleId),
      context,
      info,
    );
  }

  @FieldResolver(() => ApprovalType, {
    nullable: true,
    description: 'The approval; null where the event is not about one.',
  })
  approval(@Root() { event }: Change, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return read(listRoleAssignmentApprovals, event.approvalId, context, info);
  }

  @FieldResolver(() => PolicyType, {
    nullable: true,
    description: 'The policy; null where the event is not about one.',
  })
  roleManagementPolicy(@Root() { event }: Change, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return read(listRoleManagementPolicies, event.policyId, context, info);
  }

  @FieldResolver(() => SeparationRuleType, {
    nullable: true,
    description: 'The rule of separation; null when it was removed, or the event is not about one.',
  })
  separationOfDutiesRule(@Root() { event }: Change, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    const id = event.type.startsWith('separation.') ? event.policyId : null;
    return read(listSeparationRules, id, context, info);
  }

  @FieldResolver(() => EmergencyUseType, {
    nullable: true,
    description: 'The use of an emergency account; null where the event is not about one.',
  })
  emergencyAccessUse(@Root() { event }: Change, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return readUse(event, context, info);
  }
}

@Resolver(() => RequestChangedType)
export class RequestChangedResolver {
  @FieldResolver(directoryTypes.assignmentRequest, { nullable: true, description: requestText })
  roleAssignmentScheduleRequest(@Root() { event }: Change, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return read(directoryQuestions.assignmentRequest, event.requestId, context, info);
  }
}

@Resolver(() => ApprovalPendingChangedType)
export class ApprovalPendingChangedResolver {
  @FieldResolver(() => ApprovalType, { nullable: true, description: 'The approval as it now stands.' })
  approval(@Root() { event }: Change, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return read(listRoleAssignmentApprovals, event.approvalId, context, info);
  }

  @FieldResolver(directoryTypes.assignmentRequest, { nullable: true, description: requestText })
  roleAssignmentScheduleRequest(@Root() { event }: Change, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return read(directoryQuestions.assignmentRequest, event.requestId, context, info);
  }
}

@Resolver(() => InstanceChangedType)
export class InstanceChangedResolver {
  @FieldResolver(directoryTypes.assignmentInstance, {
    nullable: true,
    description: 'The instance; null once the role is no longer held.',
  })
  roleAssignmentScheduleInstance(@Root() { event }: Change, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return read(directoryQuestions.assignmentInstance, event.scheduleId, context, info);
  }
}
