import { ID, InputType } from 'type-graphql';
import type { AdministratorDecision, DecideRequest } from '../../commands/decide-request';
import { PimError } from '../../domain/errors';
import type { Provider } from '../../domain/providers/provider';
import type { Kind } from '../../domain/target';
import { Nullable, Required } from '../fields';
import { graphqlEnum } from '../graphql-enum';
import { periodOf, RequestScheduleInput } from '../request/request.input';
import { guidOf, textOf } from '../text';

type AssignmentState = 'Eligible' | 'Active';

const AdministratorDecisionEnum = graphqlEnum<AdministratorDecision>(
  'AdministratorDecision',
  "An administrator's answer to a request to extend or to renew. The legacy API's values (resources.md 5.4).",
  {
    AdminApproved: 'What was asked for is given, as proposed or as the administrator says.',
    AdminDenied: 'It is not given. What the requestor has stays as it is.',
  },
);

const AssignmentStateEnum = graphqlEnum<AssignmentState>(
  'AssignmentState',
  "What a principal has of a role. The legacy API's values (resources.md 5.4).",
  { Eligible: 'He may activate it.', Active: 'He holds it.' },
);

/** What the decision's mutation says of itself; `deciders` begins the sentence that says who decides. */
export const decisionText = (deciders: string): string =>
  `Decides a request that waits as PendingAdminDecision: selfExtend or selfRenew. An addition to Graph, which offers the decision in its portal only (I-13), modelled on the legacy updateRequest (resources.md 5.4). ${deciders}, and nobody his own (I-6: InsufficientPermissions). The first decision wins: afterwards it is ApprovalNotPossible, with the winner. An approval must meet the policy as what an administrator gives (I-12); a refusal leaves the request pending. What was held ends when the approved period begins; when a Granted approval is withdrawn before that, it keeps its old end. targetScheduleId becomes the request's id. Unknown or unseen: RoleAssignmentRequestNotFound.`;

/** The decision on one request. */
@InputType()
export class DecisionInput {
  @Required(() => ID, 'GUID of the request.')
  readonly id!: string;

  @Required(() => AdministratorDecisionEnum, 'What is decided.')
  readonly decision!: AdministratorDecision;

  @Required(() => String, 'Why, 1 to 2,048 characters, not only blanks. Stands in the audit.')
  readonly reason!: string;

  @Nullable(
    () => RequestScheduleInput,
    'The period that is approved. For an extension the proposal holds when it is absent; to approve a renewal start and expiration must be sent (I-7).',
  )
  readonly scheduleInfo?: RequestScheduleInput | null;

  @Nullable(
    () => AssignmentStateEnum,
    'What the requestor has from then on, which may be the other one of the two. An extension leaves it as it is when it is absent; to approve a renewal it must be sent (I-7).',
  )
  readonly assignmentState?: AssignmentState | null;

  @Nullable(
    () => String,
    'A text of the caller, 1 to 128 characters, unique for 24 hours: the same key with the same input answers the first result again; with another input it is IdempotencyKeyReused.',
  )
  readonly idempotencyKey?: string | null;
}

const kindOf = { Eligible: 'eligibility', Active: 'assignment' } as const satisfies Record<AssignmentState, Kind>;

/** The decision that an input means, checked for its form. */
export function decisionOf(provider: Provider, kind: Kind, input: DecisionInput): DecideRequest {
  const reason = textOf(input.reason, 2048, ['input', 'reason']);
  if (reason === null) throw new PimError('Request_BadRequest', 'Say why in reason.', { path: ['input', 'reason'] });
  return {
    requestId: guidOf(input.id, ['input', 'id']),
    kind,
    provider,
    decision: input.decision,
    reason,
    period: periodOf(input.scheduleInfo),
    becomes: input.assignmentState ? kindOf[input.assignmentState] : null,
  };
}
