import { PimError } from '../../../../src/domain/errors';
import { defaultDirectoryRules } from '../../../../src/domain/policy/default-rules';
import type { ApprovalSettings, SubjectSet, UnifiedApprovalStage } from '../../../../src/domain/policy/policy';
import { editRules, type RuleEdit } from '../../../../src/domain/policy/rule-edit';
import { cast } from '../../../support/cast';
import { aPolicy } from '../builders';

const activation = 'Expiration_EndUser_Assignment';
const enablement = 'Enablement_EndUser_Assignment';
const context = 'AuthenticationContext_EndUser_Assignment';
const approval = 'Approval_EndUser_Assignment';
const mail = 'Notification_Approver_EndUser_Assignment';

const ann: SubjectSet = { kind: 'singleUser', userId: cast.ann, description: null };
const stage: UnifiedApprovalStage = {
  approvalStageTimeOutInDays: 1,
  approvalStageTimeOutInHours: 0,
  isApproverJustificationRequired: true,
  escalationTimeInMinutes: 0,
  isEscalationEnabled: false,
  primaryApprovers: [ann],
  escalationApprovers: [],
};
const setting: ApprovalSettings = {
  isApprovalRequired: true,
  isApprovalRequiredForExtension: false,
  isRequestorJustificationRequired: true,
  approvalMode: 'SingleStage',
  isApproverAllowedInSeveralStages: false,
  approvalStages: [stage],
};
const staged = (differing: Partial<UnifiedApprovalStage>): ApprovalSettings => ({
  ...setting,
  approvalStages: [{ ...stage, ...differing }],
});

/** The code and place of the refusal of one edit after another; null when the edits are taken. */
function refusal(...edits: readonly RuleEdit[]): { code: string; path: readonly string[] | undefined } | null {
  try {
    editRules(aPolicy(), edits);
    return null;
  } catch (error) {
    if (!(error instanceof PimError)) throw error;
    return { code: error.code, path: error.details.path };
  }
}

describe('taken', () => {
  test.each<{ edit: RuleEdit }>([
    { edit: { id: activation, maximumDuration: 'PT5M' } },
    { edit: { id: activation, maximumDuration: 'PT1H45M' } },
    { edit: { id: activation, maximumDuration: 'P1D' } },
    { edit: { id: 'Expiration_Admin_Eligibility', isExpirationRequired: true, maximumDuration: 'P15D' } },
    { edit: { id: enablement, enabledRules: [] } },
    { edit: { id: context, isEnabled: false, claimValue: 'c99' } },
    { edit: { id: approval, setting } },
    { edit: { id: approval, setting: staged({ primaryApprovers: [] }) } },
    { edit: { id: mail, isDefaultRecipientsEnabled: false, notificationRecipients: ['a.b+c@contoso.example'] } },
    { edit: { id: mail, notificationLevel: 'Critical', recipientType: 'Approver', notificationType: 'Email' } },
  ])('$edit', ({ edit }) => {
    const edited = editRules(aPolicy(), [edit]);
    expect(edited.find(({ id }) => id === edit.id)).toMatchObject(edit);
    expect(edited.filter(({ id }) => id !== edit.id)).toEqual(defaultDirectoryRules.filter(({ id }) => id !== edit.id));
  });

  test('D-15 an edited rule keeps what its edit leaves out', () => {
    const [rule] = editRules(aPolicy(), [{ id: activation, maximumDuration: 'PT1H' }]);
    expect(rule).toMatchObject({ id: activation, isExpirationRequired: true, maximumDuration: 'PT1H' });
  });

  test('all seventeen stay, in order, and no edit changes nothing', () => {
    expect(editRules(aPolicy(), [])).toEqual(defaultDirectoryRules);
  });
});

describe('refused with InvalidPolicy', () => {
  test.each<{ what: string; edit: RuleEdit; property: string }>([
    { what: 'D-15 an unknown rule', edit: { id: 'Expiration_EndUser_Eligibility' }, property: 'id' },
    { what: 'a property of another type', edit: { id: activation, enabledRules: [] }, property: 'enabledRules' },
    { what: 'C-3 PT0S', edit: { id: activation, maximumDuration: 'PT0S' }, property: 'maximumDuration' },
    { what: 'C-4 less than 5 min', edit: { id: activation, maximumDuration: 'PT4M59S' }, property: 'maximumDuration' },
    { what: 'C-2 more than a day', edit: { id: activation, maximumDuration: 'PT24H1S' }, property: 'maximumDuration' },
    { what: 'no duration', edit: { id: activation, maximumDuration: 'P1Y' }, property: 'maximumDuration' },
    { what: 'c0', edit: { id: context, claimValue: 'c0' }, property: 'claimValue' },
    { what: 'c100', edit: { id: context, claimValue: 'c100' }, property: 'claimValue' },
    { what: 'C1', edit: { id: context, claimValue: 'C1' }, property: 'claimValue' },
    { what: 'a line break', edit: { id: context, claimValue: 'c1\n' }, property: 'claimValue' },
    { what: 'on without a value', edit: { id: context, isEnabled: true }, property: 'claimValue' },
    { what: 'no stage', edit: { id: approval, setting: { ...setting, approvalStages: [] } }, property: 'setting' },
    { what: 'another recipient type', edit: { id: mail, recipientType: 'Admin' }, property: 'recipientType' },
    { what: 'no address', edit: { id: mail, notificationRecipients: ['ann'] }, property: 'notificationRecipients' },
    {
      what: 'an address with a header in it (security 21)',
      edit: { id: mail, notificationRecipients: ['a@contoso.example\r\nBcc: b@x.example'] },
      property: 'notificationRecipients',
    },
    {
      what: 'two in one',
      edit: { id: mail, notificationRecipients: ['a@x.example;b@x.example'] },
      property: 'notificationRecipients',
    },
  ])('$what', ({ edit, property }) => {
    expect(refusal(edit)).toEqual({ code: 'InvalidPolicy', path: ['input', 'rules', edit.id, property] });
  });

  test('the target of a rule is fixed', () => {
    const target = { level: 'Assignment', operations: ['all'], inheritableSettings: [], enforcedSettings: [] } as const;
    expect(refusal({ id: activation, target: { ...target, caller: 'EndUser' } })).toBeNull();
    expect(refusal({ id: activation, target: { ...target, caller: 'Admin' } })).toMatchObject({
      code: 'InvalidPolicy',
    });
    expect(refusal({ id: activation, target: { ...target, caller: 'EndUser', level: 'Eligibility' } })).not.toBeNull();
  });

  test('the same rule twice', () => {
    expect(refusal({ id: activation }, { id: activation })).toMatchObject({ code: 'InvalidPolicy' });
  });
});

describe('D-8 MFA and an authentication context exclude each other', () => {
  const on: RuleEdit = { id: context, isEnabled: true, claimValue: 'c1' };
  const withoutMfa: RuleEdit = { id: enablement, enabledRules: ['Justification'] };
  test('switching the context on beside MFA is refused', () => {
    expect(refusal(on)).toMatchObject({ code: 'MfaAndAcrsConflict' });
  });
  test('both in one edit, in either order, are judged by what comes out', () => {
    expect(refusal(withoutMfa, on)).toBeNull();
    expect(refusal(on, withoutMfa)).toBeNull();
  });
  test('switching MFA on beside a context is refused', () => {
    const policy = aPolicy(withoutMfa, on);
    expect(() => editRules(policy, [{ id: enablement, enabledRules: ['MultiFactorAuthentication'] }])).toThrow(
      PimError,
    );
  });
  test('switching the context off does not bring MFA back', () => {
    const rules = editRules(aPolicy(withoutMfa, on), [{ id: context, isEnabled: false }]);
    expect(rules.find(({ id }) => id === enablement)).toMatchObject({ enabledRules: ['Justification'] });
  });
});
