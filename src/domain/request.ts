import type { Kind, Target } from './target';
import { after, later, millisecondsIn, type Span } from './time';

/** What a request asks for (resources.md 1.7). */
export const requestActions = [
  'adminAssign',
  'adminUpdate',
  'adminRemove',
  'selfActivate',
  'selfDeactivate',
  'adminExtend',
  'adminRenew',
  'selfExtend',
  'selfRenew',
] as const;
export type RequestAction = (typeof requestActions)[number];

/**
 * Where a request stands (resources.md 1.2). Graph's values, and two of the cloud's set: `TimedOut`, an approval that
 * nobody decided in time (W-2), and `PendingEvaluation`, the answer to a validation when approval would be needed.
 */
export const requestStatuses = [
  'Canceled',
  'Denied',
  'Failed',
  'Granted',
  'PendingAdminDecision',
  'PendingApproval',
  'PendingEvaluation',
  'PendingProvisioning',
  'PendingScheduleCreation',
  'Provisioned',
  'Revoked',
  'ScheduleCreated',
  'TimedOut',
] as const;
export type RequestStatus = (typeof requestStatuses)[number];

/** Statuses that a stored request can have: what is decided within one transaction leaves no trace in between. */
export type StoredStatus = Exclude<
  RequestStatus,
  'PendingEvaluation' | 'PendingProvisioning' | 'PendingScheduleCreation' | 'ScheduleCreated'
>;

/** The legal moves of a stored request (resources.md 3.3); a status without moves is final. */
export const transitions: Readonly<Record<StoredStatus, readonly StoredStatus[]>> = {
  PendingApproval: ['Granted', 'Provisioned', 'Denied', 'TimedOut', 'Canceled', 'Failed'],
  PendingAdminDecision: ['Granted', 'Provisioned', 'Denied', 'Canceled', 'Failed'],
  Granted: ['Provisioned', 'Canceled', 'Failed', 'Revoked'],
  Provisioned: [],
  Revoked: [],
  Denied: [],
  TimedOut: [],
  Canceled: [],
  Failed: [],
};

/** The statuses in which a request is born. */
export const initialStatuses: readonly StoredStatus[] = [
  'PendingApproval',
  'PendingAdminDecision',
  'Granted',
  'Provisioned',
  'Revoked',
];

export const expirationPatternTypes = ['notSpecified', 'noExpiration', 'afterDateTime', 'afterDuration'] as const;
export type ExpirationPatternType = (typeof expirationPatternTypes)[number];

/** The period a caller asks for (resources.md 1.3). */
export interface RequestedPeriod {
  /** Missing or past means now. */
  readonly startAt: Date | null;
  readonly expirationType: ExpirationPatternType;
  /** With `afterDateTime`. */
  readonly expirationEndAt: Date | null;
  /** ISO 8601, with `afterDuration`. */
  readonly expirationDuration: string | null;
}

/** A request and its outcome: the only thing that clients create. */
export interface ScheduleRequest extends Target {
  readonly id: string;
  readonly kind: Kind;
  readonly action: RequestAction;
  readonly principalId: string;
  readonly appScopeId: string | null;
  /** As stored; {@link statusAt} tells what it is at an instant. */
  readonly status: StoredStatus;
  readonly justification: string | null;
  readonly ticketNumber: string | null;
  readonly ticketSystem: string | null;
  readonly customData: string | null;
  /** False for removals: they show no schedule (resources.md 3.2). */
  readonly hasSchedule: boolean;
  readonly startAt: Date | null;
  readonly expirationType: ExpirationPatternType;
  readonly expirationEndAt: Date | null;
  readonly expirationDuration: string | null;
  /** The start that the caller asked for; `startAt` shows what became of it. */
  readonly requestedStartAt: Date | null;
  readonly targetScheduleId: string | null;
  /** The eligibility that an activation is made from. */
  readonly activatedUsing: string | null;
  /** What confines the role, and the version of its language; null both without a condition (S-6). */
  readonly condition: string | null;
  readonly conditionVersion: string | null;
  /** Equals the id when approval applies (resources.md 1.1). */
  readonly approvalId: string | null;
  /** When a pending approval lapses; null when none is pending. */
  readonly lapsesAt: Date | null;
  readonly createdById: string;
  readonly createdByApplication: boolean;
  readonly createdAt: Date;
  readonly completedAt: Date | null;
  /** Why a request failed, in one sentence; an addition to Graph. */
  readonly failureReason: string | null;
}

/**
 * The status as of `now`: time moves it without anybody's help. An approval that nobody decided is `TimedOut` from the
 * instant it lapses (E-9), and a granted request is `Provisioned` from its start on (B-5), announced or not.
 */
export function statusAt({ status, lapsesAt, startAt }: ScheduleRequest, now: Date): StoredStatus {
  if (status === 'PendingApproval' && lapsesAt !== null && lapsesAt.getTime() <= now.getTime()) return 'TimedOut';
  if (status === 'Granted' && startAt !== null && startAt.getTime() <= now.getTime()) return 'Provisioned';
  return status;
}

/** Whether a request can still be withdrawn (F-2). */
export const isCancellable = (request: ScheduleRequest, now: Date): boolean =>
  ['Granted', 'PendingApproval', 'PendingAdminDecision'].includes(statusAt(request, now));

/** Whether a request still waits for somebody's decision. */
export const isPending = (request: ScheduleRequest, now: Date): boolean =>
  ['PendingApproval', 'PendingAdminDecision'].includes(statusAt(request, now));

/**
 * The span that a period means when it takes effect at `now`. A start in the past becomes now; a duration counts from
 * the real start, a stated end stays. The caller has checked that end and duration fit the type.
 */
export function resolveSpan(period: RequestedPeriod, now: Date): Span {
  const startAt = period.startAt === null ? now : later(period.startAt, now);
  switch (period.expirationType) {
    case 'afterDateTime':
      return { startAt, endAt: period.expirationEndAt };
    case 'afterDuration':
      return {
        startAt,
        endAt: period.expirationDuration === null ? null : after(startAt, millisecondsIn(period.expirationDuration)),
      };
    case 'noExpiration':
    case 'notSpecified':
      return { startAt, endAt: null };
  }
}

/** Length of a span in milliseconds; null when it is permanent. */
export const lengthOf = ({ startAt, endAt }: Span): number | null =>
  endAt === null ? null : endAt.getTime() - startAt.getTime();
