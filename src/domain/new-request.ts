import type { Moment } from './actor';
import type { ApprovalStage } from './approval';
import type { EmergencyUse } from './emergency';
import { PimError } from './errors';
import type { Policy } from './policy/policy';
import type { Principal, RoleDefinition } from './principal';
import type { Protection } from './protection';
import {
  isPending,
  type RequestAction,
  type RequestedPeriod,
  type ScheduleRequest,
  type StoredStatus,
} from './request';
import { isCurrent, type Schedule } from './schedule';
import type { SeparationFacts } from './separation';
import type { Kind, Target } from './target';
import { fiveMinutes, longestDuration, type Span } from './time';

/** What a caller asks for, checked for its form only. */
export interface NewRequest {
  readonly kind: Kind;
  readonly action: RequestAction;
  readonly principalId: string;
  readonly target: Target;
  readonly justification: string | null;
  readonly ticketNumber: string | null;
  readonly ticketSystem: string | null;
  /** Null when no schedule was sent (resources.md 3.1). */
  readonly period: RequestedPeriod | null;
  readonly customData: string | null;
  /** True: every check runs, nothing is stored (B-15). */
  readonly isValidationOnly: boolean;
}

/** What the database says about a principal and a target at the moment of a request; rows that decide are locked. */
export interface TargetFacts {
  readonly principal: Principal | null;
  readonly role: RoleDefinition | null;
  readonly policy: Policy | null;
  /** Whether the scope names something that exists. */
  readonly scopeExists: boolean;
  /** Eligibilities for the role of the principal and of its groups, at any scope, that have not ended. */
  readonly eligibilities: readonly Schedule[];
  /** Schedules of the principal for exactly this target and kind that have not ended. */
  readonly current: readonly Schedule[];
  /** Requests of the principal for exactly this target and kind that are stored as pending; time may have closed them. */
  readonly pending: readonly PendingRequest[];
  /** Requests that made `current` and are stored as granted: their start was to come. */
  readonly granted: readonly ScheduleRequest[];
  /** What was assigned to the principal for exactly this target and kind and came to its end of itself: the last one; for renewals only (I-3). */
  readonly expired: readonly Schedule[];
  /** Positions of the policy's stages whose approvers are nobody but the principal, or nobody at all; for activations that need approval only (E-4). */
  readonly stagesWithoutApprover: readonly number[];
  /** Who else holds the target; null where nobody has to (K-1). */
  readonly protection: Protection | null;
  /** Rules that part the role from another one, with what the people behind the principal hold of that. */
  readonly separations: readonly SeparationFacts[];
  /** The principal's emergency use that nobody has settled; null when there is none, and for other actions than activation. */
  readonly unsettledUse: EmergencyUse | null;
  /** Who holds Global Administrator now; for activations of emergency accounts only. */
  readonly globalAdministratorIds: readonly string[];
  /** Activations that were made from the current eligibilities and have not ended, with their requests. */
  readonly activations: readonly Activation[];
}

/** A request that waits for a decision, with its stages. */
export interface PendingRequest {
  readonly request: ScheduleRequest;
  readonly stages: readonly ApprovalStage[];
}

/** An activation and the request it came from. */
export interface Activation {
  readonly schedule: Schedule;
  readonly request: ScheduleRequest | null;
  readonly subject: Principal | null;
}

/** The facts once it is clear that principal, role, scope and policy exist. */
export type KnownFacts = TargetFacts & {
  readonly principal: Principal;
  readonly role: RoleDefinition;
  readonly policy: Policy;
};

/** Refuses a principal, role or scope that does not exist, and a role that may not be assigned (J.1, resources.md 7.1). */
export function assertKnown(facts: TargetFacts): asserts facts is KnownFacts {
  if (!facts.principal)
    throw new PimError('SubjectNotFound', 'No such principal; check principalId.', { path: ['input', 'principalId'] });
  if (!facts.role || !facts.policy) {
    throw new PimError('RoleNotFound', 'No such role; check roleDefinitionId.', {
      path: ['input', 'roleDefinitionId'],
    });
  }
  if (!facts.scopeExists) {
    throw new PimError('InvalidScope', 'No such scope; use / or /administrativeUnits/{id} of an existing unit.', {
      path: ['input', 'directoryScopeId'],
    });
  }
}

/** Refuses a role that is switched off. */
export function assertAssignable({ role }: KnownFacts): void {
  if (!role.isEnabled) {
    throw new PimError('Request_BadRequest', `The role ${role.displayName} is disabled and cannot be assigned.`, {
      path: ['input', 'roleDefinitionId'],
    });
  }
}

/** Refuses a second assignment or a second pending request for the same target (B-9, B-10, B-17, H-2). */
export function refuseTwin(facts: TargetFacts, now: Date): void {
  if (facts.current.some((schedule) => isCurrent(schedule, now))) {
    throw new PimError(
      'RoleAssignmentExists',
      'The role assignment already exists; remove it first, or wait until it ends.',
    );
  }
  refusePending(facts, now);
}

/** Refuses a second pending request for the same target (B-10, I-5). */
export function refusePending({ pending }: TargetFacts, now: Date): void {
  if (pending.some(({ request }) => isPending(request, now))) {
    throw new PimError(
      'PendingRoleAssignmentRequest',
      'A request for this role is already pending; wait for its decision, or cancel it.',
    );
  }
}

const scheduleFault = (message: string, field: string): PimError =>
  new PimError('InvalidRoleAssignmentRequestSchedule', message, {
    path: ['input', 'scheduleInfo', ...field.split('.')],
  });

/**
 * Refuses a period that contradicts itself: a missing or doubled end, or one that the type does not go with.
 *
 * `afterDuration` without a duration means permanent for an eligibility and is refused for an assignment (C-16).
 */
export function checkPeriod(period: RequestedPeriod | null, kind: Kind): RequestedPeriod {
  if (period === null) throw scheduleFault('Send scheduleInfo with a start and an expiration.', 'startDateTime');
  const { expirationType: type, expirationEndAt: end, expirationDuration: duration } = period;
  if (end !== null && duration !== null)
    throw scheduleFault('Send endDateTime or duration, not both.', 'expiration.duration');
  if (type === 'afterDateTime' && end === null)
    throw scheduleFault('afterDateTime needs an endDateTime.', 'expiration.endDateTime');
  if (type === 'afterDuration' && duration === null && kind === 'assignment') {
    throw scheduleFault('afterDuration needs a duration.', 'expiration.duration');
  }
  if (type !== 'afterDateTime' && end !== null)
    throw scheduleFault('endDateTime goes with afterDateTime.', 'expiration.type');
  if (type !== 'afterDuration' && duration !== null)
    throw scheduleFault('duration goes with afterDuration.', 'expiration.type');
  return period;
}

/** Refuses a span that ends before it begins, lasts less than five minutes (C-4), or lies more than ten years ahead. */
export function checkSpan({ startAt, endAt }: Span, now: Date): void {
  const far = now.getTime() + longestDuration;
  if (startAt.getTime() > far || (endAt !== null && endAt.getTime() > far)) {
    throw scheduleFault('Choose a start and an end within ten years.', 'startDateTime');
  }
  if (endAt === null) return;
  const length = endAt.getTime() - startAt.getTime();
  if (length <= 0) throw scheduleFault('The end must come after the start.', 'expiration.endDateTime');
  if (length < fiveMinutes) {
    throw new PimError('ActiveDurationTooShort', 'The active duration is too short; the minimum is 5 minutes.', {
      path: ['input', 'scheduleInfo', 'expiration'],
    });
  }
}

/** The record of a request as it is first stored, in the given status. */
export function requestRecord(
  input: NewRequest,
  moment: Moment,
  id: string,
  standing: { readonly status: StoredStatus } & Partial<ScheduleRequest>,
): ScheduleRequest {
  const { actor, now } = moment;
  return {
    id,
    kind: input.kind,
    ...input.target,
    action: input.action,
    principalId: input.principalId,
    appScopeId: null,
    justification: input.justification,
    ticketNumber: input.ticketNumber,
    ticketSystem: input.ticketSystem,
    customData: input.customData,
    hasSchedule: input.period !== null,
    startAt: null,
    requestedStartAt: input.period?.startAt ?? null,
    expirationType: input.period?.expirationType ?? 'notSpecified',
    expirationEndAt: input.period?.expirationEndAt ?? null,
    expirationDuration: input.period?.expirationDuration ?? null,
    targetScheduleId: id,
    activatedUsing: null,
    approvalId: null,
    lapsesAt: null,
    createdById: actor.principalId,
    createdByApplication: actor.isApplication,
    createdAt: now,
    completedAt: null,
    failureReason: null,
    ...standing,
  };
}

/** Where a request stands that takes effect by itself: at once, or granted until its start (B-4, B-5, A-6). */
export const effectiveStanding = ({ startAt }: Span, now: Date) =>
  ({
    status: startAt.getTime() <= now.getTime() ? ('Provisioned' as const) : ('Granted' as const),
    startAt,
    completedAt: startAt,
  }) satisfies Partial<ScheduleRequest>;

/** The schedule that a request makes when it takes effect; it has the id of the request. */
export const scheduleRecord = (request: ScheduleRequest, span: Span, now: Date): Schedule => ({
  id: request.id,
  kind: request.kind,
  provider: request.provider,
  principalId: request.principalId,
  roleDefinitionId: request.roleDefinitionId,
  scopeId: request.scopeId,
  appScopeId: request.appScopeId,
  assignmentType: request.kind === 'eligibility' ? null : request.activatedUsing === null ? 'Assigned' : 'Activated',
  startAt: span.startAt,
  endAt: span.endAt,
  revokedAt: null,
  activatedUsing: request.activatedUsing,
  createdUsing: request.id,
  createdAt: now,
  modifiedAt: null,
  startAnnouncedAt: span.startAt.getTime() <= now.getTime() ? now : null,
  endAnnouncedAt: null,
  suspendedEndAt: null,
  extensionAnnouncedAt: null,
  renewalClosedAt: null,
  handedOverTo: null,
  handedOverEndAt: null,
});
