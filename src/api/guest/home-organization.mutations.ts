import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Authorized,
  Ctx,
  Extensions,
  Field,
  ID,
  Info,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import { withdrawGuest } from '../../commands/withdraw-guest';
import { PimError } from '../../domain/errors';
import { listUsers } from '../../queries/list-principals';
import type { Context } from '../context';
import { Required } from '../fields';
import { payloadOf } from '../payload';
import { guidOf, textOf } from '../text';
import { UserErrors, userErrorsOf } from '../user-error.type';
import { WithdrawGuestPayload } from './guest.mutations';

const mostGuests = 100;

@InputType('WithdrawHomeOrganizationInput', {
  description: 'An addition to Graph. Which organisation has withdrawn its guests.',
})
class WithdrawHomeOrganizationInput {
  @Required(() => ID, 'GUID of the organisation that the guests belong to.')
  readonly homeOrganizationId!: string;

  @Required(() => String, 'Why; 1 to 2,048 characters, not only blanks. The audit keeps it with each of the guests.')
  readonly justification!: string;
}

@ObjectType('WithdrawHomeOrganizationResult', { description: 'An addition to Graph. What came of one of the guests.' })
class WithdrawHomeOrganizationResult extends WithdrawGuestPayload {
  @Required(() => ID, 'GUID of the guest.')
  readonly userId!: string;
}

@ObjectType('WithdrawHomeOrganizationPayload', {
  description: 'An addition to Graph. What came of the withdrawal of the guests of an organisation.',
})
class WithdrawHomeOrganizationPayload {
  @Extensions({ listSize: mostGuests })
  @Field(() => [WithdrawHomeOrganizationResult], {
    description: 'One for each guest, at most 100, in the order of their ids; none when the whole call was refused.',
  })
  readonly results!: readonly WithdrawHomeOrganizationResult[];

  @Required(
    () => Int,
    'How many guests of the organisation are still to be withdrawn: those beyond the first 100, for further calls, and those that were refused.',
  )
  readonly remainingCount!: number;

  @UserErrors()
  readonly userErrors!: readonly object[];
}

/** Refuses what is wrong with the call as a whole: then nobody is withdrawn. */
async function guestsIn({ homeOrganizationId, justification }: WithdrawHomeOrganizationInput, context: Context) {
  const path = ['input', 'justification'];
  const why = textOf(justification, 2048, path) ?? '';
  if (!why.trim()) throw new PimError('Request_BadRequest', 'Say why in justification; the audit keeps it.', { path });
  const found = await context.guestsOf(guidOf(homeOrganizationId, ['input', 'homeOrganizationId']), mostGuests);
  if (found) return { ...found, why };
  throw new PimError(
    'InsufficientPermissions',
    'Only a Global, Privileged Role or User Administrator may withdraw guests.',
  );
}

const withdrawOne = (context: Context, userId: string, justification: string) =>
  payloadOf(
    context,
    () => ({ command: withdrawGuest, input: { userId, justification } }),
    async ({ result: { endedCount, canceledCount } }) => ({
      endedScheduleCount: endedCount,
      canceledRequestCount: canceledCount,
    }),
  );

@Authorized()
@Resolver()
export class HomeOrganizationMutations {
  @Mutation(() => WithdrawHomeOrganizationPayload, {
    description:
      'An addition to Graph: withdraws the guests of a home organisation, each by himself as withdrawGuest does it; who is refused stands with his result and stops none of the others. At most 100 in a call: repeat it until nothing remains. For Global and Privileged Role Administrators, and for User Administrators where the guest administers nothing: no directory role, directly or through a group, and no role-assignable group that is his (InsufficientPermissions). An organisation without guests has no results.',
  })
  async withdrawHomeOrganization(
    @Arg('input', () => WithdrawHomeOrganizationInput, { description: 'The organisation and the reason.' })
    input: WithdrawHomeOrganizationInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    try {
      const { ids, count, why } = await guestsIn(input, context);
      const came = [];
      // One after the other: each is a transaction of its own, so that what holds one up does not keep the others' access.
      for (const userId of ids) came.push({ userId, ...(await withdrawOne(context, userId, why)) });
      const users = await context.read.byIds(listUsers, ids, info, ['results', 'user']);
      const results = came.map((one, index) => ({ ...one, user: one.eventCursor === null ? null : users[index] }));
      const withdrawn = came.filter(({ eventCursor }) => eventCursor !== null).length;
      return { results, remainingCount: count - withdrawn, userErrors: [] };
    } catch (error) {
      if (!(error instanceof PimError)) throw error;
      return { results: [], remainingCount: 0, userErrors: userErrorsOf(error) };
    }
  }
}
