import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Authorized, Ctx, Field, ID, Info, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { cancelRequest } from '../../commands/cancel-request';
import { decideRequest } from '../../commands/decide-request';
import type { Requested } from '../../commands/new-request-command';
import { commandFor } from '../../commands/submit-request';
import { PimError } from '../../domain/errors';
import type { NewRequest } from '../../domain/new-request';
import { directoryProvider } from '../../domain/providers/directory';
import type { RequestAction } from '../../domain/request';
import type { Kind } from '../../domain/target';
import type { Question } from '../../queries/planner/shape';
import { directoryQuestions } from '../../queries/target/list-family';
import type { Context, Read } from '../context';
import { RequestActionEnum } from '../enums';
import { Nullable, Required } from '../fields';
import { lowerCaseId } from '../lower-case-ids';
import { payloadOf } from '../payload';
import { periodOf, RequestScheduleInput, TicketInfoInput, ticketOf } from '../request/request.input';
import { EventCursorScalar } from '../scalars';
import { guidOf, textOf } from '../text';
import { UserErrors } from '../user-error.type';
import { DecisionInput, decisionOf, decisionText } from './decision.input';
import { directoryTypes } from './family-types';

const keyText =
  'A text of the caller, 1 to 128 characters, unique for 24 hours: the same key with the same input answers the first result again; with another input it is IdempotencyKeyReused.';

const cursorText =
  'Where to subscribe after this change without missing any: right after its events, or before them while older changes are under way (events are delivered at least once). Null when nothing was changed.';

@InputType()
class ScheduleRequestInput {
  @Required(() => RequestActionEnum, 'What is asked for (resources.md 1.7).')
  readonly action!: RequestAction;

  @Required(() => ID, 'GUID of the principal it is about; for self actions the caller.')
  readonly principalId!: string;

  @Required(() => ID, "Id of the role definition; for a built-in role its template's id.")
  readonly roleDefinitionId!: string;

  @Nullable(() => String, 'Where: / for the tenant, or /administrativeUnits/{id}. Must be sent.')
  readonly directoryScopeId?: string | null;

  @Nullable(
    () => String,
    'Scope within an application: refused with InvalidScope, as only directory scopes exist here.',
  )
  readonly appScopeId?: string | null;

  @Nullable(() => String, 'Why, at most 2,048 characters; needed when the policy says so (D-3).')
  readonly justification?: string | null;

  @Nullable(() => RequestScheduleInput, 'The period; must be sent except to remove or deactivate (resources.md 3.1).')
  readonly scheduleInfo?: RequestScheduleInput | null;

  @Nullable(() => TicketInfoInput, 'A ticket; needed when the policy says so (D-4).')
  readonly ticketInfo?: TicketInfoInput | null;

  @Nullable(() => Boolean, 'True: every check runs, nothing is stored; the answer has the shape of the request (B-15).')
  readonly isValidationOnly?: boolean | null;

  @Nullable(() => String, 'Free text, at most 8,192 characters, kept and given back unread.')
  readonly customData?: string | null;

  @Nullable(() => String, `An addition to Graph. ${keyText}`)
  readonly idempotencyKey?: string | null;
}

/** The request that an input means, checked for its form. */
function newRequestOf(kind: Kind, input: ScheduleRequestInput): NewRequest {
  return {
    kind,
    action: input.action,
    principalId: guidOf(input.principalId, ['input', 'principalId']),
    target: {
      provider: 'directory',
      roleDefinitionId: lowerCaseId(textOf(input.roleDefinitionId, 256, ['input', 'roleDefinitionId']) ?? ''),
      scopeId: scopeOf(input),
    },
    justification: textOf(input.justification, 2048, ['input', 'justification']),
    ...ticketOf(input.ticketInfo),
    period: periodOf(input.scheduleInfo),
    customData: textOf(input.customData, 8192, ['input', 'customData']),
    isValidationOnly: input.isValidationOnly ?? false,
  };
}

function scopeOf({ directoryScopeId, appScopeId }: ScheduleRequestInput): string {
  if (appScopeId !== null && appScopeId !== undefined) {
    throw new PimError('InvalidScope', 'There are no application scopes here; send directoryScopeId.', {
      path: ['input', 'appScopeId'],
    });
  }
  const scopeId = directoryScopeId ? directoryProvider.canonicalScope(directoryScopeId) : null;
  if (scopeId) return scopeId;
  throw new PimError('InvalidScope', 'Send directoryScopeId: / or /administrativeUnits/{id}.', {
    path: ['input', 'directoryScopeId'],
  });
}

/** What makes one collection's mutations: its names, side, type and question. */
interface Made {
  readonly kind: Kind;
  /** `RoleAssignmentScheduleRequest`, as in `createRoleAssignmentScheduleRequest`. */
  readonly name: string;
  readonly type: () => object;
  readonly question: Question;
}

/** The mutations of one collection of requests: create, cancel and decide (resources.md 2.5, 5.4). */
export function requestMutations({ kind, name, type, question }: Made) {
  const field = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;

  @InputType(`Create${name}Input`, { description: `What is asked for, in the shape of Graph's POST ${field}s.` })
  class CreateInput extends ScheduleRequestInput {}

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

  const stored = async (read: Read, id: string, info: GraphQLResolveInfo) => ({
    [field]: (await read.byIds(question, [id], info, [field]))[0] ?? null,
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
        const request = newRequestOf(kind, input);
        return { command: commandFor(request), input: request, idempotencyKey: input.idempotencyKey };
      };
      return payloadOf(context, prepare, async ({ result }: { result: Requested }, read) =>
        input.isValidationOnly
          ? { [field]: { ...result.request, isValidationOnly: true } }
          : stored(read, result.request.id, info),
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
        input: { requestId: guidOf(input.id, ['input', 'id']), kind, provider: 'directory' as const },
        idempotencyKey: input.idempotencyKey,
      });
      return payloadOf(context, prepare, ({ result }, read) => stored(read, result.request.id, info));
    }

    @Mutation(() => UpdatePayload, {
      name: `update${name}`,
      description: decisionText,
    })
    update(
      @Arg('input', () => UpdateInput, { description: 'What is decided.' }) input: UpdateInput,
      @Ctx() context: Context,
      @Info() info: GraphQLResolveInfo,
    ) {
      const prepare = () => ({
        command: decideRequest,
        input: decisionOf(kind, input),
        idempotencyKey: input.idempotencyKey,
      });
      return payloadOf(context, prepare, ({ result }, read) => stored(read, result.request.id, info));
    }
  }
  return RequestMutations;
}

export const directoryRequestMutations = [
  requestMutations({
    kind: 'assignment',
    name: 'RoleAssignmentScheduleRequest',
    type: directoryTypes.assignmentRequest,
    question: directoryQuestions.assignmentRequest,
  }),
  requestMutations({
    kind: 'eligibility',
    name: 'RoleEligibilityScheduleRequest',
    type: directoryTypes.eligibilityRequest,
    question: directoryQuestions.eligibilityRequest,
  }),
];
