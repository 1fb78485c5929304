import { Field, InterfaceType, ObjectType } from 'type-graphql';
import type { PimError, Violation } from '../domain/errors';
import { ErrorCodeEnum } from './error-code';
import { Nullable, Required } from './fields';
import { IdentityType } from './identity.type';
import { DateTimeScalar } from './scalars';

/** A user error, told apart by what its details hold. */
interface ToldError {
  readonly typeName: 'GeneralUserError' | 'PolicyValidationError' | 'DecisionConflictError';
}

@InterfaceType('UserError', {
  description:
    'An addition to Graph. Why a well-formed call was refused; the call has changed nothing, unless the message says otherwise.',
  resolveType: ({ typeName }: ToldError) => typeName,
})
export abstract class UserErrorType {
  @Required(() => ErrorCodeEnum, "What went wrong; Microsoft Graph's code where Graph has one (behaviour.md J).")
  readonly code!: string;

  @Required(() => String, 'A sentence that says what to do next.')
  readonly message!: string;

  @Nullable(() => [String], 'Where in the input the fault lies, from input on; null when it is not one place.')
  readonly path!: readonly string[] | null;
}

@ObjectType('GeneralUserError', {
  description: 'An addition to Graph. A refusal that its code says all about.',
  implements: UserErrorType,
})
export class GeneralUserErrorType extends UserErrorType {}

@ObjectType('FailedPolicyRule', {
  description: 'An addition to Graph. A rule of the policy that the attempt does not meet (J.2).',
})
export class FailedPolicyRuleType {
  @Required(
    () => String,
    'Name of the rule in verdicts: EligibilityRule, ExpirationRule, JustificationRule, TicketingRule, MfaRule or AcrsRule.',
  )
  readonly rule!: string;

  @Nullable(() => String, 'Id of the stored rule, such as Expiration_EndUser_Assignment; null for EligibilityRule.')
  readonly ruleId!: string | null;

  @Nullable(() => String, 'What was asked for; null when nothing was given.')
  readonly asked!: string | null;

  @Nullable(() => String, 'What would pass; null when nothing would.')
  readonly allows!: string | null;

  @Required(() => String, 'A sentence that says what to do next.')
  readonly message!: string;
}

@ObjectType('PolicyValidationError', {
  description:
    'An addition to Graph. The policy is not met: every failed rule, in the order in which they are best mended (B-3).',
  implements: UserErrorType,
})
export class PolicyValidationErrorType extends UserErrorType {
  @Required(() => [FailedPolicyRuleType], 'The rules that failed, all of them.')
  readonly failedRules!: readonly FailedPolicyRuleType[];

  @Nullable(
    () => String,
    'Claims request (JSON text) to send to the identity provider when signing in again would help (D-6, D-9, W-14); else null.',
  )
  readonly claims!: string | null;
}

@ObjectType('DecisionWinner', { description: 'An addition to Graph. What came first, when a decision came second.' })
export class DecisionWinnerType {
  @Required(() => String, 'What became of the thing: a review result, or a status of a request.')
  readonly status!: string;

  @Nullable(() => IdentityType, 'Who decided; null when it was nobody in particular.')
  readonly decidedBy!: IdentityType | null;

  @Nullable(() => DateTimeScalar, 'When, in UTC.')
  readonly decidedDateTime!: Date | null;
}

@ObjectType('DecisionConflictError', {
  description: 'An addition to Graph. Somebody, or time, decided first (E-6, E-9); the loser learns what.',
  implements: UserErrorType,
})
export class DecisionConflictErrorType extends UserErrorType {
  @Required(() => DecisionWinnerType, 'What came first.')
  readonly winner!: DecisionWinnerType;
}

/** The types that implement the interface; listed so that they are part of the schema. */
export const userErrorTypes = [GeneralUserErrorType, PolicyValidationErrorType, DecisionConflictErrorType];

/** The field of every payload that tells what was refused. */
export const UserErrors = () =>
  Field(() => [UserErrorType], { description: 'What was refused; empty when the change was made.' });

/** A refusal, and those that came with it, in the shape of the API. */
export const userErrorsOf = (error: PimError): readonly object[] => [told(error), ...error.others.map(told)];

function told({ code, message, details }: PimError): object {
  const common = { code, message, path: details.path ?? null };
  if (details.violations) {
    return {
      ...common,
      typeName: 'PolicyValidationError',
      failedRules: details.violations.map(failedRule),
      claims: details.claims ?? null,
    };
  }
  if (details.winner) {
    const { status, decidedById, decidedAt } = details.winner;
    const winner = {
      status,
      decidedBy: decidedById && { id: decidedById, displayName: null },
      decidedDateTime: decidedAt,
    };
    return { ...common, typeName: 'DecisionConflictError', winner };
  }
  return { ...common, typeName: 'GeneralUserError' };
}

const failedRule = ({ rule, ruleId, asked, allows, message }: Violation) => ({ rule, ruleId, asked, allows, message });
