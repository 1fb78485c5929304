import { PimError } from '../domain/errors';
import { type KnownFacts, refusePending, type TargetFacts } from '../domain/new-request';
import { isEnabled } from '../domain/principal';
import { hasExpired, refusePermanent } from '../domain/renewal';
import type { ScheduleRequest } from '../domain/request';
import { isCurrent, type Schedule } from '../domain/schedule';
import type { Kind } from '../domain/target';
import type { Span } from '../domain/time';

/** Refuses to give anything to an account that is switched off (M-7). */
export function refuseDisabled({ principal }: KnownFacts): void {
  if (isEnabled(principal)) return;
  throw new PimError(
    'Request_BadRequest',
    'The account of the requestor is disabled; enable it first, or deny the request.',
  );
}

/**
 * Refuses what there is no more to extend or to renew: it must hold still, or have come to its end of itself, even if that
 * was a while ago, for it was asked for in time. What was made permanent meanwhile is not extended (I-1).
 */
export function refuseGone(
  { targetScheduleId, createdAt }: ScheduleRequest,
  { expired }: TargetFacts,
  before: readonly Schedule[],
  now: Date,
): void {
  before.forEach(refusePermanent);
  const [last] = expired;
  const hasEnded =
    last?.endAt &&
    hasExpired(last, now) &&
    (last.id === targetScheduleId || last.endAt.getTime() > createdAt.getTime());
  if (before.length > 0 || hasEnded) return;
  throw new PimError(
    'RoleAssignmentDoesNotExist',
    'What was to be extended or renewed has been taken away; deny the request, or assign the role instead.',
  );
}

/** Refuses what the requestor has already, on the side that it is to come to, besides what gives way to it (B-17, H-2). */
export function refuseTaken(
  facts: { readonly own: TargetFacts; readonly other: TargetFacts },
  before: readonly Schedule[],
  {
    action,
    kind,
    becomes,
  }: { readonly action: ScheduleRequest['action']; readonly kind: Kind; readonly becomes: Kind },
  now: Date,
): void {
  const leaving = action === 'selfRenew' ? [] : before.map(({ id }) => id);
  const { current } = becomes === kind ? facts.own : facts.other;
  const staying = current.filter(
    ({ id, activatedUsing }) => !leaving.includes(id) && !leaving.includes(activatedUsing ?? ''),
  );
  if (staying.some((schedule) => isCurrent(schedule, now))) {
    throw new PimError(
      'RoleAssignmentExists',
      'The requestor has such an assignment already; remove it first, or deny the request.',
    );
  }
  if (becomes !== kind) refusePending(facts.other, now);
}

/**
 * Refuses a later start for what somebody always has to hold, as long as the requestor holds it: his end may have to be
 * kept (K-2), which leaves no room for a successor.
 */
export function refuseLaterStart(
  { protection }: TargetFacts,
  before: readonly Schedule[],
  { startAt }: Span,
  now: Date,
): void {
  if (protection === null || before.length === 0 || startAt.getTime() <= now.getTime()) return;
  throw new PimError(
    'Request_BadRequest',
    'Somebody always has to hold this role, so its extension begins at once; send scheduleInfo without startDateTime.',
    { path: ['input', 'scheduleInfo', 'startDateTime'] },
  );
}

/** Parts of a new request's input that a decision does not have: there they follow from the request. */
const aboutRequest = ['principalId', 'roleDefinitionId', 'directoryScopeId'];

/** Does the work; a refusal of what the request is about points at the request, which is what a decision names. */
export function pointingAtRequest<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof PimError ? repointed(error) : error;
  }
}

const repointed = ({ code, message, details, others }: PimError): PimError => {
  const isAboutRequest = aboutRequest.includes(details.path?.[1] ?? '');
  const pointed = isAboutRequest ? { ...details, path: ['input', 'id'] } : details;
  return new PimError(code, message, pointed, others.map(repointed));
};
