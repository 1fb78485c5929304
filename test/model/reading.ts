import type { Kind } from '../../src/domain/target';
import {
  type Asked,
  type Held,
  type Model,
  parted,
  people,
  protectedRoles,
  role,
  type Span,
  type Stage,
} from './machine';

/** The groups somebody is in, nested ones included. */
export function groupsOf(model: Model, who: string): readonly string[] {
  const direct = Object.keys(model.members).filter((group) => model.members[group]?.includes(who));
  return [...new Set([...direct, ...direct.flatMap((group) => groupsOf(model, group))])];
}

/** The users behind a principal. */
export const usersOf = (model: Model, who: string): readonly string[] =>
  people.filter((person) => person === who || groupsOf(model, person).includes(who));

/** Those of them whose account is enabled. */
export const peopleOf = (model: Model, who: string): readonly string[] =>
  usersOf(model, who).filter((person) => model.enabled[person]);

/** What came of it: cut where it was taken away. */
export const spanOf = ({ start, end, cut }: Held): Span =>
  cut === null ? { start, end } : { start, end: Math.min(end ?? Number.MAX_SAFE_INTEGER, Math.max(start, cut)) };

export const isEmpty = (one: Held): boolean => spanOf(one).end === one.start;
export const contains = ({ start, end }: Span, at: number): boolean => start <= at && (end === null || at < end);
export const isActive = (one: Held, at: number): boolean => contains(spanOf(one), at);
export const plannedEnd = ({ end, planned }: Held): number | null => end ?? planned;
export const earlier = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.min(one, other);

/** Holds now, or will. */
export function lasts(one: Held, at: number): boolean {
  const { end } = spanOf(one);
  return !isEmpty(one) && (end === null || at < end);
}

export const reaches = (model: Model, { who }: Held, person: string): boolean =>
  who === person || groupsOf(model, person).includes(who);

/** Whether somebody holds a role at this instant, himself or through a group. */
export const holds = (model: Model, person: string, roleId: string): boolean =>
  model.enabled[person] === true &&
  model.held.some(
    (one) =>
      one.kind === 'assignment' && one.role === roleId && isActive(one, model.now) && reaches(model, one, person),
  );

export const manages = (model: Model, person: string): boolean =>
  holds(model, person, role.global) || holds(model, person, role.privileged);

export const currentOf = (model: Model, who: string, roleId: string, kind: Kind): readonly Held[] =>
  model.held.filter((one) => one.who === who && one.role === roleId && one.kind === kind && lasts(one, model.now));

/** The status at this instant: time moves it alone. */
export function statusOf({ status, lapses, start }: Asked, now: number): Asked['status'] {
  if (status === 'PendingApproval' && lapses !== null && lapses <= now) return 'TimedOut';
  return status === 'Granted' && start !== null && start <= now ? 'Provisioned' : status;
}

export const isPending = (one: Asked, now: number): boolean =>
  ['PendingApproval', 'PendingAdminDecision'].includes(statusOf(one, now));

export const pendingOf = (model: Model, who: string, roleId: string, kind: Kind): readonly Asked[] =>
  model.asked.filter((one) => one.who === who && one.role === roleId && one.kind === kind && isPending(one, model.now));

/** B-1, B-13: what somebody could activate from, the longest. */
export function eligibilityOf(model: Model, person: string, roleId: string, start: number): Held | null {
  const length = (one: Held) => spanOf(one).end ?? Number.MAX_SAFE_INTEGER;
  const fitting = model.held.filter(
    (one) =>
      one.kind === 'eligibility' &&
      one.role === roleId &&
      reaches(model, one, person) &&
      isActive(one, model.now) &&
      isActive(one, start),
  );
  return fitting.toSorted((one, other) => length(other) - length(one))[0] ?? null;
}

/** Whether giving this to a principal would let somebody hold both parted roles from now on. */
export const isParted = (
  model: Model,
  who: string,
  wanted: { readonly role: string; readonly kind: Kind },
  span: Span,
) =>
  wanted.kind === 'assignment' &&
  parted.includes(wanted.role) &&
  usersOf(model, who).some((person) =>
    model.held.some(
      (one) =>
        one.kind === 'assignment' &&
        one.role !== wanted.role &&
        parted.includes(one.role) &&
        reaches(model, one, person) &&
        lasts(one, model.now) &&
        meets(span, spanOf(one), model.now),
    ),
  );

/** Whether two spans share anything from an instant on. */
function meets(one: Span, other: Span, from: number): boolean {
  const end = earlier(one.end, other.end);
  return end === null || Math.max(from, one.start, other.start) < end;
}

/** Who may decide a stage now, as the directory says now (E-2 to E-4). */
export function isApprover(model: Model, stage: Stage, person: string, requestor: string): boolean {
  if (stage.byAdministrators && manages(model, person)) return true;
  const own = model.managers[requestor];
  const chain = [own, own && model.managers[own]];
  const inGroup = (ids: readonly string[]) => ids.some((id) => groupsOf(model, person).includes(id));
  if (stage.users.includes(person) || inGroup(stage.groups)) return true;
  if (stage.managers.some((level) => chain[level - 1] === person)) return true;
  return stage.escalates !== null && stage.escalates <= model.now && inGroup(stage.escalation?.groups ?? []);
}

/** The people who hold a protected role now, as K-1 counts them. */
export const holdersOf = (model: Model, roleId: string): readonly string[] =>
  model.held
    .filter(
      (one) =>
        one.kind === 'assignment' &&
        one.role === roleId &&
        (roleId === role.global || !one.activated) &&
        isActive(one, model.now),
    )
    .flatMap((one) => peopleOf(model, one.who));

const eligibleFor = (model: Model, roleId: string): boolean =>
  model.held.some(
    (one) =>
      one.kind === 'eligibility' && one.role === roleId && lasts(one, model.now) && peopleOf(model, one.who).length > 0,
  );

/** K-1, K-3: whether the change from one model to the other leaves a protected role to nobody. */
export const leavesNobody = (before: Model, after: Model): boolean =>
  protectedRoles.some(
    (roleId) =>
      holdersOf(after, roleId).length === 0 &&
      (holdersOf(before, roleId).length > 0 || (eligibleFor(before, roleId) && !eligibleFor(after, roleId))),
  );

/** Everybody who holds both parted roles now or will. */
export const hasViolation = (model: Model): boolean =>
  model.held.some((one) => lasts(one, model.now) && isParted(model, one.who, one, spanOf(one)));
