import { activity, activityOf } from '../domain/activities';
import type { Moment } from '../domain/actor';
import { type Approval, type ApprovalStage, lapseOf } from '../domain/approval';
import { firstStages } from '../domain/approval-stages';
import { inheritedCondition } from '../domain/condition';
import { type Eligibility, eligibilityFor, reachOf } from '../domain/eligibility';
import { asksForApproval } from '../domain/emergency';
import {
  assertAssignable,
  assertKnown,
  idOf,
  type KnownFacts,
  type NewRequest,
  refuseTwin,
  requestRecord,
  type TargetFacts,
} from '../domain/new-request';
import { type Change, insert, type Outcome } from '../domain/outcome';
import { checkPeriod, checkSpan } from '../domain/period-checks';
import { evaluate, refusalOf } from '../domain/policy/evaluate';
import { activationApproval, ruleOf } from '../domain/policy/policy';
import { lengthOf, type RequestedPeriod, resolveSpan, type ScheduleRequest } from '../domain/request';
import { requestTeller } from '../domain/request-events';
import { refuseSeparated } from '../domain/separation-checks';
import { earlierEnd, type Span } from '../domain/time';
import { refuseUnsettled, withEmergencyUse } from './activate-emergency';
import { closeLapsed } from './lapse-approval';
import { newRequestCommand, permitsPrincipal, type Requested } from './new-request-command';
import { type Effect, takeEffect } from './take-effect';

/** Activates an eligibility for a while: at once, from a later start, or once somebody has approved (section B). */
export const activate = newRequestCommand('request.activate', permitsPrincipal, decide);

function decide(facts: TargetFacts, input: NewRequest, moment: Moment): Outcome<Requested> {
  assertKnown(facts, input.target);
  assertAssignable(facts, input.target);
  const period = periodOf(facts, input);
  const asked = resolveSpan(period, moment.now);
  const eligibility = eligibilityOf(facts, input, asked, moment);
  if (eligibility) refuseTwin(facts, moment.now);
  if (eligibility) refuseUnsettled(facts);
  checkSpan(asked, moment.now);
  const refusal = refusalOf(violations(facts, input, asked, eligibility, moment));
  if (refusal) throw refusal;
  const span = { ...asked, endAt: cap(asked, eligibility) };
  const { kind, action, target } = input;
  refuseSeparated(facts.separations, { kind, action, target, span }, moment.now);
  const condition = inheritedCondition(eligibility, input.condition ?? null);
  const settled = { ...input, period, condition };
  return asksForApproval(activationApproval(facts.policy), facts.principal)
    ? awaitApproval(facts, settled, eligibility, moment)
    : activateAtOnce(facts, settled, { span, eligibility }, moment);
}

function activateAtOnce(
  facts: KnownFacts,
  input: NewRequest,
  begun: Pick<Effect, 'span' | 'eligibility'>,
  moment: Moment,
): Outcome<Requested> {
  const effect: Effect = { id: idOf(input, moment), operationType: 'Add', ...begun, ...closeLapsed(facts, moment) };
  return withEmergencyUse(takeEffect(facts, input, effect, moment), facts, input, effect, moment);
}

/** An activation never outlasts the eligibility it is made from (W-1, H-8). */
const cap = ({ endAt }: Span, eligibility: Eligibility | null): Date | null =>
  earlierEnd(endAt, eligibility && reachOf(eligibility).endAt);

const eligibilityOf = (
  { eligibilities, scope }: KnownFacts,
  { target: { roleDefinitionId }, linkedEligibilityId = null }: NewRequest,
  { startAt }: Span,
  { now }: Moment,
): Eligibility | null =>
  eligibilityFor(eligibilities, { roleDefinitionId, coveredBy: scope.coveredBy, linkedEligibilityId }, startAt, now);

/** The period that was asked for; one without a statement of its end lasts as long as the policy allows (B-8). */
function periodOf({ policy }: KnownFacts, { period, kind }: NewRequest): RequestedPeriod {
  const checked = checkPeriod(period, kind);
  if (checked.expirationType !== 'notSpecified') return checked;
  const { maximumDuration } = ruleOf(policy, 'expiration', 'Expiration_EndUser_Assignment');
  return { ...checked, expirationType: 'afterDuration', expirationDuration: maximumDuration };
}

const violations = (
  facts: KnownFacts,
  input: NewRequest,
  asked: Span,
  eligibility: Eligibility | null,
  { actor }: Moment,
) =>
  evaluate(facts.policy, {
    caller: 'EndUser',
    kind: 'assignment',
    isEligible: eligibility !== null,
    length: lengthOf(asked),
    justification: input.justification,
    isJustificationDemanded: facts.principal.isEmergencyAccount,
    ticketNumber: input.ticketNumber,
    satisfiesMfa: actor.satisfiesMfa,
    authenticationContexts: actor.authenticationContexts,
  });

function awaitApproval(
  facts: KnownFacts,
  input: NewRequest,
  eligibility: Eligibility | null,
  moment: Moment,
): Outcome<Requested> {
  const id = idOf(input, moment);
  const setting = activationApproval(facts.policy);
  const { stagesWithoutApprover } = facts;
  const { provider } = input.target;
  const stages = firstStages(id, setting, { provider, requestorId: input.principalId, stagesWithoutApprover }, moment);
  const approval = {
    id,
    approvalMode: setting.approvalMode === 'NoApproval' ? ('SingleStage' as const) : setting.approvalMode,
    isApproverAllowedInSeveralStages: setting.isApproverAllowedInSeveralStages,
    createdAt: moment.now,
  };
  const request = requestRecord(input, moment, id, {
    status: 'PendingApproval',
    approvalId: id,
    lapsesAt: lapseOf(stages),
    activatedUsing: eligibility?.id ?? null,
  });
  const { role, principal, scope } = facts;
  const tell = requestTeller({ request, role, subject: principal, scope, scheduleId: null }, moment);
  const requested = activityOf('requested', 'selfActivate', 'assignment', false);
  const lapsed = closeLapsed(facts, moment);
  return {
    result: { request: input.isValidationOnly ? { ...request, status: 'PendingEvaluation' } : request },
    changes: [...lapsed.changes, ...pendingRecords(request, approval, stages)],
    events: [
      tell('request.created', { activity: requested, operationType: 'Add' }),
      tell('request.approvalRequested', { activity: activity.approvalRequested, operationType: 'Add' }),
      ...lapsed.events,
    ],
  };
}

const pendingRecords = (
  request: ScheduleRequest,
  approval: Approval,
  stages: readonly ApprovalStage[],
): readonly Change[] => [
  insert('schedule_request', request),
  insert('approval', approval),
  ...stages.map((stage) => insert('approval_stage', stage)),
];
