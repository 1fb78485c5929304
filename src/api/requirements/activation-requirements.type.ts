import { ID, Int, ObjectType } from 'type-graphql';
import { Nullable, Required } from '../fields';
import { IdentityType } from '../identity.type';
import { ApprovalModeEnum } from '../policy/approval-settings.type';
import { DateTimeScalar, DurationScalar } from '../scalars';
import { FailedPolicyRuleType } from '../user-error.type';

@ObjectType('RequiredApprovalStage', {
  description: 'An addition to Graph. A stage that an activation would wait for, and who would be asked now.',
})
export class RequiredApprovalStageType {
  @Required(() => Int, 'Its place among the stages, from 0.')
  readonly position!: number;

  @Required(
    () => [IdentityType],
    'Who would be asked: the enabled people behind those whom the policy names, without the caller himself (E-5); at most 100, by name. Asked anew when the stage opens, and when somebody decides (E-3).',
  )
  readonly approvers!: readonly object[];

  @Required(() => Int, 'How many people that are, those beyond the first 100 included.')
  readonly approverCount!: number;

  @Required(
    () => Boolean,
    'Whether these are Global and Privileged Role Administrators, because the policy of a directory role names nobody, or nobody but the caller (E-4). Of groups and roles on resources nobody is asked then (D-14).',
  )
  readonly isDecidedByAdministrators!: boolean;

  @Required(() => Boolean, 'Whether they must give a reason (E-8).')
  readonly isApproverJustificationRequired!: boolean;

  @Required(() => DurationScalar, 'After how long from its opening it lapses (E-9), such as P1D or PT6H.')
  readonly timeOut!: string;

  @Nullable(
    () => DurationScalar,
    'After how long from its opening the escalation approvers may decide as well, such as PT30M; null without escalation.',
  )
  readonly escalationTime!: string | null;

  @Required(
    () => [IdentityType],
    'Who they would be: enabled people, without the caller; at most 100, by name. Empty without escalation.',
  )
  readonly escalationApprovers!: readonly object[];

  @Required(() => Int, 'How many people that are, those beyond the first 100 included.')
  readonly escalationApproverCount!: number;
}

@ObjectType('ActivationRequirements', {
  description:
    'An addition to Graph. What a form has to ask the caller for before he activates something, at the moment of the answer. It is told by the rules that judge the request itself; a request with isValidationOnly judges a filled-in form (B-15).',
})
export class ActivationRequirementsType {
  @Required(() => Boolean, 'Whether he is eligible for it at the scope now, himself or through a group (B-1, B-12).')
  readonly isEligible!: boolean;

  @Nullable(
    () => DateTimeScalar,
    'When the eligibility that would be used ends, in UTC: no activation outlasts it (W-1). Null when it never ends, or there is none.',
  )
  readonly eligibleUntilDateTime!: Date | null;

  @Nullable(
    () => ID,
    'Id of that eligibility schedule, of several the one that lasts longest (B-13); null without any.',
  )
  readonly eligibilityScheduleId!: string | null;

  @Required(
    () => Boolean,
    'Whether he has an assignment for exactly this role and scope, which may still begin: a second one is RoleAssignmentExists (B-9).',
  )
  readonly isAlreadyActive!: boolean;

  @Required(
    () => Boolean,
    'Whether a request of his for exactly this role and scope waits: a second one is PendingRoleAssignmentRequest (B-10).',
  )
  readonly hasPendingRequest!: boolean;

  @Required(
    () => Boolean,
    'Whether he is an emergency account, which waits for nobody and always gives a reason; its use is settled afterwards.',
  )
  readonly isEmergencyAccess!: boolean;

  @Required(() => DurationScalar, 'The longest activation that the policy allows, such as PT8H (B-7, C-1).')
  readonly maximumDuration!: string;

  @Required(() => Boolean, 'Whether MFA is demanded (D-6).')
  readonly isMfaRequired!: boolean;

  @Required(() => Boolean, 'Whether the sign-in of the caller meets that; true where it is not demanded.')
  readonly isMfaSatisfied!: boolean;

  @Nullable(() => String, 'The authentication context that is demanded, c1 to c99 (D-9); null when none is.')
  readonly authenticationContextClaimValue!: string | null;

  @Required(() => Boolean, 'Whether the sign-in of the caller meets that; true where none is demanded.')
  readonly isAuthenticationContextSatisfied!: boolean;

  @Nullable(
    () => String,
    'Claims request (JSON text) to send to the identity provider when signing in again would help, as in PolicyValidationError (D-6, D-9, W-14); else null.',
  )
  readonly claims!: string | null;

  @Required(() => Boolean, 'Whether a justification is demanded (D-3).')
  readonly isJustificationRequired!: boolean;

  @Required(() => Boolean, 'Whether a ticket number is demanded (D-4).')
  readonly isTicketingRequired!: boolean;

  @Required(() => Boolean, 'Whether the request would wait for approvers (E-1).')
  readonly isApprovalRequired!: boolean;

  @Required(() => ApprovalModeEnum, 'How the stages would follow one another; NoApproval where none is required.')
  readonly approvalMode!: string;

  @Required(
    () => [RequiredApprovalStageType],
    'The stages that it would wait for, in order; none where no approval is required.',
  )
  readonly approvalStages!: readonly RequiredApprovalStageType[];

  @Required(
    () => [FailedPolicyRuleType],
    'The rules that a request for the longest activation would fail now with its form left empty, as PolicyValidationError names them (B-3, J.2).',
  )
  readonly violations!: readonly FailedPolicyRuleType[];
}
