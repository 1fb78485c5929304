import { activity, activityOf } from '../../../src/domain/activities';
import { type RequestAction, requestActions } from '../../../src/domain/request';
import { publishedActivities } from '../../support/published-activities';

const kinds = ['assignment', 'eligibility'] as const;
const phases = ['requested', 'completed', 'canceled'] as const;
const combinations = requestActions.flatMap((action) =>
  kinds.flatMap((kind) =>
    phases.flatMap((phase) => [true, false].map((isPermanent) => ({ action, kind, phase, isPermanent }))),
  ),
);

describe('resources 11.2: every name that is written is a published one', () => {
  test.each(combinations)('$action of an $kind, $phase, permanent: $isPermanent', (one) => {
    expect(publishedActivities).toContain(activityOf(one.phase, one.action, one.kind, one.isPermanent));
  });

  test.each(Object.entries(activity))('%s', (_what, name) => expect(publishedActivities).toContain(name));

  test('what the commands write beside these', () => expect(publishedActivities).toContain('Cancel request'));
});

describe('P-1 the name says what was done', () => {
  const named = (action: RequestAction, kind: (typeof kinds)[number], isPermanent = false) =>
    activityOf('completed', action, kind, isPermanent);
  test.each([
    [named('selfActivate', 'assignment'), 'Add member to role completed (PIM activation)'],
    [named('selfDeactivate', 'assignment'), 'Remove member from role completed (PIM deactivate)'],
    [named('adminAssign', 'eligibility', true), 'Add eligible member to role in PIM completed (permanent)'],
    [named('adminAssign', 'assignment'), 'Add member to role in PIM completed (timebound)'],
    [named('adminRemove', 'eligibility'), 'Remove eligible member from role in PIM completed (timebound)'],
    [named('adminRemove', 'assignment', true), 'Remove member from role in PIM completed (permanent)'],
    [named('adminExtend', 'eligibility'), 'Update member in PIM approved by admin (extend/renew)'],
  ])('%s', (written, published) => expect(written).toBe(published));
});
