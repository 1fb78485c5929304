import fc from 'fast-check';
import { cancelRequest } from '../../src/commands/cancel-request';
import { decideApproval } from '../../src/commands/decide-approval';
import { decideRequest } from '../../src/commands/decide-request';
import { settleEmergencyUse } from '../../src/commands/settle-emergency-use';
import type { RequestAction, RequestedPeriod } from '../../src/domain/request';
import type { Kind } from '../../src/domain/target';
import { predictAsking } from './asking';
import { predictAdmin, predictCancel, predictStage } from './deciding';
import { activationsOf, type Prediction, predictGiving, type Wish } from './giving';
import { type Asked, day, type Held, hour, type Model, minute, nameOf, people, principals, role } from './machine';
import { isActive, isApprover, isPending, lasts, manages, pendingOf, plannedEnd, statusOf, usersOf } from './reading';
import { type Act, type Step, step } from './step';
import { as, type World } from './world';

/** A number that a plan picks by, so that shrinking leads to the first of what there is. */
const pick = fc.nat({ max: 59 });
const at = <T>(all: readonly T[], n: number): T | undefined => all[n % Math.max(1, all.length)];
const anybody = fc.constantFrom(...people);
const anyRole = fc.constantFrom(...Object.values(role));
const anyKind = fc.constantFrom<Kind>('eligibility', 'assignment');
const startIn = fc.constantFrom(null, null, null, 0, -hour, 10 * minute, 3 * hour, 2 * day);
const givenFor = fc.constantFrom(null, 10 * day, 40 * day, 20 * day, hour, 5 * minute, 4 * minute);
const activatedFor = fc.constantFrom(2 * hour, 8 * hour, 5 * minute, 4 * minute, 9 * hour, hour);

const periodText = ({ startIn: from, length }: Pick<Wish, 'startIn' | 'length'>): string =>
  `${from === null ? '' : ` in ${from / minute} min`}${length === null ? ' for ever' : ` for ${length / minute} min`}`;
const textOf = (wish: Wish): string =>
  `${nameOf(wish.by)} ${wish.action} ${nameOf(wish.who)} ${nameOf(wish.role)} ${wish.kind}${periodText(wish)}`;

const actions = (counts: Readonly<Partial<Record<RequestAction, number>>>): fc.Arbitrary<string> =>
  fc.constantFrom(...Object.entries(counts).flatMap(([action, count]) => Array.from({ length: count }, () => action)));

/** Sends a request as the one who wishes it. */
function sending(wish: Wish, now: number) {
  return async ({ stage }: World): Promise<string> => {
    const from = wish.startIn === null ? {} : { startAt: new Date(now + wish.startIn).toISOString() };
    const isEnding = wish.action === 'adminRemove' || wish.action === 'selfDeactivate';
    const end = wish.length === null ? 'never' : { duration: `PT${wish.length / minute}M` };
    const { id } = await stage.submit(as(wish.by), {
      action: wish.action as RequestAction,
      kind: wish.kind,
      principalId: wish.who,
      roleDefinitionId: wish.role,
      ...(isEnding ? { withoutPeriod: true } : { ...from, end }),
    } as const);
    return id;
  };
}

const wishing = (wish: Wish, model: Model, predicted: Prediction): Act => ({
  label: textOf(wish),
  predicted,
  perform: sending(wish, model.now),
});

/** What an act is mostly about: of what there is, that which it fits. */
function fitting(model: Model, action: string): readonly Held[] {
  const isOver = (one: Held): boolean => one.cut === null && one.end !== null && one.end <= model.now;
  const isExtendable = (one: Held): boolean => model.now >= (plannedEnd(one) ?? Number.MAX_SAFE_INTEGER) - 14 * day - 1;
  const fits: Readonly<Record<string, (one: Held) => boolean>> = {
    adminUpdate: (one) => !one.activated && lasts(one, model.now),
    adminExtend: (one) => !one.activated && lasts(one, model.now) && plannedEnd(one) !== null,
    adminRenew: (one) => !one.activated && isOver(one),
    adminRemove: (one) => lasts(one, model.now),
    selfActivate: (one) => one.kind === 'eligibility' && isActive(one, model.now),
    selfDeactivate: (one) => one.activated && isActive(one, model.now) && model.now - one.start >= 5 * minute - 1,
    selfExtend: (one) => !one.activated && lasts(one, model.now) && isExtendable(one),
    selfRenew: (one) => !one.activated && isOver(one),
  };
  const all = model.held.filter(fits[action] ?? (() => false));
  // What others rest on comes thrice: there is more to go wrong.
  const isUsed = (one: Held): boolean =>
    activationsOf(model, [one]).length > 0 || pendingOf(model, one.who, one.role, one.kind).length > 0;
  return action.startsWith('admin') ? [...all.filter(isUsed), ...all.filter(isUsed), ...all] : all;
}

/** An administrator, or somebody who is none, gives, changes or takes away; mostly something that there is. */
export const givingBy = (action: fc.Arbitrary<string>): fc.Arbitrary<Step> =>
  fc
    .record({
      action,
      by: pick,
      known: pick,
      who: fc.constantFrom(...principals),
      role: anyRole,
      kind: anyKind,
      startIn,
      length: givenFor,
    })
    .map(({ by, known, ...wish }) =>
      step(wish.action, (model) => {
        const isAnything = wish.action === 'adminAssign' || known < 4;
        const there = isAnything ? undefined : at(fitting(model, wish.action), known);
        if (!isAnything && !there) return null;
        const who = administratorOr(model, by);
        const full = { ...wish, ...(there && { who: there.who, role: there.role, kind: there.kind }), by: who };
        return wishing(full, model, predictGiving(model, full));
      }),
    );

const giving = givingBy(actions({ adminAssign: 4, adminUpdate: 3, adminExtend: 3, adminRenew: 3, adminRemove: 3 }));

/** Mostly somebody who manages. */
const administratorOr = (model: Model, n: number): string =>
  (n < 54
    ? at(
        people.filter((person) => manages(model, person)),
        n,
      )
    : undefined) ??
  at(people, n) ??
  'nobody';

/** Somebody asks for himself; mostly for something that he is eligible for, or holds. */
export const askingFor = (
  action: fc.Arbitrary<string>,
  from: fc.Arbitrary<number | null> = startIn,
): fc.Arbitrary<Step> =>
  fc
    .record({ action, known: pick, by: anybody, role: anyRole, kind: anyKind, startIn: from, length: activatedFor })
    .map(({ known, ...wish }) =>
      step(wish.action, (model) => {
        const there = known < 4 ? undefined : at(fitting(model, wish.action), known);
        if (known >= 4 && !there) return null;
        const by = (there && at(usersOf(model, there.who), known)) ?? wish.by;
        const isOfAssignment = wish.action === 'selfActivate' || wish.action === 'selfDeactivate';
        const kind = isOfAssignment ? ('assignment' as const) : (there?.kind ?? wish.kind);
        const full = { ...wish, ...(there && { role: there.role }), by, who: by, kind };
        return wishing(full, model, predictAsking(model, full));
      }),
    );

const asking = askingFor(actions({ selfActivate: 5, selfDeactivate: 3, selfExtend: 3, selfRenew: 4 }));

/** Mostly a request that waits. */
const requestIn = (model: Model, n: number, fits: (one: Asked) => boolean): Asked | undefined => {
  const fitting = model.asked.filter(fits);
  const pending = fitting.filter((one) => isPending(one, model.now));
  return at(n < 50 ? pending : fitting, n);
};

export const approving: fc.Arbitrary<Step> = fc
  .record({ request: pick, by: pick, place: pick, approves: fc.constantFrom(true, true, true, false) })
  .map(({ request: n, by: who, place: where, approves }) =>
    step('approval', (model) => {
      const request = requestIn(model, n, ({ stages }) => stages.length > 0);
      if (!request) return null;
      const open = request.stages.findIndex(({ status }) => status === 'open');
      const place = where < 45 && open >= 0 ? open : where % request.stages.length;
      const by = approverOr(model, request, place, who);
      return {
        label: `${nameOf(by)} ${approves ? 'approves' : 'denies'} stage ${place} of ${about(request)}`,
        predicted: predictStage(model, request, { by, place, approves }),
        perform: async (world) => decideStage(world, request.id, place, by, approves),
      };
    }),
  );

const about = ({ who, action, role: of, created }: Asked): string =>
  `${nameOf(who)}'s ${action} of ${nameOf(of)} from ${new Date(created).toISOString()}`;

const approverOr = (model: Model, request: Asked, place: number, n: number): string => {
  const stage = request.stages[place];
  const fitting = stage ? people.filter((person) => isApprover(model, stage, person, request.who)) : [];
  return (n < 50 ? at(fitting, n) : undefined) ?? at(people, n) ?? 'nobody';
};

async function decideStage({ stage }: World, approvalId: string, place: number, by: string, approves: boolean) {
  const { id: stageId } = await stage.one<{ id: string }>(
    'select id from approval_stage where approval_id = $1 and position = $2',
    [approvalId, place],
  );
  const verdict = approves ? ('Approve' as const) : ('Deny' as const);
  await stage.run(decideApproval, { approvalId, stageId, verdict, justification: 'fine' }, as(by));
  return '';
}

export const administering: fc.Arbitrary<Step> = fc
  .record({
    request: pick,
    by: pick,
    approves: fc.constantFrom(true, true, true, false),
    period: fc.option(fc.record({ startIn: fc.constantFrom(0, 0, hour, 2 * day), length: givenFor }), { freq: 2 }),
    becomes: fc.constantFrom<Kind | null>(null, 'eligibility', 'assignment'),
  })
  .map(({ request: n, by: who, ...chosen }) =>
    step('decision', (model) => {
      const request = requestIn(model, n, ({ action }) => action === 'selfExtend' || action === 'selfRenew');
      if (!request) return null;
      const decision = { ...chosen, by: administratorOr(model, who) };
      const as = decision.becomes === null ? '' : ` as ${decision.becomes}`;
      const verdict = decision.approves
        ? `approves${as}${decision.period ? periodText(decision.period) : ''}`
        : 'denies';
      return {
        label: `${nameOf(decision.by)} ${verdict}: ${about(request)}`,
        predicted: predictAdmin(model, request, decision),
        perform: (world) => decideAsAdministrator(world, request, decision, model.now),
      };
    }),
  );

async function decideAsAdministrator(
  { stage }: World,
  { id: requestId, kind }: Asked,
  { by, approves, period, becomes }: Parameters<typeof predictAdmin>[2],
  now: number,
): Promise<string> {
  const decision = approves ? ('AdminApproved' as const) : ('AdminDenied' as const);
  const input = {
    requestId,
    kind,
    provider: 'directory' as const,
    decision,
    reason: 'still needed',
    becomes,
    period: period && periodOf(period, now),
  };
  await stage.run(decideRequest, input, as(by));
  return '';
}

const periodOf = ({ startIn: from, length }: Pick<Wish, 'startIn' | 'length'>, now: number): RequestedPeriod => ({
  startAt: from === null ? null : new Date(now + from),
  expirationType: length === null ? 'noExpiration' : 'afterDuration',
  expirationEndAt: null,
  expirationDuration: length === null ? null : `PT${length / minute}M`,
});

const canceling: fc.Arbitrary<Step> = fc.record({ request: pick, by: pick }).map(({ request: n, by: who }) =>
  step('cancel', (model) => {
    const open = model.asked.filter((one) =>
      ['Granted', 'PendingApproval', 'PendingAdminDecision'].includes(statusOf(one, model.now)),
    );
    const request = at(n < 50 ? open : model.asked, n);
    if (!request) return null;
    const by = who < 40 ? request.by : (at(people, who) ?? 'nobody');
    return {
      label: `${nameOf(by)} cancels ${about(request)}`,
      predicted: predictCancel(model, request, by),
      perform: async ({ stage }) => {
        await stage.run(cancelRequest, { requestId: request.id, kind: request.kind, provider: 'directory' }, as(by));
        return '';
      },
    };
  }),
);

const settling: fc.Arbitrary<Step> = fc.record({ use: pick, by: pick }).map(({ use: n, by: who }) =>
  step('settle', (model) => {
    const use = at(model.uses, n);
    if (!use) return null;
    const by = administratorOr(model, who);
    return {
      label: `${nameOf(by)} settles the use of ${nameOf(use.who)}`,
      predicted: predictSettlement(model, use, by),
      perform: async ({ stage }) => {
        await stage.run(settleEmergencyUse, { useId: use.id, finding: 'a burst pipe' }, as(by));
        return '';
      },
    };
  }),
);

function predictSettlement(model: Model, use: Model['uses'][number], by: string): Prediction {
  if (!model.enabled[by] || use.who === by) return ['InsufficientPermissions'];
  if (!manages(model, by)) return ['InsufficientPermissions', 'Request_ResourceNotFound'];
  if (use.settled) return ['Conflict'];
  return (draft) => {
    for (const one of draft.uses) if (one.id === use.id) one.settled = true;
  };
}

/** What people do by commands. */
export const commandSteps: readonly fc.Arbitrary<Step>[] = [
  asking,
  asking,
  asking,
  asking,
  asking,
  asking,
  giving,
  giving,
  giving,
  giving,
  approving,
  approving,
  approving,
  approving,
  administering,
  administering,
  administering,
  canceling,
  settling,
];
