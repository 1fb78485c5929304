/**
 * Codes of everything that a well-formed call by an authenticated caller can provoke.
 *
 * Graph's own codes where Graph has one (behaviour.md J); the last group is ours, for what Graph has no code for.
 */
export const errorCodes = [
  'RoleNotFound',
  'SubjectNotFound',
  'PendingRoleAssignmentRequest',
  'RoleAssignmentExists',
  'RoleAssignmentDoesNotExist',
  'RoleAssignmentRequestPolicyValidationFailed',
  'RoleAssignmentRequestNotFound',
  'RequestCannotBeCancelled',
  'ActiveDurationTooShort',
  'RoleAssignmentRequestAcrsValidationFailed',
  'MfaAndAcrsConflict',
  'InvalidRoleAssignmentRequestSchedule',
  'InvalidScope',
  'InvalidPolicy',
  'InputPolicyNotFound',
  'Request_BadRequest',
  'Request_ResourceNotFound',
  'InsufficientPermissions',
  'ApprovalNotFound',
  'ApprovalAlreadyDecided',
  'ApprovalNotPossible',
  'LastAdministrator',
  'SeparationOfDutiesViolation',
  'EmergencyUseUnsettled',
  'IdempotencyKeyReused',
  'Conflict',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** One rule of the policy that the attempt does not meet. */
export interface Violation {
  /** Name of the rule in Graph's verdicts (J.2), such as `ExpirationRule`. */
  readonly rule: PolicyRuleName;
  /** Id of the stored rule, such as `Expiration_EndUser_Assignment`; null where no stored rule stands behind it. */
  readonly ruleId: string | null;
  /** What the caller asked for, as text; null when nothing was given. */
  readonly asked: string | null;
  /** What would pass, as text; null when nothing would. */
  readonly allows: string | null;
  /** A sentence that tells the caller what to do next. */
  readonly message: string;
}

/** Graph's names for the verdicts on an attempt (behaviour.md J.2). */
export type PolicyRuleName =
  | 'EligibilityRule'
  | 'ExpirationRule'
  | 'JustificationRule'
  | 'TicketingRule'
  | 'MfaRule'
  | 'AcrsRule'
  | 'AdminRequestRule';

/** What an error carries besides code and message. */
export interface ErrorDetails {
  /** Where in the input the fault lies, such as `['input', 'scheduleInfo', 'expiration', 'duration']`. */
  readonly path?: readonly string[];
  readonly violations?: readonly Violation[];
  /** Claims request for the identity provider when a step-up would help (D-9, W-14); JSON text. */
  readonly claims?: string;
  /** The decision that came first, when this one came second (E-6). */
  readonly winner?: { readonly status: string; readonly decidedById: string | null; readonly decidedAt: Date | null };
}

/** A refusal that the caller can understand and act on. `others` are further refusals of the same attempt. */
export class PimError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    readonly others: readonly PimError[] = [],
  ) {
    super(message);
    this.name = 'PimError';
  }
}

/** Stops on a state that the code holds impossible: a bug, never a caller's fault. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${message}`);
}
