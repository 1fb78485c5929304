import type { Caller } from './actor';
import { hasDefaultApprovers } from './default-approvers';
import { type Eligibility, eligibilityFor, reachOf } from './eligibility';
import { asksForApproval } from './emergency';
import { type ApprovalSettings, activationApproval, type Policy, type UnifiedApprovalStage } from './policy/policy';
import { type Requirements, requirementsOf } from './policy/requirements';
import type { Provider } from './providers/provider';
import { isPending, type ScheduleRequest } from './request';
import { isCurrent, type Schedule } from './schedule';
import type { Target } from './target';

/** People by name, at most 100 of them, and how many there are. */
export interface People {
  readonly people: readonly { readonly id: string; readonly displayName: string | null }[];
  readonly count: number;
}

/** Whom a stage of the policy would ask now. */
export interface AskedPeople {
  /** Whether anybody but the requestor is behind those whom the policy names; else administrators are asked, where they decide by default (E-4). */
  readonly hasApprover: boolean;
  readonly approvers: People;
  readonly escalationApprovers: People;
}

/** What the database says of somebody who wants to activate a target for himself, at one instant. */
export interface ActivationFacts {
  readonly target: Target;
  readonly policy: Policy;
  readonly isEmergencyAccount: boolean;
  /** Eligibilities for the role of the caller and of his groups, at any scope, that have not ended. */
  readonly eligibilities: readonly Eligibility[];
  /** The scopes from which an eligibility reaches the target. */
  readonly coveredBy: readonly string[];
  /** Assignments of the caller for exactly this target that have not ended. */
  readonly current: readonly Schedule[];
  /** Requests of the caller for exactly this target that are stored as pending; time may have closed them. */
  readonly pending: readonly ScheduleRequest[];
  /** One for each stage of the policy, in order. */
  readonly asked: readonly AskedPeople[];
}

/** A stage that an activation would wait for. */
export interface RequiredStage extends AskedPeople {
  /** From 0. */
  readonly position: number;
  readonly setting: UnifiedApprovalStage;
  /** Whether administrators are asked in place of approvers who are not there (E-4). */
  readonly isDecidedByAdministrators: boolean;
}

/** What an activation would be asked for now, and how whoever asks stands. */
export interface ActivationRequirements extends Requirements {
  readonly isEligible: boolean;
  /** When the eligibility that would be used ends; null when it never does, or there is none. */
  readonly eligibleUntil: Date | null;
  readonly eligibilityScheduleId: string | null;
  /** Whether an assignment for exactly this target holds, or is to begin: a second one is refused (B-9). */
  readonly isAlreadyActive: boolean;
  readonly hasPendingRequest: boolean;
  readonly isEmergencyAccess: boolean;
  readonly isApprovalRequired: boolean;
  readonly approvalMode: ApprovalSettings['approvalMode'];
  /** None where no approval is required. */
  readonly approvalStages: readonly RequiredStage[];
}

/**
 * What the caller would be asked for if he activated the target at `now`. Told by what the activation itself is judged by:
 * the rules of the policy, the eligibility that it would be made from, and whether it would wait for approvers.
 */
export function activationRequirements(facts: ActivationFacts, caller: Caller, now: Date): ActivationRequirements {
  const { target, policy, isEmergencyAccount, current, pending } = facts;
  const eligibility = eligibilityFor(facts.eligibilities, { ...target, coveredBy: facts.coveredBy }, now, now);
  const setting = activationApproval(policy);
  const isApprovalRequired = asksForApproval(setting, { isEmergencyAccount });
  const isEligible = eligibility !== null;
  return {
    ...requirementsOf(policy, { ...caller, isEligible, isEmergencyAccount }),
    isEligible,
    eligibleUntil: eligibility && reachOf(eligibility).endAt,
    eligibilityScheduleId: eligibility?.id ?? null,
    isAlreadyActive: current.some((schedule) => isCurrent(schedule, now)),
    hasPendingRequest: pending.some((request) => isPending(request, now)),
    isEmergencyAccess: isEmergencyAccount,
    isApprovalRequired,
    approvalMode: isApprovalRequired ? setting.approvalMode : 'NoApproval',
    approvalStages: isApprovalRequired ? requiredStages(setting, facts.asked, target.provider) : [],
  };
}

const requiredStages = (
  { approvalStages }: ApprovalSettings,
  asked: readonly AskedPeople[],
  provider: Provider,
): readonly RequiredStage[] =>
  approvalStages.flatMap((setting, position) => {
    const people = asked[position];
    if (!people) return [];
    const isDecidedByAdministrators = !people.hasApprover && hasDefaultApprovers(provider);
    return [{ ...people, position, setting, isDecidedByAdministrators }];
  });
