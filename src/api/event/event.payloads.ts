import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, ObjectType, Resolver, Root } from 'type-graphql';
import type { FeedEvent } from '../../domain/feed';
import { listRoleManagementPolicies } from '../../queries/list-policies';
import { listSeparationRules } from '../../queries/list-separation-rules';
import { ApprovalType } from '../approval/approval.type';
import type { Context } from '../context';
import { readUse } from '../emergency/emergency-use.event';
import { EmergencyUseType } from '../emergency/emergency-use.type';
import { PolicyType } from '../policy/policy.type';
import { SeparationRuleType } from '../separation/separation.type';
import { readApproval, readOne } from './change';
import { ChangeFields, PimEventInterface } from './event.types';

@ObjectType('ChangeEvent', {
  description:
    'An addition to Graph. Something happened. The records are read when the event is delivered, as they then are; null where the event is not about such a record, or it can no longer be seen.',
  implements: PimEventInterface,
})
export class ChangeEventType extends ChangeFields {}

interface Change {
  readonly event: FeedEvent;
}

/** The fields of {@link ChangeEventType} that belong to no variant and are read when it is delivered. */
@Resolver(() => ChangeEventType)
export class ChangeEventResolver {
  @FieldResolver(() => ApprovalType, {
    nullable: true,
    description: 'The approval; null where the event is not about one.',
  })
  approval(@Root() { event }: Change, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return readApproval(event, context, info);
  }

  @FieldResolver(() => PolicyType, {
    nullable: true,
    description: 'The policy; null where the event is not about one.',
  })
  roleManagementPolicy(@Root() { event }: Change, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return readOne(listRoleManagementPolicies, event.policyId, context, info);
  }

  @FieldResolver(() => SeparationRuleType, {
    nullable: true,
    description: 'The rule of separation; null when it was removed, or the event is not about one.',
  })
  separationOfDutiesRule(@Root() { event }: Change, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    const id = event.type.startsWith('separation.') ? event.policyId : null;
    return readOne(listSeparationRules, id, context, info);
  }

  @FieldResolver(() => EmergencyUseType, {
    nullable: true,
    description: 'The use of an emergency account; null where the event is not about one.',
  })
  emergencyAccessUse(@Root() { event }: Change, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
    return readUse(event, context, info);
  }
}
