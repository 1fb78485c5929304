import type { Moment } from '../domain/actor';
import { refuseCondition } from '../domain/condition';
import { PimError } from '../domain/errors';
import {
  assertAssignable,
  assertKnown,
  idOf,
  type KnownFacts,
  type NewRequest,
  refuseTwin,
  type TargetFacts,
} from '../domain/new-request';
import { type Outcome } from '../domain/outcome';
import { checkPeriod, checkSpan } from '../domain/period-checks';
import { evaluate, refusalOf } from '../domain/policy/evaluate';
import { lengthOf, resolveSpan } from '../domain/request';
import { refuseSeparated } from '../domain/separation-checks';
import { rulesOf } from '../domain/target';
import type { Span } from '../domain/time';
import { closeLapsed } from './lapse-approval';
import { newRequestCommand, permitsAdministrators, type Requested } from './new-request-command';
import { takeEffect } from './take-effect';

/** Gives a principal a role, or an eligibility for it (H-1 to H-3). */
export const assign = newRequestCommand('request.assign', permitsAdministrators, decide);

function decide(facts: TargetFacts, input: NewRequest, moment: Moment): Outcome<Requested> {
  assertKnown(facts, input.target);
  assertAssignable(facts, input.target);
  refusePrincipal(facts, input);
  refuseCondition(input);
  refuseTwin(facts, moment.now);
  const span = administeredSpan(facts, input, moment);
  refuseSeparated(facts.separations, { ...input, span }, moment.now);
  return takeEffect(
    facts,
    input,
    { id: idOf(input, moment), span, operationType: 'Add', ...closeLapsed(facts, moment) },
    moment,
  );
}

/** Refuses principals that cannot be given it this way (M-1, M-2, G-8, G-16), and groups that would come to contain themselves. */
export function refusePrincipal({ principal, scope, makesCycle }: KnownFacts, { kind, target }: NewRequest): void {
  const { roleDefinitionId, provider } = target;
  const fault =
    rulesOf(provider).principalFault({ principal, kind, roleDefinitionId, scope }) ??
    (makesCycle ? 'The group is a member of that one already; groups cannot contain themselves.' : null);
  if (fault) throw new PimError('Request_BadRequest', fault, { path: ['input', 'principalId'] });
}

/**
 * The span of what an administrator gives, or is asked for, once it meets the policy (D-2, D-7, D-12, C-15, I-12): for an
 * extension its maximum counts from the new start.
 */
export function administeredSpan(facts: KnownFacts, input: NewRequest, moment: Moment): Span {
  const period = checkPeriod(input.period, input.kind);
  if (period.expirationType === 'notSpecified') throw unspecified();
  const span = resolveSpan(period, moment.now);
  checkSpan(span, moment.now);
  const refusal = refusalOf(
    evaluate(facts.policy, {
      caller: 'Admin',
      kind: input.kind,
      isEligible: true,
      length: lengthOf(span),
      justification: input.justification,
      isJustificationDemanded: asksAdministrator(input),
      ticketNumber: input.ticketNumber,
      satisfiesMfa: moment.actor.satisfiesMfa,
      isMfaDemanded: changesOwn(input, moment),
      authenticationContexts: moment.actor.authenticationContexts,
    }),
  );
  if (refusal) throw refusal;
  return span;
}

/** Whoever updates or extends what he holds himself has to be signed in with MFA (D-12). */
const changesOwn = ({ action, principalId }: NewRequest, { actor }: Moment): boolean =>
  action !== 'adminAssign' && principalId === actor.principalId;

/** Whoever asks for an extension or a renewal says why, whatever the policy demands (I-4). */
const asksAdministrator = ({ action }: NewRequest): boolean => action === 'selfExtend' || action === 'selfRenew';

const unspecified = (): PimError =>
  new PimError(
    'InvalidRoleAssignmentRequestSchedule',
    'Say when it ends: expiration.type noExpiration, afterDateTime or afterDuration.',
    { path: ['input', 'scheduleInfo', 'expiration', 'type'] },
  );
