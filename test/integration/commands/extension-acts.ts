import { type DecideRequest, decideRequest } from '../../../src/commands/decide-request';
import type { Caller } from '../../../src/domain/actor';
import { caller, type Person } from '../../support/cast';
import type { RequestInput, Stage } from '../../support/stage';
import { assign, makeEligible, role } from './acts';

type Who = Person | Caller;
type Differing = Partial<RequestInput>;

/** When what these tests give for 90 days at midnight of New Year ends, and when its windows open and close. */
export const windows = {
  start: '2026-01-01T00:00:00.000Z',
  extensionOpens: '2026-03-18T00:00:00.000Z',
  end: '2026-04-01T00:00:00.000Z',
  renewalCloses: '2026-05-01T00:00:00.000Z',
} as const;

/** The instant a millisecond before another one. */
export const justBefore = (instant: string): string => new Date(Date.parse(instant) - 1).toISOString();

/** Adam makes Alice eligible for 90 days, or assigns the role for as long. */
export const give90Days = (
  stage: Stage,
  kind: 'eligibility' | 'assignment' = 'eligibility',
  differing: Differing = {},
) => (kind === 'eligibility' ? makeEligible : assign)(stage, { end: { duration: 'P90D' }, ...differing });

/** Alice asks for another 90 days of her eligibility, or with `kind` of her assignment. */
export const askExtension = (stage: Stage, differing: Differing = {}, who: Who = 'alice') =>
  stage.submit(who, {
    action: 'selfExtend',
    kind: 'eligibility',
    roleDefinitionId: role,
    end: { duration: 'P90D' },
    ...differing,
  });

/** Alice has asked for an extension in the first instant in which she may. */
export async function pendingExtension(
  stage: Stage,
  kind: 'eligibility' | 'assignment' = 'eligibility',
  differing: Differing = {},
) {
  await give90Days(stage, kind);
  stage.clock.set(windows.extensionOpens);
  return askExtension(stage, { kind, ...differing });
}

/** Alice asks for 90 days of the eligibility that has expired, or with `kind` of the assignment. */
export const askRenewal = (stage: Stage, differing: Differing = {}, who: Who = 'alice') =>
  askExtension(stage, { action: 'selfRenew', ...differing }, who);

/** Adam, or somebody else, decides on a request for an eligibility; what is not said is an approval as it was proposed. */
export const answer = (
  stage: Stage,
  requestId: string,
  differing: Partial<DecideRequest> = {},
  who: Who = 'adam',
  run = stage.run,
) =>
  run(
    decideRequest,
    {
      requestId,
      kind: 'eligibility',
      provider: 'directory',
      decision: 'AdminApproved',
      reason: 'still needed',
      period: null,
      becomes: null,
      ...differing,
    },
    typeof who === 'string' ? caller(who) : who,
  );

/** A period that an administrator decides on; without a start it begins at once. */
export const during = (startAt: string | null, end: { duration: string } | { at: string } | 'never') => {
  const none = { expirationEndAt: null, expirationDuration: null };
  const from = { startAt: startAt === null ? null : new Date(startAt) };
  if (end === 'never') return { ...from, ...none, expirationType: 'noExpiration' as const };
  return 'at' in end
    ? { ...from, ...none, expirationType: 'afterDateTime' as const, expirationEndAt: new Date(end.at) }
    : { ...from, ...none, expirationType: 'afterDuration' as const, expirationDuration: end.duration };
};

/** What somebody has of the role and what becomes of it: every schedule that is not empty, in the order of their starts. */
export const spansOf = async (stage: Stage, principalId: string) =>
  (
    await stage.pool.query<{ kind: string; start: Date; end: Date | null }>(
      `select kind, lower(span) as start, upper(span) as end from schedule
        where principal_id = $1 and role_definition_id = $2 and not isempty(span) order by lower(span), kind`,
      [principalId, role],
    )
  ).rows.map(({ kind, start, end }) => `${kind} ${start.toISOString()} ${end?.toISOString() ?? 'for ever'}`);

/** Types of the events that a request, and the schedule that it made, have left. */
export const eventsOf = async (stage: Stage, requestId: string): Promise<readonly string[]> =>
  (
    await stage.one<{ types: readonly string[] | null }>(
      'select array_agg(type order by id) as types from outbox where request_id = $1',
      [requestId],
    )
  ).types ?? [];
