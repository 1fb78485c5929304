import { conditionOf, hasCondition } from './condition';
import { type Eligibility, eligibilityFor, reachOf } from './eligibility';
import { isEnabled, type Principal, type RoleDefinition } from './principal';
import { resolveSpan, type ScheduleRequest } from './request';
import type { Schedule } from './schedule';
import type { Scope } from './scope';
import type { SeparationFacts } from './separation';
import { separationConflicts, separationFailure } from './separation-checks';
import { rulesOf } from './target';
import { contains, earlierEnd, type Span } from './time';

/** Who asks for what, as it stands at the moment of a decision. */
export interface Claim {
  readonly request: ScheduleRequest;
  readonly role: RoleDefinition | null;
  readonly subject: Principal | null;
  readonly eligibilities: readonly Eligibility[];
  /** Where it is wanted; null when the directory does not know the scope any more. */
  readonly scope: Scope | null;
  /** Whether the subject holds the target by something else, which leaves no room for this request (B-17). */
  readonly isTaken: boolean;
  readonly separations: readonly SeparationFacts[];
}

const lost = {
  subject: 'The requester has been disabled.',
  role: 'The role has been disabled.',
  eligibility: 'The requester is no longer eligible for the role.',
} as const;

/**
 * The span that an approval at `now` would bring and the eligibility it is made from, or why it can no longer bring any,
 * in one sentence (E-19). Judged again at every stage that is approved.
 */
export function grantedSpan(
  { request, role, subject, eligibilities, scope, isTaken, separations }: Claim,
  now: Date,
): { readonly span: Span; readonly eligibility: Eligibility } | string {
  if (!subject || !isEnabled(subject)) return lost.subject;
  if (!role?.isEnabled) return lost.role;
  if (isTaken) return 'The requester holds the role already.';
  const fault = scope && rulesOf(request.provider).scopeFault(scope);
  if (fault) return fault;
  const asked = resolveSpan({ ...request, startAt: request.requestedStartAt }, now);
  const eligibility = askedFrom(request, eligibilities, scope, asked, now);
  if (!eligibility) return lost.eligibility;
  const endAt = earlierEnd(asked.endAt, reachOf(eligibility).endAt);
  if (endAt !== null && endAt.getTime() <= asked.startAt.getTime()) return 'The requested period is over.';
  const span = { startAt: asked.startAt, endAt };
  const { kind, action } = request;
  const [parted] = separationConflicts(separations, { kind, action, target: request, span }, now);
  return parted ? separationFailure(parted) : { span, eligibility };
}

/**
 * The eligibility that the activation was asked from (B-13), or where that reaches him no more another one that gives the
 * same: with another condition it would be something else than what the approvers were shown (S-6, E-18).
 */
function askedFrom(
  request: ScheduleRequest,
  eligibilities: readonly Eligibility[],
  scope: Scope | null,
  { startAt }: Span,
  now: Date,
): Eligibility | null {
  const wanted = { roleDefinitionId: request.roleDefinitionId, coveredBy: scope?.coveredBy ?? [] };
  const alike = eligibilities.filter((one) => hasCondition(one, conditionOf(request)));
  const linked = { linkedEligibilityId: request.activatedUsing, ...wanted };
  return eligibilityFor(alike, linked, startAt, now) ?? eligibilityFor(alike, wanted, startAt, now);
}

/** An activation whose start has come, and what it rests on. */
export interface Starting {
  readonly schedule: Schedule;
  readonly role: RoleDefinition | null;
  readonly subject: Principal | null;
  /** The eligibility that it was made from, if that still reaches the subject; null otherwise. */
  readonly eligibility: Eligibility | null;
}

/** Why an activation that was granted may not begin after all, in one sentence; null when it may. */
export function startFailure({ schedule, role, subject, eligibility }: Starting): string | null {
  if (!subject || !isEnabled(subject)) return lost.subject;
  if (!role?.isEnabled) return lost.role;
  return eligibility && contains(reachOf(eligibility), schedule.startAt) ? null : lost.eligibility;
}
