import type { Provider } from '../providers/provider';
import { fiveMinutes, oneDay, parseDuration } from '../time';
import { checkApproval } from './approval-checks';
import type { AuthenticationContextRule, ExpirationRule, NotificationRule, PolicyRule } from './policy';
import { policyFault } from './policy-fault';

/** Refuses values that a rule of its type may not have in a policy of that provider; `stored` is the rule as it was. */
export function checkRule(rule: PolicyRule, stored: PolicyRule, provider: Provider): void {
  if (rule.type === 'expiration') checkExpiration(rule);
  if (rule.type === 'authenticationContext') checkContext(rule);
  if (rule.type === 'approval') checkApproval(rule, provider);
  if (rule.type === 'notification') checkNotification(rule, stored);
}

function checkContext({ id, isEnabled, claimValue }: AuthenticationContextRule): void {
  const isNone = claimValue === null || claimValue === '';
  if (!isNone && !/^c[1-9]\d?$/.test(claimValue))
    throw policyFault('claimValue is one of c1 to c99.', id, 'claimValue');
  if (isEnabled && isNone) throw policyFault('An enabled context needs a claimValue.', id, 'claimValue');
}

/** At least five minutes (C-3, C-4); an activation at most a day (C-2, W-5). */
function checkExpiration({ id, maximumDuration }: ExpirationRule): void {
  const length = parseDuration(maximumDuration);
  const isActivation = id === 'Expiration_EndUser_Assignment';
  if (length === null || length < fiveMinutes) {
    throw policyFault(
      'maximumDuration is an ISO 8601 duration of at least PT5M, such as PT8H or P365D.',
      id,
      'maximumDuration',
    );
  }
  if (isActivation && length > oneDay) throw policyFault('An activation lasts at most PT24H.', id, 'maximumDuration');
}

/** No control characters, nor half of a surrogate pair: neither belongs in an address, and neither can be stored. */
const address = /^[^\s\p{C}@<>,;:"()[\]\\]{1,64}@[^\s\p{C}@<>,;:"()[\]\\]{1,255}$/u;

function checkNotification({ id, recipientType, notificationRecipients }: NotificationRule, stored: PolicyRule): void {
  if (stored.type === 'notification' && recipientType !== stored.recipientType) {
    throw policyFault(`recipientType of ${id} is ${stored.recipientType}.`, id, 'recipientType');
  }
  if (notificationRecipients.length > 100)
    throw policyFault('Name at most 100 recipients.', id, 'notificationRecipients');
  const wrong = notificationRecipients.find((recipient) => !address.test(recipient));
  if (wrong !== undefined)
    throw policyFault('Recipients are e-mail addresses, one each.', id, 'notificationRecipients');
}
