import { PimError } from '../errors';
import type { Provider } from '../providers/provider';
import { rulesOf } from '../target';
import type { ApprovalSettings, EnabledRuleName, NotificationRule, Policy, PolicyRule, RuleTarget } from './policy';
import { policyFault } from './policy-fault';
import { checkRule } from './rule-checks';

/** The properties of a rule as a caller sends them; what is absent is undefined (Graph's PATCH body of a rule). */
export interface RuleEdit {
  readonly id: string;
  readonly target?: RuleTarget;
  readonly isExpirationRequired?: boolean;
  readonly maximumDuration?: string;
  readonly enabledRules?: readonly EnabledRuleName[];
  readonly isEnabled?: boolean;
  readonly claimValue?: string | null;
  readonly setting?: ApprovalSettings;
  readonly notificationType?: 'Email';
  readonly recipientType?: NotificationRule['recipientType'];
  readonly notificationLevel?: NotificationRule['notificationLevel'];
  readonly isDefaultRecipientsEnabled?: boolean;
  readonly notificationRecipients?: readonly string[];
}

/** Which properties a rule of each type has, besides id and target (resources.md 6.5). */
const propertiesOf: Readonly<Record<PolicyRule['type'], readonly (keyof RuleEdit)[]>> = {
  expiration: ['isExpirationRequired', 'maximumDuration'],
  enablement: ['enabledRules'],
  authenticationContext: ['isEnabled', 'claimValue'],
  approval: ['setting'],
  notification: [
    'notificationType',
    'recipientType',
    'notificationLevel',
    'isDefaultRecipientsEnabled',
    'notificationRecipients',
  ],
};

/**
 * The rules of a policy after the edits; rules that no edit names stay as they are, and an edited rule keeps what its
 * edit leaves out (D-15). Refuses unknown rules, properties that do not belong to a rule's type, values that no rule
 * may have, approval without approvers where nobody decides by default (D-14), and MFA together with an authentication
 * context (D-8).
 */
export function editRules(policy: Policy, edits: readonly RuleEdit[]): readonly PolicyRule[] {
  const ids = edits.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice) throw policyFault(`The rule ${twice} is edited twice; send it once.`, twice, 'id');
  const unknown = ids.find((id) => !policy.rules.some((rule) => rule.id === id));
  if (unknown) throw policyFault(`There is no rule ${unknown}; rule ids are fixed.`, unknown, 'id');
  const rules = policy.rules.map((rule) => {
    const edit = edits.find(({ id }) => id === rule.id);
    return edit ? editRule(rule, edit, policy.provider) : rule;
  });
  refuseMfaWithContext(rules);
  return rules;
}

function editRule(rule: PolicyRule, edit: RuleEdit, provider: Provider): PolicyRule {
  const allowed = propertiesOf[rule.type];
  const { id: _id, target, ...sent } = edit;
  const named = Object.entries(sent).filter(([, value]) => value !== undefined);
  const foreign = named.find(([property]) => !allowed.includes(property as keyof RuleEdit));
  if (foreign)
    throw policyFault(`${rule.id} has no property ${foreign[0]}; it has ${allowed.join(', ')}.`, rule.id, foreign[0]);
  if (target) refuseOtherTarget(rule, target);
  const next = withoutClaim({ ...rule, ...Object.fromEntries(named) } as PolicyRule, provider);
  checkRule(next, rule, provider);
  return next;
}

/** No claim value is spelt as the provider's policies start with it: null, or an empty text (resources.md 6.6). */
function withoutClaim(rule: PolicyRule, provider: Provider): PolicyRule {
  if (rule.type !== 'authenticationContext' || (rule.claimValue !== null && rule.claimValue !== '')) return rule;
  const first = rulesOf(provider).defaultRules.find(({ id }) => id === rule.id);
  return first?.type === 'authenticationContext' ? { ...rule, claimValue: first.claimValue } : rule;
}

function refuseOtherTarget({ id, target: stored }: PolicyRule, { caller, level }: RuleTarget): void {
  if (caller === stored.caller && level === stored.level) return;
  throw policyFault(`The target of ${id} is fixed: ${stored.caller} and ${stored.level}.`, id, 'target');
}

/** MFA and an authentication context exclude each other on activation (D-8). */
function refuseMfaWithContext(rules: readonly PolicyRule[]): void {
  const enablement = rules.find(({ id }) => id === 'Enablement_EndUser_Assignment');
  const context = rules.find(({ id }) => id === 'AuthenticationContext_EndUser_Assignment');
  const asksMfa = enablement?.type === 'enablement' && enablement.enabledRules.includes('MultiFactorAuthentication');
  if (asksMfa && context?.type === 'authenticationContext' && context.isEnabled) {
    throw new PimError(
      'MfaAndAcrsConflict',
      'MFA and an authentication context cannot both be demanded on activation; switch one off first.',
      { path: ['input', 'rules'] },
    );
  }
}
