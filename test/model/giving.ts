import type { Kind } from '../../src/domain/target';
import { type Asked, day, type Held, type Model, minute, type Span } from './machine';
import {
  contains,
  currentOf,
  earlier,
  isEmpty,
  isParted,
  lasts,
  leavesNobody,
  manages,
  pendingOf,
  plannedEnd,
  spanOf,
} from './reading';

/** What will come of an act: the codes that it may be refused with, or what it changes, given the id of the new request. */
export type Prediction = readonly string[] | ((draft: Model, id: string) => void);

/** What somebody asks for. */
export interface Wish {
  readonly action: string;
  readonly by: string;
  readonly who: string;
  readonly role: string;
  readonly kind: Kind;
  /** Milliseconds from now; null leaves the start out. */
  readonly startIn: number | null;
  /** Milliseconds; null is for ever. */
  readonly length: number | null;
}

/** The change, unless it leaves a protected role to nobody (K-1). */
export function unlessLast(model: Model, change: (draft: Model, id: string) => void): Prediction {
  const after = structuredClone(model);
  change(after, 'new');
  return leavesNobody(model, after) ? ['LastAdministrator'] : change;
}

export const spanFor = ({ startIn, length }: Pick<Wish, 'startIn' | 'length'>, now: number): Span => {
  const start = now + Math.max(0, startIn ?? 0);
  return { start, end: length === null ? null : start + length };
};

/** C-4: five minutes are enough. */
export const tooShort = ({ length }: Pick<Wish, 'length'>): boolean => length !== null && length < 5 * minute;

export const heldBy = (
  id: string,
  of: Pick<Wish, 'who' | 'role' | 'kind'>,
  { start, end }: Span,
  using?: string,
): Held => ({
  id,
  kind: of.kind,
  who: of.who,
  role: of.role,
  activated: using !== undefined,
  start,
  end,
  planned: null,
  cut: null,
  using: using ?? null,
  renewalClosed: null,
  handedTo: null,
  handedEnd: null,
});

export const askedBy = (id: string, wish: Wish, now: number, differing: Partial<Asked>): Asked => ({
  id,
  kind: wish.kind,
  action: wish.action,
  who: wish.who,
  role: wish.role,
  by: wish.by,
  created: now,
  status: 'Provisioned',
  start: null,
  lapses: null,
  askedStart: wish.startIn === null ? null : now + wish.startIn,
  length: wish.length,
  target: null,
  serial: false,
  stages: [],
  ...differing,
});

/** A request that takes effect: at once, or from its start on. */
export function takeEffect(draft: Model, id: string, wish: Wish, span: Span, using?: string): void {
  const status = span.start <= draft.now ? 'Provisioned' : 'Granted';
  draft.asked.push(askedBy(id, wish, draft.now, { status, start: span.start }));
  draft.held.push(heldBy(id, wish, span, using));
}

/** Ends what somebody has now; the request of what had not begun is revoked with it. */
export function end(draft: Model, held: readonly Held[], status: 'Revoked' | 'Failed' = 'Revoked'): void {
  for (const { id } of held) {
    const one = draft.held.find((candidate) => candidate.id === id);
    const request = draft.asked.find((candidate) => candidate.id === id);
    if (!one) continue;
    const waits = status === 'Revoked' ? one.start > draft.now : one.start >= draft.now;
    if (request?.status === 'Granted' && waits) request.status = status;
    one.cut = draft.now;
  }
}

/** The activations made from these that have not ended. */
export const activationsOf = (model: Model, eligibilities: readonly Held[]): readonly Held[] =>
  model.held.filter(
    (one) => one.using !== null && eligibilities.some(({ id }) => id === one.using) && lasts(one, model.now),
  );

/** W-1: activations end no later than the new eligibility, and at once when it does not hold now and at their start. */
export function follow(draft: Model, activations: readonly Held[], span: Span, eligibilityId: string): void {
  for (const { id } of activations) {
    const one = draft.held.find((candidate) => candidate.id === id);
    if (!one) continue;
    if (!contains(span, draft.now) || !contains(span, Math.max(draft.now, one.start))) end(draft, [one], 'Failed');
    else {
      one.using = eligibilityId;
      if (one.planned === null) one.end = earlier(spanOf(one).end, span.end);
      else one.planned = earlier(one.planned, span.end);
    }
  }
}

/** Refuses a second one (B-9, B-10, H-2). */
export function twin(model: Model, { who, role, kind }: Wish): string | null {
  if (currentOf(model, who, role, kind).length > 0) return 'RoleAssignmentExists';
  return pendingOf(model, who, role, kind).length > 0 ? 'PendingRoleAssignmentRequest' : null;
}

const forbidden = ['InsufficientPermissions'];
const parting = ['SeparationOfDutiesViolation'];

function assign(model: Model, wish: Wish): Prediction {
  const second = twin(model, wish);
  if (second) return [second];
  if (tooShort(wish)) return ['ActiveDurationTooShort'];
  const span = spanFor(wish, model.now);
  if (isParted(model, wish.who, wish, span)) return parting;
  return (draft, id) => takeEffect(draft, id, wish, span);
}

function remove(model: Model, wish: Wish): Prediction {
  const current = currentOf(model, wish.who, wish.role, wish.kind).toSorted((one, other) => one.start - other.start);
  return ending(model, wish, current);
}

/** Takes away what there is, what hangs on it, and what was asked for to extend it. */
export function ending(model: Model, wish: Wish, current: readonly Held[]): Prediction {
  const [first] = current;
  if (!first) return ['RoleAssignmentDoesNotExist'];
  if (first.start <= model.now && model.now - first.start < 5 * minute) return ['ActiveDurationTooShort'];
  return unlessLast(model, (draft, id) => {
    end(draft, current);
    end(draft, activationsOf(draft, current), 'Failed');
    for (const one of pendingOf(draft, wish.who, wish.role, wish.kind))
      if (one.status === 'PendingAdminDecision') one.status = 'Failed';
    draft.asked.push(askedBy(id, wish, draft.now, { status: 'Revoked' }));
  });
}

export const assignedOf = (model: Model, { who, role, kind }: Pick<Wish, 'who' | 'role' | 'kind'>): readonly Held[] =>
  currentOf(model, who, role, kind).filter(({ activated }) => !activated);

export const isWithin = (span: Span, one: Held): boolean => {
  const last = plannedEnd(one);
  return one.start <= span.start && (last === null || (span.end !== null && span.end <= last));
};

function change(model: Model, wish: Wish): Prediction {
  const before = assignedOf(model, wish);
  if (before.length === 0) return ['RoleAssignmentDoesNotExist'];
  if (wish.action === 'adminExtend' && before.some((one) => plannedEnd(one) === null)) return ['Request_BadRequest'];
  if (tooShort(wish)) return ['ActiveDurationTooShort'];
  const span = spanFor(wish, model.now);
  if (!before.some((one) => isWithin(span, one)) && isParted(model, wish.who, wish, span)) return parting;
  return unlessLast(model, (draft, id) => {
    follow(draft, activationsOf(draft, currentOf(draft, wish.who, wish.role, wish.kind)), span, id);
    end(draft, before);
    takeEffect(draft, id, wish, span);
  });
}

/** What was assigned last, if it came to its end of itself (I-3). */
export function lastExpired(model: Model, { who, role, kind }: Pick<Wish, 'who' | 'role' | 'kind'>): Held | undefined {
  const [last] = model.held
    .filter((one) => one.who === who && one.role === role && one.kind === kind && !one.activated && !isEmpty(one))
    .toSorted((one, other) => other.start - one.start);
  return last && last.cut === null && last.end !== null && last.end <= model.now ? last : undefined;
}

/** Whether it ended of itself, and nothing took over from it before. */
export const expired = ({ renewalClosed, end: ended }: Held): boolean =>
  renewalClosed === null || ended === null || renewalClosed >= ended;

/** Why nothing can be renewed now; null when something can. */
export function notRenewable(model: Model, wish: Wish): string | null {
  const last = lastExpired(model, wish);
  const isOver = last?.end != null && model.now >= last.end + 30 * day;
  if (last && expired(last) && last.renewalClosed === null && !isOver) return null;
  return last && expired(last) && isOver ? 'Request_BadRequest' : 'RoleAssignmentDoesNotExist';
}

export function closeRenewal(draft: Model, wish: Pick<Wish, 'who' | 'role' | 'kind'>): void {
  const last = lastExpired(draft, wish);
  if (last && last.renewalClosed === null) last.renewalClosed = draft.now;
}

function renew(model: Model, wish: Wish): Prediction {
  const refusal = twin(model, wish) ?? notRenewable(model, wish);
  if (refusal) return [refusal];
  if (wish.startIn === null) return ['InvalidRoleAssignmentRequestSchedule'];
  if (tooShort(wish)) return ['ActiveDurationTooShort'];
  const span = spanFor(wish, model.now);
  if (isParted(model, wish.who, wish, span)) return parting;
  return (draft, id) => {
    closeRenewal(draft, wish);
    takeEffect(draft, id, wish, span);
  };
}

const acts: Readonly<Record<string, (model: Model, wish: Wish) => Prediction>> = {
  adminAssign: assign,
  adminUpdate: change,
  adminExtend: change,
  adminRenew: renew,
  adminRemove: remove,
};

/** What comes of what an administrator sends, or somebody who is none. */
export const predictGiving = (model: Model, wish: Wish): Prediction =>
  manages(model, wish.by) ? (acts[wish.action]?.(model, wish) ?? forbidden) : forbidden;
