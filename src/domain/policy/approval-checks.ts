import { hasDefaultApprovers } from '../default-approvers';
import type { Provider } from '../providers/provider';
import type { ApprovalRule, SubjectSet, UnifiedApprovalStage } from './policy';
import { policyFault } from './policy-fault';

const mostStages = 5;
const mostApprovers = 100;
const hoursOfDay = 24;
/** The time-out of a stage, in hours: at least one hour, at most thirty days; both ends are allowed. */
const mostDays = 30;
const mostHours = mostDays * hoursOfDay;

/**
 * Refuses settings of approval that could not be carried out, with `InvalidPolicy` (design 8: E-7 and E-9 are Entra's
 * limits): a number of stages that the mode does not go with, a time-out or an escalation that cannot be kept, approvers
 * whom the directory cannot tell, and none where nobody decides by default (D-14). That those who are named exist is
 * judged where the directory is at hand.
 */
export function checkApproval({ id, setting }: ApprovalRule, provider: Provider): void {
  const { approvalMode, approvalStages, isApprovalRequired } = setting;
  const fault =
    modeFault(approvalMode, approvalStages.length, isApprovalRequired) ??
    approvalStages.map(stageFault).find((found) => found !== null) ??
    (isApprovalRequired && !hasDefaultApprovers(provider) ? unnamedFault(approvalStages) : null);
  if (fault) throw policyFault(fault, id, 'setting');
}

function modeFault(mode: ApprovalRule['setting']['approvalMode'], stages: number, isRequired: boolean): string | null {
  if (mode === 'NoApproval') {
    if (isRequired) return 'approvalMode NoApproval contradicts isApprovalRequired; choose SingleStage.';
    return stages > mostStages ? `Name at most ${mostStages} stages.` : null;
  }
  if (mode === 'SingleStage') {
    return stages === 1
      ? null
      : 'approvalMode SingleStage goes with exactly one stage; choose Serial or Parallel for more.';
  }
  return stages >= 1 && stages <= mostStages ? null : `approvalMode ${mode} goes with 1 to ${mostStages} stages.`;
}

/** Nobody stands in for approvers who are not named (D-14, S-12); null where each stage names somebody. */
function unnamedFault(stages: readonly UnifiedApprovalStage[]): string | null {
  const unnamed = stages.findIndex(({ primaryApprovers }) => primaryApprovers.length === 0);
  return unnamed < 0
    ? null
    : `Stage ${unnamed + 1}: name at least one of primaryApprovers; nobody approves by default here (D-14).`;
}

/** What is wrong with a stage, counted from 1 as people do; null when nothing is. */
function stageFault(stage: UnifiedApprovalStage, index: number): string | null {
  const { primaryApprovers, escalationApprovers } = stage;
  const fault =
    timeOutFault(stage) ??
    escalationFault(stage) ??
    approversFault(primaryApprovers) ??
    approversFault(escalationApprovers);
  return fault && `Stage ${index + 1}: ${fault}`;
}

function timeOutFault({ approvalStageTimeOutInDays: days, approvalStageTimeOutInHours: hours }: UnifiedApprovalStage) {
  if (days < 0 || days > mostDays) return `approvalStageTimeOutInDays is 0 to ${mostDays}.`;
  if (hours < 0 || hours >= hoursOfDay) return 'approvalStageTimeOutInHours is 0 to 23, on top of the days.';
  const total = days * hoursOfDay + hours;
  return total >= 1 && total <= mostHours ? null : `A stage lapses after 1 hour at least and ${mostDays} days at most.`;
}

/** The escalation comes while the stage is open, so before its time-out; the instant of the time-out is too late. */
function escalationFault(stage: UnifiedApprovalStage): string | null {
  const { isEscalationEnabled, escalationTimeInMinutes: minutes, escalationApprovers } = stage;
  if (!isEscalationEnabled) {
    return minutes === 0 && escalationApprovers.length === 0
      ? null
      : 'escalationTimeInMinutes and escalationApprovers have no effect while isEscalationEnabled is false; switch it on, or leave them out.';
  }
  const timeOut = (stage.approvalStageTimeOutInDays * hoursOfDay + stage.approvalStageTimeOutInHours) * 60;
  if (minutes < 1 || minutes >= timeOut) {
    return `escalationTimeInMinutes is at least 1 and less than the ${timeOut} minutes after which the stage lapses.`;
  }
  return escalationApprovers.length > 0 ? null : 'Name at least one of escalationApprovers, or switch escalation off.';
}

function approversFault(approvers: readonly SubjectSet[]): string | null {
  if (approvers.length > mostApprovers) return `Name at most ${mostApprovers} approvers; use a group.`;
  return approvers.map(approverFault).find((fault) => fault !== null) ?? null;
}

/** Why nobody could tell who is meant by a subject set; null for those that the directory can answer (resources.md 6.5). */
function approverFault(approver: SubjectSet): string | null {
  switch (approver.kind) {
    case 'singleUser':
    case 'groupMembers':
      return null;
    case 'requestorManager':
    case 'targetManager':
      return approver.managerLevel === 1 || approver.managerLevel === 2
        ? null
        : 'managerLevel is 1, the direct manager, or 2, the manager of that one.';
    case 'singleServicePrincipal':
      return 'singleServicePrincipal cannot approve: approval is the act of a person (E-17); name a user or a group.';
    case 'attributeRuleMembers':
      return 'attributeRuleMembers cannot approve: rules over attributes are not evaluated here; name a group.';
    case 'internalSponsors':
    case 'externalSponsors':
    case 'targetUserSponsors':
      return `${approver.kind} cannot approve: the directory holds no sponsors; name a user, a group or the manager.`;
    case 'targetAgentIdentitySponsorsOrOwners':
      return 'targetAgentIdentitySponsorsOrOwners cannot approve: the directory holds no agent identities; name a user or a group.';
  }
}
