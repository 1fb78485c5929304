import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Authorized, Ctx, Field, ID, Info, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { cancelRequest } from '../../commands/cancel-request';
import { decideRequest } from '../../commands/decide-request';
import type { Requested } from '../../commands/new-request-command';
import { commandFor } from '../../commands/submit-request';
import type { Question } from '../../queries/planner/shape';
import { fieldNameOf, kindOf, type Side } from '../../queries/target/spelling';
import type { Context, ReadAfter } from '../context';
import { Nullable, Required } from '../fields';
import { payloadOf } from '../payload';
import { EventCursorScalar } from '../scalars';
import { guidOf } from '../text';
import { UserErrors } from '../user-error.type';
import { DecisionInput, decisionOf, decisionText } from './decision.input';
import { keyText } from './new-request.input';
import type { TypeThunk, Variant } from './variant';
import type { MadeVariant } from './variants';

const cursorText =
  'Where to subscribe after this change without missing any: right after its events, or before them while older changes are under way (events are delivered at least once). Null when nothing was changed.';

/** The mutations of one side's requests: create, cancel and decide (resources.md 2.5, 5.4). */
function mutationsOf({ spelling, input: asked, texts }: Variant, side: Side, type: TypeThunk, question: Question) {
  const field = fieldNameOf(spelling, side, 'ScheduleRequest');
  const name = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  const kind = kindOf(side);
  const { provider } = spelling;

  @InputType(`Create${name}Input`, { description: `What is asked for, in the shape of Graph's POST ${field}s.` })
  class CreateInput extends asked.type {}

  @InputType(`Cancel${name}Input`, { description: 'Which request is withdrawn.' })
  class CancelInput {
    @Required(() => ID, 'GUID of the request.')
    readonly id!: string;

    @Nullable(() => String, keyText)
    readonly idempotencyKey?: string | null;
  }

  @InputType(`Update${name}Input`, { description: 'What an administrator decides on a request.' })
  class UpdateInput extends DecisionInput {}

  const payload = (verb: string, what: string): (new () => object) => {
    @ObjectType(`${verb}${name}Payload`, { description: what })
    class RequestPayload {
      @UserErrors()
      readonly userErrors!: readonly object[];

      @Nullable(() => EventCursorScalar, cursorText)
      readonly eventCursor!: string | null;
    }
    Field(type, { nullable: true, description: 'The request as it now stands; null when it was refused.' })(
      RequestPayload.prototype,
      field,
    );
    return RequestPayload;
  };
  const CreatePayload = payload('Create', 'What came of a new request; look at its status (A-10).');
  const CancelPayload = payload('Cancel', 'What came of a cancellation.');
  const UpdatePayload = payload('Update', 'What came of a decision.');

  const stored = async (read: ReadAfter, { request }: Requested, info: GraphQLResolveInfo) => ({
    [field]: await read.changed(question, { id: request.id, record: request }, info, [field]),
  });

  @Authorized()
  @Resolver()
  class RequestMutations {
    @Mutation(() => CreatePayload, {
      name: `create${name}`,
      description:
        "Makes a request and tells what came of it: provisioned, granted until a later start, or waiting for approval or for an administrator (A-10). Refusals are userErrors with Graph's codes (behaviour.md J); every failed rule of the policy is reported at once (B-3).",
    })
    create(
      @Arg('input', () => CreateInput, { description: 'What is asked for.' }) input: CreateInput,
      @Ctx() context: Context,
      @Info() info: GraphQLResolveInfo,
    ) {
      const prepare = () => {
        const request = asked.newRequestOf(kind, input);
        return { command: commandFor(request), input: request, idempotencyKey: input.idempotencyKey };
      };
      return payloadOf(context, prepare, async ({ result }: { result: Requested }, read) =>
        input.isValidationOnly
          ? { [field]: { ...result.request, isValidationOnly: true } }
          : stored(read, result, info),
      );
    }

    @Mutation(() => CancelPayload, {
      name: `cancel${name}`,
      description:
        "Withdraws a request that has not taken effect: one's own, or anybody's for an administrator (F-1). Only Granted and pending ones can be withdrawn (F-2: RequestCannotBeCancelled); an unknown one is RoleAssignmentRequestNotFound. Activations that were to begin under what is withdrawn end with it (W-1). What a Granted extension was to take over from gets its old end back, and such activations follow it where it holds when they begin. What adminUpdate or adminExtend has replaced ended at once and does not come back.",
    })
    cancel(
      @Arg('input', () => CancelInput, { description: 'Which request.' }) input: CancelInput,
      @Ctx() context: Context,
      @Info() info: GraphQLResolveInfo,
    ) {
      const prepare = () => ({
        command: cancelRequest,
        input: { requestId: guidOf(input.id, ['input', 'id']), kind, provider },
        idempotencyKey: input.idempotencyKey,
      });
      return payloadOf(context, prepare, ({ result }, read) => stored(read, result, info));
    }

    @Mutation(() => UpdatePayload, {
      name: `update${name}`,
      description: decisionText(texts.deciders),
    })
    update(
      @Arg('input', () => UpdateInput, { description: 'What is decided.' }) input: UpdateInput,
      @Ctx() context: Context,
      @Info() info: GraphQLResolveInfo,
    ) {
      const prepare = () => ({
        command: decideRequest,
        input: decisionOf(provider, kind, input),
        idempotencyKey: input.idempotencyKey,
      });
      return payloadOf(context, prepare, ({ result }, read) => stored(read, result, info));
    }
  }
  return RequestMutations;
}

/** The mutations of one variant, for both sides. */
export const requestMutations = ({ variant, types, questions }: MadeVariant) => [
  mutationsOf(variant, 'Assignment', types.assignmentRequest, questions.assignmentRequest),
  mutationsOf(variant, 'Eligibility', types.eligibilityRequest, questions.eligibilityRequest),
];
