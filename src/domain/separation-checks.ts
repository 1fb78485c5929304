import { PimError } from './errors';
import { tenantScope } from './providers/directory';
import type { RequestAction } from './request';
import { type Schedule, spanOf } from './schedule';
import type { HeldBy, SeparationFacts, SeparationRule, Way } from './separation';
import { type Kind, rulesOf, type Target } from './target';
import { earlierEnd, later, type Span } from './time';

/** What somebody is about to get: for how long, and by which action. */
export interface WantedHolding {
  readonly kind: Kind;
  readonly action: RequestAction;
  readonly target: Target;
  /** Half-open; for an activation the span it would really have, cut at the end of its eligibility. */
  readonly span: Span;
}

/** A rule that what is wanted would break: who holds the other role, and when both would be held. */
export interface SeparationConflict {
  readonly rule: SeparationRule;
  readonly held: HeldBy;
  /** The stretch in which both would be held; the other role may be held for longer. */
  readonly overlap: Span;
}

/**
 * The rules that what is wanted would break, each once, with the holding that stands in its way the longest.
 *
 * Two roles collide when one person reaches both, himself or through groups, in spans that overlap from `now` on (spans
 * that touch do not) and at scopes of which one covers the other. A membership is judged as all the roles that it leads to,
 * for as long as it does.
 */
export const separationConflicts = (
  separations: readonly SeparationFacts[],
  wanted: WantedHolding,
  now: Date,
): readonly SeparationConflict[] =>
  separations.flatMap((facts) => {
    const { rule, held } = facts;
    const gained = gainedBy(wanted, facts);
    const conflicts = gained.flatMap((one) => held.flatMap((other) => conflictWith(other, rule, one, now)));
    const [longest] = conflicts.toSorted((one, other) => lastOf(other.overlap) - lastOf(one.overlap));
    return longest ? [longest] : [];
  });

/** A role that comes to a principal, or to a person, and when. */
interface Reaching {
  readonly kind: Kind;
  readonly action: RequestAction;
  readonly roleDefinitionId: string;
  readonly scopeId: string;
  readonly span: Span;
}

/** The roles that what is wanted would bring: itself, or those that a membership leads to. */
function gainedBy({ kind, action, target, span }: WantedHolding, { brought }: SeparationFacts): readonly Reaching[] {
  const { roleDefinitionId, scopeId } = target;
  if (!brought) return [{ kind, action, roleDefinitionId, scopeId, span }];
  return brought.map((one) => onWay(onWay(reachingBy(one.schedule, action), one.way), { kind, ...span }));
}

const reachingBy = (schedule: Schedule, action: RequestAction): Reaching => {
  const { kind, roleDefinitionId, scopeId } = schedule;
  return { kind, action, roleDefinitionId, scopeId, span: spanOf(schedule) };
};

/** What is left of it at the end of a way: while both last, and to be activated where either is; perhaps nothing. */
function onWay(one: Reaching, way: Way | null | undefined): Reaching {
  if (!way) return one;
  const { kind, span } = one;
  const startAt = way.startAt ? later(span.startAt, way.startAt) : span.startAt;
  return {
    ...one,
    kind: kind === way.kind ? kind : 'eligibility',
    span: { startAt, endAt: earlierEnd(span.endAt, way.endAt) },
  };
}

/**
 * The refusal of what would break a rule, `SeparationOfDutiesViolation`; null when nothing does. Further rules that it
 * would break are told as the refusal's `others`.
 */
export function separationConflict(
  separations: readonly SeparationFacts[],
  wanted: WantedHolding,
  now: Date,
): PimError | null {
  const [first, ...others] = separationConflicts(separations, wanted, now).map((one) =>
    wanted.target.provider === one.rule.provider ? refusal(one) : membershipRefusal(one, wanted),
  );
  return first ? new PimError(first.code, first.message, first.details, others) : null;
}

/** Refuses what would break a rule; see {@link separationConflict}. */
export function refuseSeparated(separations: readonly SeparationFacts[], wanted: WantedHolding, now: Date): void {
  const refusal = separationConflict(separations, wanted, now);
  if (refusal) throw refusal;
}

/** Why an approval can no longer be carried out; tells nothing of the other role, which the approver may not see. */
export const separationFailure = ({ rule }: SeparationConflict): string =>
  `The separation of duties "${rule.displayName}" forbids it: the requester holds the other role for part of that time.`;

function conflictWith(held: HeldBy, rule: SeparationRule, gained: Reaching, now: Date): readonly SeparationConflict[] {
  const other = onWay(reachingBy(held.schedule, gained.action), held.way);
  const reaching = onWay(gained, held.reach);
  if (other.roleDefinitionId === reaching.roleDefinitionId || !isParted(rule, reaching, other)) return [];
  if (!meets(other.scopeId, reaching.scopeId)) return [];
  const overlap = overlapOf(reaching.span, other.span, now);
  return overlap ? [{ rule, held, overlap }] : [];
}

/** Whether two scopes of directory roles have something in common: one of them is the tenant, or both are the same. */
const meets = (one: string, other: string): boolean => one === other || one === tenantScope || other === tenantScope;

/**
 * Whether a rule of this level has a say in wanting the one while holding the other.
 *
 * An activation is judged by what is held actively, whatever the level: an eligibility for the other role stood next to
 * this one before, which was refused, or is listed as a violation, then.
 */
function isParted({ level }: SeparationRule, { kind, action }: Reaching, { kind: heldKind }: Reaching): boolean {
  if (level === 'Assignment' || action === 'selfActivate') return kind === 'assignment' && heldKind === 'assignment';
  return true;
}

/** What two spans share from `now` on; null when that is nothing. */
function overlapOf(one: Span, other: Span, now: Date): Span | null {
  const startAt = later(now, later(one.startAt, other.startAt));
  const endAt = earlierEnd(one.endAt, other.endAt);
  return endAt === null || startAt.getTime() < endAt.getTime() ? { startAt, endAt } : null;
}

const lastOf = ({ endAt }: Span): number => endAt?.getTime() ?? Number.MAX_SAFE_INTEGER;

function refusal({ rule, held }: SeparationConflict): PimError {
  const { personName, schedule, way } = held;
  const { kind, span } = onWay(reachingBy(schedule, 'adminAssign'), way);
  const { endAt } = span;
  const holding = kind === 'eligibility' ? 'is eligible for' : 'holds';
  const until = endAt === null ? 'without an end' : `until ${endAt.toISOString()}`;
  const remedy = endAt === null ? 'end that first' : 'end that first, or start when it has ended';
  return new PimError(
    'SeparationOfDutiesViolation',
    `The separation of duties "${rule.displayName}" forbids it: ${personName} ${holding} ${roleOf(held)} ${until}; ${remedy}.`,
    { path: ['input', 'roleDefinitionId'] },
  );
}

const roleOf = ({ roleName, schedule }: HeldBy): string => roleName ?? `the role ${schedule.roleDefinitionId}`;

/** Tells nothing of the roles, which those who manage a group need not be allowed to see. */
function membershipRefusal({ rule, held }: SeparationConflict, { target }: WantedHolding): PimError {
  return new PimError(
    'SeparationOfDutiesViolation',
    `The separation of duties "${rule.displayName}" forbids it: by this membership ${held.personName} would come to both roles that it parts, for part of that time; end the other one first, or choose another group.`,
    { path: ['input', rulesOf(target.provider).names.scope] },
  );
}
