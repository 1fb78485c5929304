import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Authorized, Ctx, ID, Info, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { markEmergencyAccount } from '../../commands/mark-emergency-account';
import { settleEmergencyUse } from '../../commands/settle-emergency-use';
import { listEmergencyUses } from '../../queries/list-emergency-uses';
import { listUsers } from '../../queries/list-principals';
import { ChangePayload } from '../change-payload.type';
import type { Context } from '../context';
import { Nullable, Required } from '../fields';
import { payloadOf } from '../payload';
import { UserType } from '../principal/user.type';
import { guidOf, textOf } from '../text';
import { EmergencyUseType } from './emergency-use.type';

const keyText =
  'A text of the caller, 1 to 128 characters, unique for 24 hours: the same key with the same input answers the first result again.';

@InputType('SettleEmergencyAccessInput', { description: 'An addition to Graph. What an administrator found.' })
class SettleInput {
  @Required(() => ID, 'GUID of the use, which is the id of the request that it was.')
  readonly id!: string;

  @Required(() => String, 'What the account was used for and what follows; 1 to 2,048 characters, not only blanks.')
  readonly finding!: string;

  @Nullable(() => String, keyText)
  readonly idempotencyKey?: string | null;
}

@ObjectType('SettleEmergencyAccessPayload', { description: 'An addition to Graph. What came of a settlement.' })
class SettlePayload extends ChangePayload {
  @Nullable(() => EmergencyUseType, 'The use as it now stands; null when the settlement was refused.')
  readonly emergencyAccessUse!: EmergencyUseType | null;
}

@InputType('UpdateEmergencyAccountInput', {
  description: 'An addition to Graph. Which user is an emergency account, or is one no more.',
})
class MarkInput {
  @Required(() => ID, 'GUID of the user.')
  readonly userId!: string;

  @Required(() => Boolean, 'Whether the account is for emergencies from now on.')
  readonly isEmergencyAccount!: boolean;

  @Nullable(() => String, keyText)
  readonly idempotencyKey?: string | null;
}

@ObjectType('UpdateEmergencyAccountPayload', { description: 'An addition to Graph. What came of the change.' })
class MarkPayload extends ChangePayload {
  @Nullable(() => UserType, 'The user as he now stands; null when the change was refused.')
  readonly user!: UserType | null;
}

@Authorized()
@Resolver()
export class EmergencyMutations {
  @Mutation(() => SettlePayload, {
    description:
      'An addition to Graph: closes the use of an emergency account with a finding; the account can then be activated again. For Privileged Role and Global Administrators, people only, and never the account itself: InsufficientPermissions. Whoever comes second is told Conflict with who came first; an unknown use is Request_ResourceNotFound, a blank finding Request_BadRequest.',
  })
  settleEmergencyAccess(
    @Arg('input', () => SettleInput, { description: 'The use and the finding.' }) input: SettleInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const prepare = () => ({
      command: settleEmergencyUse,
      input: {
        useId: guidOf(input.id, ['input', 'id']),
        finding: textOf(input.finding, 2048, ['input', 'finding']) ?? '',
      },
      idempotencyKey: input.idempotencyKey,
    });
    return payloadOf(context, prepare, async ({ result: { useId } }, read) => ({
      emergencyAccessUse: (await read.byIds(listEmergencyUses, [useId], info, ['emergencyAccessUse']))[0] ?? null,
    }));
  }

  @Mutation(() => MarkPayload, {
    description:
      'An addition to Graph: makes a user an emergency account, which activates without approval, with a reason, and accounts for it afterwards; or takes that from him. For Global Administrators only, and never for their own account: InsufficientPermissions. An unknown user, or one that is none, is SubjectNotFound; a mark that stands already is Conflict.',
  })
  updateEmergencyAccount(
    @Arg('input', () => MarkInput, { description: 'The user and the mark.' }) input: MarkInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const prepare = () => ({
      command: markEmergencyAccount,
      input: { userId: guidOf(input.userId, ['input', 'userId']), isEmergencyAccount: input.isEmergencyAccount },
      idempotencyKey: input.idempotencyKey,
    });
    return payloadOf(context, prepare, async ({ result: { userId } }, read) => ({
      user: (await read.byIds(listUsers, [userId], info, ['user']))[0] ?? null,
    }));
  }
}
