import { fallBack, firstStages } from '../../../src/domain/approval-stages';
import { hasDefaultApprovers } from '../../../src/domain/default-approvers';
import { defaultApproval } from '../../../src/domain/policy/default-rules';
import type { SubjectSet } from '../../../src/domain/policy/policy';
import { cast } from '../../support/cast';
import { aMoment, aStage } from './builders';

const ann: SubjectSet = { kind: 'singleUser', userId: cast.ann, description: 'Ann' };
const [template] = defaultApproval.approvalStages;
const settingBy = (...primaryApprovers: readonly SubjectSet[]) => {
  if (!template) throw new Error('the default approval has a stage');
  return { ...defaultApproval, approvalStages: [{ ...template, primaryApprovers }] };
};
const withoutDefault = ['group', 'azure'] as const;

test('E-4, S-12 administrators decide by default for directory roles alone', () => {
  expect(hasDefaultApprovers('directory')).toBe(true);
  for (const provider of withoutDefault) expect(hasDefaultApprovers(provider)).toBe(false);
});

describe.each(withoutDefault)('D-14 a stage of %s that nobody but the requestor could decide', (provider) => {
  const begun = (approvers: readonly SubjectSet[], stagesWithoutApprover: readonly number[]) =>
    firstStages(
      'approval',
      settingBy(...approvers),
      { provider, requestorId: cast.alice, stagesWithoutApprover },
      aMoment(),
    );

  test.each([
    { when: 'who is named cannot', approvers: [ann], without: [0] },
    { when: 'nobody is named', approvers: [], without: [0] },
    { when: 'nobody is named, and nobody was looked for', approvers: [], without: [] },
  ])('stays with its approvers, and says so, when $when', ({ approvers, without }) => {
    expect(begun(approvers, without)).toMatchObject([
      { isDecidedByAdministrators: false, fallbackReason: expect.stringContaining('D-14') },
    ]);
  });

  test('says nothing when somebody can', () => {
    expect(begun([ann], [])).toMatchObject([{ isDecidedByAdministrators: false, fallbackReason: null }]);
  });

  const decided = { provider, approval: null, deciderId: cast.ben };
  const stuck = begun([ann], [0])[0]?.fallbackReason ?? null;

  test('after another decision it does so as well, and no longer once somebody can', () => {
    const [left] = fallBack([aStage({ id: 'one' })], { ...decided, ableApprovers: { one: [cast.ben] } });
    expect(left).toMatchObject({ isDecidedByAdministrators: false, fallbackReason: expect.stringContaining('D-14') });
    const [back] = fallBack([aStage({ id: 'one', fallbackReason: stuck })], {
      ...decided,
      ableApprovers: { one: [cast.ann] },
    });
    expect(back).toMatchObject({ isDecidedByAdministrators: false, fallbackReason: null });
  });

  test('what was not asked about stays as it is', () => {
    const stage = aStage({ id: 'one', fallbackReason: stuck });
    expect(fallBack([stage], { ...decided, ableApprovers: {} })[0]).toBe(stage);
  });
});
