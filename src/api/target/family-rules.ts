import { approvalNameOf, fieldNameOf, type Layer, type Side } from '../../queries/target/spelling';
import type { RootFieldRule } from '../root-field-rules';
import type { Variant } from './variant';

type Rules = Readonly<Record<string, RootFieldRule>>;

const sides: readonly Side[] = ['Assignment', 'Eligibility'];
const layers: readonly Layer[] = ['ScheduleRequest', 'Schedule', 'ScheduleInstance'];

const all = (names: readonly string[], rule: RootFieldRule): Rules =>
  Object.fromEntries(names.map((name) => [name, rule]));

/** How the root fields of one variant decide who may use them; it has these and no others. */
export function familyRules({ spelling, approvalPending }: Variant): {
  readonly query: Rules;
  readonly mutation: Rules;
  readonly subscription: Rules;
} {
  const named = sides.flatMap((side) => layers.map((layer) => fieldNameOf(spelling, side, layer)));
  const requests = sides.map((side) => capital(fieldNameOf(spelling, side, 'ScheduleRequest')));
  return {
    query: all(
      [...named, approvalNameOf(spelling)].flatMap((name) => [name, `${name}s`]),
      'visible',
    ),
    mutation: all(
      ['create', 'cancel', 'update'].flatMap((verb) => requests.map((name) => `${verb}${name}`)),
      'permits',
    ),
    subscription: all(
      [
        `${fieldNameOf(spelling, 'Assignment', 'ScheduleRequest')}Changed`,
        `${fieldNameOf(spelling, 'Assignment', 'ScheduleInstance')}Changed`,
        approvalPending,
      ],
      'perEvent',
    ),
  };
}

const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
