import type { ApprovalStage } from './approval';
import type { ErrorDetails } from './errors';
import { type ScheduleRequest, statusAt } from './request';

type Winner = NonNullable<ErrorDetails['winner']>;

/** The decision on a stage, for whoever comes second (E-6). */
export const reviewOf = ({ reviewResult, reviewedById, reviewedAt }: ApprovalStage): Winner => ({
  status: reviewResult,
  decidedById: reviewedById,
  decidedAt: reviewedAt,
});

/**
 * What has become of a request by `now`, for whoever comes too late to change it: its status, since when, and who made
 * it so where that was an approver.
 */
export function winnerOf(request: ScheduleRequest, stages: readonly ApprovalStage[], now: Date): Winner {
  const status = statusAt(request, now);
  const review = decisiveReview(request, stages, now);
  if (review) return { status, decidedById: review.reviewedById, decidedAt: review.reviewedAt };
  return {
    status,
    decidedById: null,
    decidedAt: request.completedAt ?? (status === 'TimedOut' ? request.lapsesAt : null),
  };
}

/** The approver's decision that gave the request its status; what failed later than that failed of itself. */
function decisiveReview(
  request: ScheduleRequest,
  stages: readonly ApprovalStage[],
  now: Date,
): ApprovalStage | undefined {
  const reviewed = stages.filter(({ reviewedAt }) => reviewedAt !== null);
  const last = reviewed.toSorted((one, other) => timeOf(other.reviewedAt) - timeOf(one.reviewedAt))[0];
  switch (statusAt(request, now)) {
    case 'Denied':
      return reviewed.find(({ reviewResult }) => reviewResult === 'Denied');
    case 'Granted':
    case 'Provisioned':
      return last;
    case 'Failed':
      return last && timeOf(last.reviewedAt) === timeOf(request.completedAt) ? last : undefined;
    default:
      return undefined;
  }
}

const timeOf = (instant: Date | null): number => instant?.getTime() ?? 0;
