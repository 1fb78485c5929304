import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Authorized, Ctx, ID, Info, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { withdrawGuest } from '../../commands/withdraw-guest';
import { listUsers } from '../../queries/list-principals';
import { ChangePayload } from '../change-payload.type';
import type { Context } from '../context';
import { Nullable, Required } from '../fields';
import { payloadOf } from '../payload';
import { UserType } from '../principal/user.type';
import { guidOf, textOf } from '../text';

@InputType('WithdrawGuestInput', {
  description: 'An addition to Graph. Which guest his home organisation has withdrawn.',
})
class WithdrawGuestInput {
  @Required(() => ID, 'GUID of the guest.')
  readonly userId!: string;

  @Required(() => String, 'Why; 1 to 2,048 characters, not only blanks. The audit keeps it.')
  readonly justification!: string;

  @Nullable(
    () => String,
    'A text of the caller, 1 to 128 characters, unique for 24 hours: the same key with the same input answers the first result again.',
  )
  readonly idempotencyKey?: string | null;
}

@ObjectType('WithdrawGuestPayload', { description: 'An addition to Graph. What came of the withdrawal of a guest.' })
export class WithdrawGuestPayload extends ChangePayload {
  @Nullable(
    () => UserType,
    'The guest as he now stands; null when the withdrawal was refused, or the caller may not read the directory.',
  )
  readonly user!: UserType | null;

  @Nullable(
    () => Int,
    'How many assignments and eligibilities held and have ended; null when the withdrawal was refused.',
  )
  readonly endedScheduleCount!: number | null;

  @Nullable(
    () => Int,
    'How many requests waited for a decision or for their start and are Canceled; null when the withdrawal was refused.',
  )
  readonly canceledRequestCount!: number | null;
}

@Authorized()
@Resolver()
export class GuestMutations {
  @Mutation(() => WithdrawGuestPayload, {
    description:
      'An addition to Graph: the home organisation of a guest has withdrawn him. In one instant he is disabled, all that he holds, is eligible for or will be ends, and his requests that wait are Canceled, each with an event and an audit entry. For Global and Privileged Role Administrators, and for User Administrators where the guest administers nothing: no directory role, directly or through a group, and no role-assignable group that is his (InsufficientPermissions). Who is no user is SubjectNotFound, a member Request_BadRequest, a guest who was withdrawn already Conflict; the last to hold a role that somebody always has to hold is LastAdministrator.',
  })
  withdrawGuest(
    @Arg('input', () => WithdrawGuestInput, { description: 'The guest and the reason.' }) input: WithdrawGuestInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const prepare = () => ({
      command: withdrawGuest,
      input: {
        userId: guidOf(input.userId, ['input', 'userId']),
        justification: textOf(input.justification, 2048, ['input', 'justification']) ?? '',
      },
      idempotencyKey: input.idempotencyKey,
    });
    return payloadOf(context, prepare, async ({ result: { userId, endedCount, canceledCount } }, read) => ({
      user: (await read.byIds(listUsers, [userId], info, ['user']))[0] ?? null,
      endedScheduleCount: endedCount,
      canceledRequestCount: canceledCount,
    }));
  }
}
