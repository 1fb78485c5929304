import type { ErrorCode } from '../domain/errors';
import { graphqlEnum } from './graphql-enum';

/** Codes of user errors (behaviour.md J). */
export const ErrorCodeEnum = graphqlEnum<ErrorCode>(
  'ErrorCode',
  "Why something was refused. Microsoft Graph's own codes where Graph has one, else an addition to Graph.",
  {
    RoleNotFound: 'No role definition has this id, or the role is switched off.',
    SubjectNotFound: 'No principal has this id (H-10).',
    PendingRoleAssignmentRequest: 'A request for the same principal, role and scope is still pending (B-10, H-2).',
    RoleAssignmentExists: 'The principal already holds what was asked for (B-9, B-17, H-2).',
    RoleAssignmentDoesNotExist: 'There is no such assignment or eligibility to change, remove or end (F-5, H-4).',
    RoleAssignmentRequestPolicyValidationFailed: 'Rules of the policy are not met; the error lists every one (J.2).',
    RoleAssignmentRequestNotFound: 'No request has this id, or it is not yours to act on (F-2).',
    RequestCannotBeCancelled: 'The request is past the point where it can be withdrawn (F-2).',
    ActiveDurationTooShort: 'Less than five minutes: as a duration, or since the start of what should end (C-4, C-5).',
    RoleAssignmentRequestAcrsValidationFailed:
      'The token lacks a claim; the error carries what to ask for (D-9, W-14).',
    MfaAndAcrsConflict: 'A policy cannot ask for MFA and an authentication context at once (D-8).',
    InvalidRoleAssignmentRequestSchedule: 'Start, end or duration do not fit together.',
    InvalidScope: 'The scope is not one that this role can be held at (resources.md 7.4).',
    InvalidPolicy: 'The policy or rule as given is not valid.',
    InputPolicyNotFound: 'No policy or rule has this id.',
    Request_BadRequest: 'The input is malformed; the message says where.',
    Request_ResourceNotFound: 'No record has this id, or it is not yours to see.',
    InsufficientPermissions: 'You may not do this (L.1); the message says which role may.',
    ApprovalNotFound: 'An addition to Graph. No approval or stage has this id, or it is not yours to decide (E-15).',
    ApprovalAlreadyDecided: 'An addition to Graph. Another decision came first; the error names it (E-6).',
    ApprovalNotPossible: 'An addition to Graph. The approval lapsed, or its request was withdrawn (E-9, E-15).',
    LastAdministrator: 'An addition to Graph. Nobody else would hold the role that administers access (K-1, K-3).',
    SeparationOfDutiesViolation:
      'An addition to Graph. One person would hold two roles that a rule parts; the message names both and the rule.',
    EmergencyUseUnsettled:
      'An addition to Graph. An earlier use of this emergency account waits for another administrator to settle it.',
    IdempotencyKeyReused: 'An addition to Graph. The same idempotencyKey was used with another input.',
    Conflict: 'An addition to Graph. Somebody else changed the same thing at the same time; read again and repeat.',
  },
);
