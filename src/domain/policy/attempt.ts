import type { Violation } from '../errors';
import type { Kind } from '../target';
import type { Policy } from './policy';

/** What somebody tries, as the rules of a policy look at it. */
export interface Attempt {
  /** `Admin` gives, updates and extends; `EndUser` activates (resources.md 6.4). */
  readonly caller: 'Admin' | 'EndUser';
  readonly kind: Kind;
  /** Whether the caller is eligible for what he activates; true for administrators. */
  readonly isEligible: boolean;
  /** Length in milliseconds; null when the end is left open. */
  readonly length: number | null;
  readonly justification: string | null;
  /** True where a reason is demanded whatever the policy says: of emergency accounts. */
  readonly isJustificationDemanded?: boolean;
  readonly ticketNumber: string | null;
  readonly satisfiesMfa: boolean;
  /** True where MFA is demanded whatever the policy says: of whoever changes what he holds himself (D-12). */
  readonly isMfaDemanded?: boolean;
  readonly authenticationContexts: readonly string[];
}

/** A rule: null when the attempt meets it, else what fails and what would pass. */
export type RuleCheck = (policy: Policy, attempt: Attempt) => Violation | null;

const level = (kind: Kind): 'Eligibility' | 'Assignment' => (kind === 'eligibility' ? 'Eligibility' : 'Assignment');

/** Id of the rule that applies to an attempt, such as `Expiration_EndUser_Assignment` (D-2). */
export const ruleIdFor = (type: 'Expiration' | 'Enablement', { caller, kind }: Attempt): string =>
  `${type}_${caller}_${level(kind)}`;
