import type { Kind } from '../../src/domain/target';
import { lapseOf, open } from './asking';
import {
  activationsOf,
  assignedOf,
  closeRenewal,
  end,
  expired,
  follow,
  heldBy,
  isWithin,
  lastExpired,
  type Prediction,
  spanFor,
  tooShort,
  unlessLast,
  type Wish,
} from './giving';
import { type Asked, type Held, type Model, protectedRoles, type Span, type Stage } from './machine';
import {
  contains,
  currentOf,
  earlier,
  eligibilityOf,
  isActive,
  isApprover,
  isParted,
  lasts,
  manages,
  pendingOf,
  plannedEnd,
  spanOf,
  statusOf,
} from './reading';

const find = (draft: Model, id: string): Asked => {
  const found = draft.asked.find((one) => one.id === id);
  if (!found) throw new Error(`The model knows no request ${id}.`);
  return found;
};

const notSeen = (code: string) => ['InsufficientPermissions', code];

/** Withdrawing a request (F-1 to F-3). */
export function predictCancel(model: Model, request: Asked, by: string): Prediction {
  if (!model.enabled[by]) return ['InsufficientPermissions'];
  if (request.by !== by && !manages(model, by)) return notSeen('RoleAssignmentRequestNotFound');
  if (!['Granted', 'PendingApproval', 'PendingAdminDecision'].includes(statusOf(request, model.now)))
    return ['RequestCannotBeCancelled'];
  return unlessLast(model, (draft) => {
    const canceled = find(draft, request.id);
    const held = draft.held.find(({ id }) => id === request.id);
    const isSuccessor = canceled.status === 'Granted' && canceled.action !== 'selfActivate';
    const followers = held && isSuccessor ? activationsOf(draft, [held]) : [];
    if (held && canceled.status === 'Granted') held.cut = draft.now;
    if (held && isSuccessor) handBack(draft, held, followers);
    canceled.status = 'Canceled';
    close(canceled);
  });
}

const close = ({ stages }: Asked): void => {
  for (const one of stages) if (one.status === 'open' || one.status === 'waiting') one.status = 'closed';
};

export interface StageDecision {
  readonly by: string;
  readonly place: number;
  readonly approves: boolean;
}

/** An approver's decision on a stage; its effect, or why there is none. */
export function predictStage(model: Model, request: Asked, { by, place, approves }: StageDecision): Prediction {
  if (!model.enabled[by]) return ['InsufficientPermissions'];
  const stage = request.stages[place];
  if (!stage) return ['ApprovalNotFound'];
  if (request.who === by || request.by === by) return ['InsufficientPermissions'];
  if (!isApprover(model, stage, by, request.who)) return notSeen('ApprovalNotFound');
  const isOpen = stage.status === 'open' && stage.expires !== null && model.now < stage.expires;
  if (isOpen && request.stages.some((other) => other !== stage && other.by === by)) return ['InsufficientPermissions'];
  if (stage.by !== null) return ['ApprovalAlreadyDecided'];
  if (statusOf(request, model.now) !== 'PendingApproval' || !isOpen) return ['ApprovalNotPossible'];
  return (draft) =>
    approves ? approve(draft, find(draft, request.id), place, by) : deny(find(draft, request.id), place, by);
}

function deny(request: Asked, place: number, by: string): void {
  mark(request, place, by, 'denied');
  request.status = 'Denied';
  close(request);
}

function mark(request: Asked, place: number, by: string, status: 'approved' | 'denied'): void {
  const stage = request.stages[place];
  if (stage) Object.assign(stage, { status, by });
}

function approve(draft: Model, request: Asked, place: number, by: string): void {
  mark(request, place, by, 'approved');
  const granted = grantable(draft, request);
  if (!granted) {
    request.status = 'Failed';
    close(request);
  } else if (request.stages.every(({ status }) => status === 'approved')) {
    request.status = granted.span.start <= draft.now ? 'Provisioned' : 'Granted';
    request.start = granted.span.start;
    draft.held.push(heldBy(request.id, request, granted.span, granted.using));
  } else advance(draft, request);
}

function advance(draft: Model, request: Asked): void {
  for (const stage of request.stages) if (isStranded(draft, request, stage)) stage.byAdministrators = true;
  if (!request.stages.some(({ status }) => status === 'open')) {
    const next = request.stages.find(({ status }) => status === 'waiting');
    if (next) open(next, draft.now);
  }
  request.lapses = lapseOf(request.stages);
}

/** E-4: whether nobody of its own can decide a stage any more. */
function isStranded(model: Model, request: Asked, stage: Stage): boolean {
  if (stage.status !== 'open' && stage.status !== 'waiting') return false;
  const escalated = { ...stage, byAdministrators: false, escalates: stage.escalation && model.now };
  const isFree = (person: string) => request.who !== person && request.by !== person && !hasDecided(request, person);
  const people = Object.keys(model.enabled).filter((person) => model.enabled[person] && isFree(person));
  return !people.some((person) => isApprover(model, escalated, person, request.who));
}

const hasDecided = (request: Asked, person: string): boolean => request.stages.some(({ by }) => by === person);

/** E-19: what an approval would bring now; null when it cannot any more. */
function grantable(model: Model, request: Asked): { readonly span: Span; readonly using: string } | null {
  if (!model.enabled[request.who]) return null;
  if (currentOf(model, request.who, request.role, 'assignment').length > 0) return null;
  const start = Math.max(model.now, request.askedStart ?? 0);
  const eligibility = eligibilityOf(model, request.who, request.role, start);
  if (!eligibility || request.length === null) return null;
  const span = { start, end: earlier(start + request.length, spanOf(eligibility).end) };
  return isParted(model, request.who, request, span) ? null : { span, using: eligibility.id };
}

export interface AdminDecision {
  readonly by: string;
  readonly approves: boolean;
  /** Null leaves what was proposed. */
  readonly period: Pick<Wish, 'startIn' | 'length'> | null;
  readonly becomes: Kind | null;
}

/** An administrator's decision on an extension or a renewal (I-4 to I-7). */
export function predictAdmin(model: Model, request: Asked, decision: AdminDecision): Prediction {
  const { by, approves } = decision;
  if (!model.enabled[by] || request.who === by || request.by === by) return ['InsufficientPermissions'];
  if (!manages(model, by)) return notSeen('RoleAssignmentRequestNotFound');
  if (statusOf(request, model.now) !== 'PendingAdminDecision') return ['ApprovalNotPossible'];
  if (approves) return carryOut(model, request, decision);
  return (draft) => {
    find(draft, request.id).status = 'Denied';
  };
}

function carryOut(model: Model, request: Asked, { period, becomes }: AdminDecision): Prediction {
  if (!model.enabled[request.who]) return ['Request_BadRequest'];
  const before = assignedOf(model, request);
  const gone = refuseGone(model, request, before);
  if (gone) return [gone];
  if (request.action === 'selfRenew' && period?.startIn == null) return ['InvalidRoleAssignmentRequestSchedule'];
  if (request.action === 'selfRenew' && becomes === null) return ['Request_BadRequest'];
  const kind = becomes ?? request.kind;
  const taken = refuseTaken(model, request, before, kind);
  if (taken) return [taken];
  const startIn = request.askedStart === null ? null : request.askedStart - model.now;
  const given = period ?? { startIn, length: request.length };
  if (tooShort(given)) return ['ActiveDurationTooShort'];
  const span = spanFor(given, model.now);
  if (protectedRoles.includes(request.role) && before.length > 0 && span.start > model.now)
    return ['Request_BadRequest'];
  const isLess = before.some((one) => one.kind === kind && isWithin(span, one));
  if (!isLess && isParted(model, request.who, { ...request, kind }, span)) return ['SeparationOfDutiesViolation'];
  return unlessLast(model, (draft) => {
    if (before.length > 0) replace(draft, before, { id: request.id, kind, span });
    else closeRenewal(draft, request);
    const approved = find(draft, request.id);
    approved.status = span.start <= draft.now ? 'Provisioned' : 'Granted';
    approved.start = span.start;
    draft.held.push(heldBy(request.id, { ...request, kind }, span));
  });
}

function refuseGone(model: Model, request: Asked, before: readonly Held[]): string | null {
  if (before.some((one) => plannedEnd(one) === null)) return 'Request_BadRequest';
  const last = lastExpired(model, request);
  const hasEnded = last?.end != null && expired(last) && (last.id === request.target || last.end > request.created);
  return before.length > 0 || hasEnded ? null : 'RoleAssignmentDoesNotExist';
}

function refuseTaken(model: Model, request: Asked, before: readonly Held[], kind: Kind): string | null {
  const leaving = request.action === 'selfRenew' ? [] : before.map(({ id }) => id);
  const staying = currentOf(model, request.who, request.role, kind).filter(
    ({ id, using }) => !leaving.includes(id) && !leaving.includes(using ?? ''),
  );
  if (staying.length > 0) return 'RoleAssignmentExists';
  const isSecond = kind !== request.kind && pendingOf(model, request.who, request.role, kind).length > 0;
  return isSecond ? 'PendingRoleAssignmentRequest' : null;
}

interface Successor {
  readonly id: string;
  readonly kind: Kind;
  readonly span: Span;
}

/** What is there ends when its successor begins, and the activations made from it with it (W-1). */
function replace(draft: Model, before: readonly Held[], { id, kind, span }: Successor): void {
  const activations = activationsOf(draft, before);
  if (span.start > draft.now)
    cutActivations(draft, activations, kind === 'eligibility' ? { id, span } : null, span.start);
  else if (kind === 'eligibility') follow(draft, activations, span, id);
  else end(draft, activations, 'Failed');
  for (const old of before) handOver(draft, old, span.start, id);
}

function handOver(draft: Model, { id }: Held, at: number, to: string): void {
  const old = draft.held.find((one) => one.id === id);
  if (!old || (at > draft.now && old.end !== null && old.end <= at)) return;
  if (at > draft.now && old.start < at) cutFor(old, { id: to, start: at }, draft.now);
  else end(draft, [old]);
}

function cutFor(old: Held, { id: handedTo, start: end }: Pick<Held, 'id' | 'start'>, now: number): void {
  Object.assign(old, { handedTo, handedEnd: old.handedEnd ?? old.end, end, planned: null, renewalClosed: now });
}

/** What was to give way to a schedule that never begins goes on; activations that were to follow it go back to that, or end. */
function handBack(draft: Model, gone: Held, followers: readonly Held[]): void {
  const old = draft.held.find((one) => one.handedTo === gone.id && lasts(one, draft.now));
  if (old) lengthen(draft, old, gone);
  for (const one of followers) {
    if (old?.kind !== 'eligibility' || !contains(spanOf(old), one.start)) end(draft, [one], 'Failed');
    else Object.assign(one, { using: old.id, end: earlier(spanOf(one).end, spanOf(old).end) });
  }
}

function lengthen(draft: Model, old: Held, gone: Held): void {
  const { end: cutAt, handedEnd } = old;
  if (cutAt === null) return;
  const [next] = currentOf(draft, old.who, old.role, old.kind)
    .filter((one) => one.id !== old.id && one.using !== gone.id && one.start >= cutAt)
    .toSorted((one, other) => one.start - other.start);
  const isCut = next !== undefined && handedEnd !== null && next.start < handedEnd;
  const added = { start: cutAt, end: isCut ? next.start : handedEnd };
  const isGranted = gone.kind === old.kind && isWithin(added, { ...gone, cut: null });
  Object.assign(old, { end: added.end, renewalClosed: null, handedTo: null, handedEnd: null });
  if (!isGranted && isParted(draft, old.who, old, added)) old.end = cutAt;
  else if (isCut) {
    old.handedEnd = handedEnd;
    cutFor(old, next, draft.now);
  }
}

function cutActivations(
  draft: Model,
  activations: readonly Held[],
  successor: { readonly id: string; readonly span: Span } | null,
  at: number,
): void {
  for (const one of activations.filter((activation) => (plannedEnd(activation) ?? Number.MAX_SAFE_INTEGER) > at)) {
    if (one.start < at) one.end = at;
    else if (!successor || !contains(successor.span, one.start)) end(draft, [one], 'Failed');
    else Object.assign(one, { using: successor.id, end: earlier(spanOf(one).end, successor.span.end) });
  }
}

/** What the work that is due writes down: lapses, starts, and activations that rest on nothing when theirs has come. */
export function settleDue(draft: Model): void {
  for (const request of draft.asked) {
    const status = statusOf(request, draft.now);
    if (status === 'TimedOut' && request.status !== status) close(request);
    if (request.status === 'Granted' && status === 'Provisioned') begin(draft, request);
    request.status = request.status === 'Granted' || request.status === 'PendingApproval' ? status : request.status;
  }
  for (const one of draft.held) closeWindow(one, draft.now);
}

function begin(draft: Model, request: Asked): void {
  const held = draft.held.find(({ id }) => id === request.id);
  if (!held?.activated || held.cut !== null) return;
  const eligibility = draft.held.find(({ id }) => id === held.using);
  const isBacked =
    eligibility !== undefined && isActive(eligibility, held.start) && reachesNow(draft, eligibility, held.who);
  if (isBacked && draft.enabled[held.who]) return;
  held.cut = held.start;
  request.status = 'Failed';
}

const reachesNow = (model: Model, { who }: Held, person: string): boolean =>
  who === person || Object.keys(model.members).some((group) => group === who && isIn(model, group, person));

const isIn = (model: Model, group: string, person: string): boolean =>
  (model.members[group] ?? []).some((member) => member === person || isIn(model, member, person));

/** Thirty days after its end the renewal is over, and that is written down. */
function closeWindow(one: Held, now: number): void {
  const isOver = one.end !== null && one.cut === null && !one.activated && now >= one.end + 30 * 86_400_000;
  if (isOver && one.renewalClosed === null) one.renewalClosed = now;
}
