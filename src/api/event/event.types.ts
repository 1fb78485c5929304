import { Field, ID, InputType, InterfaceType, ObjectType } from 'type-graphql';
import { Nullable, Required } from '../fields';
import { DateTimeScalar, EventCursorScalar } from '../scalars';
import { type PimEventType, PimEventTypeEnum } from './event.enums';

@InterfaceType('PimEvent', {
  description: 'An addition to Graph. A message of the stream of events; its cursor is what to resume after.',
  resolveType: ({ typeName }: { readonly typeName: string }) => typeName,
})
export abstract class PimEventInterface {
  @Required(() => EventCursorScalar, 'The place in the stream up to which everything has been delivered.')
  readonly cursor!: string;
}

@ObjectType('Ready', {
  description: 'An addition to Graph. The first message: the subscription stands.',
  implements: PimEventInterface,
})
export class ReadyType extends PimEventInterface {
  @Required(() => EventCursorScalar, 'The end of the stream at this moment; events up to here are the past.')
  readonly head!: string;
}

@ObjectType('Heartbeat', {
  description: 'An addition to Graph. Nothing happened that the caller may see; the stream is alive.',
  implements: PimEventInterface,
})
export class HeartbeatType extends PimEventInterface {
  @Required(() => EventCursorScalar, 'The end of the stream at this moment.')
  readonly head!: string;
}

/** What every change tells, whatever it is about. */
@ObjectType()
class ChangeFields {
  @Required(() => EventCursorScalar, 'The place of the event in the stream; subscribe after it to resume.')
  readonly cursor!: string;

  @Required(() => ID, 'A GUID. Events are delivered at least once; the id tells a repetition.')
  readonly id!: string;

  @Required(() => PimEventTypeEnum, 'What happened.')
  readonly type!: PimEventType;

  @Required(() => DateTimeScalar, 'When it happened, in UTC.')
  readonly occurredDateTime!: Date;

  @Nullable(() => ID, 'GUID of the principal whose access it is about; null for policies.')
  readonly principalId!: string | null;

  @Nullable(
    () => ID,
    'Id of the role definition, or member or owner of a group; null where the event is about no role.',
  )
  readonly roleDefinitionId!: string | null;

  @Nullable(
    () => String,
    'Where the role is held: / or /administrativeUnits/{id}; null where the event is about no directory role.',
  )
  readonly directoryScopeId!: string | null;

  @Nullable(
    () => String,
    'Where it is held, whatever it is: the scope of a directory role, the id of the group, or the path of the resource.',
  )
  readonly scopeId!: string | null;
}

export { ChangeFields };

@InputType('PimEventFilter', {
  description: 'An addition to Graph. Which events are delivered; all that the caller may see when it is absent.',
})
export class PimEventFilter {
  @Field(() => [PimEventTypeEnum], { nullable: true, description: 'Only events of these types.' })
  readonly types?: readonly PimEventType[] | null;

  @Field(() => ID, { nullable: true, description: 'Only events about the access of this principal (GUID).' })
  readonly principalId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only events about this role definition; member or owner for what is held of groups.',
  })
  readonly roleDefinitionId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Only events at exactly this scope: / or /administrativeUnits/{id}, the id of a group, or the path of a resource.',
  })
  readonly scopeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only events of this request (GUID).' })
  readonly requestId?: string | null;
}
