import { PimError } from './errors';
import type { Condition, NewRequest } from './new-request';
import type { Schedule } from './schedule';
import { rulesOf } from './target';

const versions: readonly string[] = ['1.0', '2.0'];

/** Refuses a condition where there are none, and one in a language of an unknown version (S-6). */
export function refuseCondition({ condition = null, target }: Pick<NewRequest, 'condition' | 'target'>): void {
  if (!condition) return;
  if (!rulesOf(target.provider).conditionalRoles.includes(target.roleDefinitionId)) {
    throw new PimError(
      'Request_BadRequest',
      'This role takes no condition; leave condition and conditionVersion out.',
      {
        path: ['input', 'condition'],
      },
    );
  }
  if (versions.includes(condition.version)) return;
  throw new PimError('Request_BadRequest', `conditionVersion is one of ${versions.join(', ')}.`, {
    path: ['input', 'conditionVersion'],
  });
}

/** The condition of a request or a schedule; null when it has none. */
export const conditionOf = ({
  condition,
  conditionVersion,
}: Pick<Schedule, 'condition' | 'conditionVersion'>): Condition | null =>
  condition === null || conditionVersion === null ? null : { expression: condition, version: conditionVersion };

/**
 * The condition of an activation: that of its eligibility, for nobody loosens it by activating (resources.md 12.2). One that
 * is stated has to say the same.
 */
export function inheritedCondition(eligibility: Schedule | null, stated: Condition | null): Condition | null {
  const inherited = eligibility && conditionOf(eligibility);
  if (stated === null || eligibility === null) return inherited;
  if (stated.expression === inherited?.expression && stated.version === inherited.version) return inherited;
  throw new PimError(
    'Request_BadRequest',
    'An activation has the condition of its eligibility; leave condition out, or repeat it as it is.',
    { path: ['input', 'condition'] },
  );
}
