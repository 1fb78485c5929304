import { activity } from '../domain/activities';
import type { Moment } from '../domain/actor';
import { approves } from '../domain/approvers';
import { can, tenant } from '../domain/authorization';
import { PimError } from '../domain/errors';
import type { TargetFacts } from '../domain/new-request';
import { type Outcome, update } from '../domain/outcome';
import type { Provider } from '../domain/providers/provider';
import { type RequestedPeriod, type ScheduleRequest, statusAt } from '../domain/request';
import { requestEvent } from '../domain/request-events';
import { placeOf } from '../domain/scope';
import { type Kind, rulesOf } from '../domain/target';
import { winnerOf } from '../domain/winner';
import type { LockedRequest, Tx } from '../storage/transaction';
import { carryOut } from './carry-out-decision';
import type { Command } from './command';
import { pointingAtRequest } from './decision-refusals';
import { refusedEntry } from './refused-entry';

/** An administrator's answer to a request to extend or to renew (resources.md 5.4). */
export const administratorDecisions = ['AdminApproved', 'AdminDenied'] as const;
export type AdministratorDecision = (typeof administratorDecisions)[number];

export interface DecideRequest {
  readonly requestId: string;
  /** The collection it is looked up in: a request of another one does not exist there. */
  readonly kind: Kind;
  readonly provider: Provider;
  readonly decision: AdministratorDecision;
  /** Why; blanks are no reason. */
  readonly reason: string;
  /** What is given instead of what was proposed; null keeps the proposal of an extension (I-7). */
  readonly period: RequestedPeriod | null;
  /** What the requestor is to have from then on; null leaves an extension what it was (I-7). */
  readonly becomes: Kind | null;
}

/** The request, locked, and what its principal has of the role: on its own side, and on the other one. */
export interface DecisionFacts {
  readonly locked: LockedRequest;
  readonly own: TargetFacts;
  readonly other: TargetFacts;
}

/** The request as the decision left it. */
export interface Decided {
  readonly request: ScheduleRequest;
}

/** Approves or denies a request to extend or to renew; administrators do, and nobody his own (I-4, I-6, I-7). */
export const decideRequest: Command<DecideRequest, DecisionFacts | null, Decided> = {
  name: 'request.decide',
  load,
  loadsInSteps: true,
  permits,
  decide,
  refused: ({ requestId, provider, decision, reason }, refusal, moment) => {
    const request = { id: requestId, justification: reason, ticketNumber: null, ticketSystem: null };
    const attempted = {
      activity: nameOf(decision),
      operationType: 'Update',
      target: { ...tenant, provider },
      request,
      correlationId: requestId,
    } as const;
    return refusedEntry(refusal, attempted, moment);
  },
};

const nameOf = (decision: AdministratorDecision): string =>
  decision === 'AdminApproved' ? activity.approvedByAdministrator : activity.deniedByAdministrator;

/** Locks the principal before the request, as whoever takes away what is to be extended does. */
async function load(tx: Tx, { requestId }: DecideRequest): Promise<DecisionFacts | null> {
  const wanted = await tx.wantedBy(requestId);
  if (!wanted) return null;
  // What has expired counts for an extension too: it may have been asked for in time, and be decided later.
  const asked = { ...wanted, action: 'selfRenew' } as const;
  const otherKind = wanted.kind === 'assignment' ? 'eligibility' : 'assignment';
  const [own, other, locked] = await Promise.all([
    tx.targetFacts(asked),
    tx.targetFacts({ ...asked, kind: otherKind }),
    tx.lockRequest(requestId),
  ]);
  return locked && { locked, own, other };
}

const unknown = (): PimError =>
  new PimError('RoleAssignmentRequestNotFound', 'No such request; check id.', { path: ['input', 'id'] });

function permits(
  facts: DecisionFacts | null,
  { kind, provider }: DecideRequest,
  { actor, now }: Moment,
): PimError | null {
  if (facts?.locked.request.kind !== kind || facts.locked.request.provider !== provider) return unknown();
  const { request, stages, managerIds, scope } = facts.locked;
  const place = placeOf(provider, scope);
  const isOwn = request.principalId === actor.principalId || request.createdById === actor.principalId;
  if (isOwn)
    return new PimError(
      'InsufficientPermissions',
      'Nobody decides on a request of his own; another administrator must.',
    );
  if (can(actor, 'assignment.manage', place)) return null;
  const sees = can(actor, 'request.read', place) || stages.some((stage) => approves(actor, stage, managerIds, now));
  return sees
    ? new PimError('InsufficientPermissions', `Only ${rulesOf(provider).names.managers} may decide on this request.`)
    : unknown();
}

function decide(facts: DecisionFacts | null, input: DecideRequest, moment: Moment): Outcome<Decided> {
  if (!facts) throw unknown();
  refuseDecided(facts.locked, moment.now);
  if (!input.reason.trim()) {
    throw new PimError('Request_BadRequest', 'Say why in reason; every decision tells its reason.', {
      path: ['input', 'reason'],
    });
  }
  return input.decision === 'AdminApproved'
    ? pointingAtRequest(() => carryOut(facts, input, moment))
    : deny(facts.locked, input, moment);
}

/** The first to decide, or to withdraw it, wins; whoever comes second learns what it has come to. */
function refuseDecided({ request, stages }: LockedRequest, now: Date): void {
  const status = statusAt(request, now);
  if (status === 'PendingAdminDecision') return;
  const message =
    status === 'PendingApproval'
      ? 'The request waits for its approvers; they decide by updateApprovalStage.'
      : `The request is ${status}; only one that is PendingAdminDecision can be decided.`;
  throw new PimError('ApprovalNotPossible', message, { winner: winnerOf(request, stages, now) });
}

/** Refuses for good; a new request may follow at once. What the requestor has stays as it is. */
function deny({ request, role, subject }: LockedRequest, { reason }: DecideRequest, moment: Moment): Outcome<Decided> {
  const standing = { status: 'Denied' as const, completedAt: moment.now };
  const denied: ScheduleRequest = { ...request, ...standing };
  return {
    result: { request: denied },
    changes: [update('schedule_request', request.id, { status: 'PendingAdminDecision' }, standing)],
    events: [
      requestEvent(
        'request.denied',
        { activity: activity.deniedByAdministrator, operationType: 'Update', reason },
        { request: denied, role, subject, scheduleId: null },
        moment,
      ),
    ],
  };
}
