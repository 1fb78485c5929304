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
 * The condition of an activation, that of its eligibility, and of what somebody asks to have extended or renewed: nobody
 * loosens it himself (resources.md 12.2). One that is stated has to say the same.
 */
export function inheritedCondition(before: Schedule | null, stated: Condition | null): Condition | null {
  const inherited = before && conditionOf(before);
  if (stated === null || before === null) return inherited;
  if (stated.expression === inherited?.expression && stated.version === inherited.version) return inherited;
  throw new PimError(
    'Request_BadRequest',
    'It has the condition of what it is made from; leave condition out, or repeat it as it is.',
    { path: ['input', 'condition'] },
  );
}

/**
 * The condition of what an administrator extends, moves or renews: what it had, unless he states another one (S-6). It is not
 * dropped by saying nothing of it; whoever wants it gone takes the old away and assigns anew.
 */
export function keptCondition(
  before: Schedule | null,
  { condition = null, target }: Pick<NewRequest, 'condition' | 'target'>,
): Condition | null {
  refuseCondition({ condition, target });
  return condition ?? (before && conditionOf(before));
}

/** Whether a schedule is confined by just that condition; null is none. */
export const hasCondition = (
  schedule: Pick<Schedule, 'condition' | 'conditionVersion'>,
  condition: Condition | null,
): boolean =>
  schedule.condition === (condition?.expression ?? null) && schedule.conditionVersion === (condition?.version ?? null);
