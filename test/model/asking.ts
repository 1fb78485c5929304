import { cast } from '../support/cast';
import {
  askedBy,
  assignedOf,
  ending,
  lastExpired,
  notRenewable,
  type Prediction,
  spanFor,
  takeEffect,
  tooShort,
  twin,
  type Wish,
} from './giving';
import { day, groupApprovers, hour, type Model, minute, type Policy, type Stage, type StageSpec } from './machine';
import { currentOf, earlier, eligibilityOf, isParted, pendingOf, peopleOf, plannedEnd, spanOf } from './reading';

const stage = (hours: number, differing: Partial<StageSpec>): StageSpec => ({
  users: [],
  groups: [],
  managers: [],
  hours,
  escalation: null,
  ...differing,
});

/** The stages that each form of approval has; `alice` names somebody who may be the requestor herself (E-4). */
export const stagesFor: Readonly<Record<Policy['approval'], readonly StageSpec[]>> = {
  none: [],
  single: [stage(24, { groups: [groupApprovers] })],
  alice: [stage(24, { users: [cast.alice] })],
  serial: [
    stage(24, { managers: [1], escalation: { minutes: 120, groups: [groupApprovers] } }),
    stage(48, { groups: [groupApprovers] }),
  ],
  parallel: [stage(24, { users: [cast.ann] }), stage(36, { users: [cast.carol], managers: [2] })],
};

/** Whether anybody but the requestor could decide it now. */
function hasApprover(model: Model, { users, groups, managers }: StageSpec, requestor: string): boolean {
  const own = model.managers[requestor];
  const chain = [own, own && model.managers[own]];
  const named = [...users, ...groups, ...managers.flatMap((level) => chain[level - 1] ?? [])];
  return named.some((one) => peopleOf(model, one).some((person) => person !== requestor));
}

export const open = (one: Stage, now: number): void => {
  one.status = 'open';
  one.expires = now + one.hours * hour;
  one.escalates = one.escalation && now + one.escalation.minutes * minute;
};

/** The instant at which the first of the open stages lapses. */
export const lapseOf = (stages: readonly Stage[]): number | null =>
  stages
    .filter(({ status }) => status === 'open')
    .reduce<number | null>((first, { expires }) => earlier(first, expires), null);

function stagesOf(model: Model, { approval }: Policy, requestor: string): readonly Stage[] {
  const stages = stagesFor[approval].map(
    (spec): Stage => ({
      ...spec,
      status: 'waiting',
      by: null,
      expires: null,
      escalates: null,
      byAdministrators: !hasApprover(model, spec, requestor),
    }),
  );
  for (const [place, one] of stages.entries()) if (place === 0 || approval === 'parallel') open(one, model.now);
  return stages;
}

function activate(model: Model, wish: Wish): Prediction {
  const asked = spanFor(wish, model.now);
  const eligibility = eligibilityOf(model, wish.who, wish.role, asked.start);
  const isEmergency = model.emergency.includes(wish.who);
  const second = eligibility && twin(model, wish);
  if (second) return [second];
  if (eligibility && isEmergency && model.uses.some(({ who, settled }) => who === wish.who && !settled))
    return ['EmergencyUseUnsettled'];
  if (tooShort(wish)) return ['ActiveDurationTooShort'];
  const policy = model.policies[wish.role];
  if (!eligibility || !policy || (wish.length ?? 0) > policy.hours * hour)
    return ['RoleAssignmentRequestPolicyValidationFailed'];
  const span = { start: asked.start, end: earlier(asked.end, spanOf(eligibility).end) };
  if (isParted(model, wish.who, wish, span)) return ['SeparationOfDutiesViolation'];
  if (policy.approval !== 'none' && !isEmergency) return (draft, id) => wait(draft, id, wish, policy);
  return (draft, id) => {
    takeEffect(draft, id, wish, span, eligibility.id);
    if (isEmergency) draft.uses.push({ id, who: wish.who, settled: false });
  };
}

function wait(draft: Model, id: string, wish: Wish, policy: Policy): void {
  const stages = stagesOf(draft, policy, wish.who);
  const waiting = {
    status: 'PendingApproval',
    stages,
    serial: policy.approval === 'serial',
    lapses: lapseOf(stages),
  } as const;
  draft.asked.push(askedBy(id, wish, draft.now, waiting));
}

function deactivate(model: Model, wish: Wish): Prediction {
  const current = currentOf(model, wish.who, wish.role, 'assignment').filter(
    ({ activated, start }) => activated && start <= model.now,
  );
  return ending(model, wish, current);
}

/** I-2, I-4: from fourteen days before the end on, and only one's own. */
function extend(model: Model, wish: Wish): Prediction {
  const last = assignedOf(model, wish).toSorted((one, other) => lastOf(other) - lastOf(one))[0];
  if (!last) return ['RoleAssignmentDoesNotExist'];
  const planned = plannedEnd(last);
  if (planned === null || model.now < planned - 14 * day) return ['Request_BadRequest'];
  if (pendingOf(model, wish.who, wish.role, wish.kind).length > 0) return ['PendingRoleAssignmentRequest'];
  return tooShort(wish) ? ['ActiveDurationTooShort'] : askingFor(wish, last.id);
}

const lastOf = (one: Parameters<typeof plannedEnd>[0]): number => plannedEnd(one) ?? Number.MAX_SAFE_INTEGER;

function renew(model: Model, wish: Wish): Prediction {
  const refusal = twin(model, wish) ?? notRenewable(model, wish);
  if (refusal) return [refusal];
  return tooShort(wish) ? ['ActiveDurationTooShort'] : askingFor(wish, lastExpired(model, wish)?.id ?? null);
}

const askingFor =
  (wish: Wish, target: string | null): Prediction =>
  (draft, id) => {
    draft.asked.push(askedBy(id, wish, draft.now, { status: 'PendingAdminDecision', target }));
  };

const acts: Readonly<Record<string, (model: Model, wish: Wish) => Prediction>> = {
  selfActivate: activate,
  selfDeactivate: deactivate,
  selfExtend: extend,
  selfRenew: renew,
};

/** What comes of what somebody asks for himself. */
export const predictAsking = (model: Model, wish: Wish): Prediction =>
  model.enabled[wish.by] ? (acts[wish.action]?.(model, wish) ?? []) : ['InsufficientPermissions'];
