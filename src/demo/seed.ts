import type { Run } from '../commands/command';
import { ruleResourceScope } from '../commands/rule-resource-scope';
import { commandFor } from '../commands/submit-request';
import { updatePolicy } from '../commands/update-policy';
import type { Caller } from '../domain/actor';
import { PimError } from '../domain/errors';
import type { NewRequest } from '../domain/new-request';
import { defaultApproval } from '../domain/policy/default-rules';
import type { RuleEdit } from '../domain/policy/rule-edit';
import { cloud, person, role } from './cast';
import { given, givenByOwner, owner, pending } from './requests';

const caller = (principalId: string): Caller => ({
  principalId,
  isApplication: false,
  satisfiesMfa: true,
  authenticationContexts: [],
  expiresAt: new Date(8.64e15),
  ipAddress: null,
});

const approvedRoles = [role.securityAdministrator, role.applicationAdministrator];

/**
 * Gives the demo directory its eligibilities, two roles and a group that need approval, an Owner in the cloud, and a request
 * that waits for an approver.
 *
 * Everything goes through the commands that people use, so it leaves audit and events. Run again it changes nothing but
 * makes a lapsed request anew.
 */
export async function seedDemo(run: Run, policyIdOf: (roleDefinitionId: string) => Promise<string>): Promise<void> {
  const submit = (request: NewRequest, by: string) => unlessThere(run(commandFor(request), request, caller(by)));
  for (const roleDefinitionId of approvedRoles)
    await run(updatePolicy, { policyId: await policyIdOf(roleDefinitionId), rules: [approval] }, caller(person.adam));
  await changeMembership(run, person.staff, staffRules);
  await changeMembership(run, person.partners, partnerRules);
  for (const request of given) await submit(request, person.adam);
  await unlessThere(run(ruleResourceScope, { principalId: person.adam, scopeId: cloud.root }, caller(person.adam)));
  await submit(owner, person.adam);
  await submit(givenByOwner, person.ben);
  await submit(pending, person.leo);
}

async function unlessThere(running: Promise<unknown>): Promise<void> {
  try {
    await running;
  } catch (error) {
    const isThere =
      error instanceof PimError && ['RoleAssignmentExists', 'PendingRoleAssignmentRequest'].includes(error.code);
    if (!isThere) throw error;
  }
}

const approvers = { kind: 'groupMembers', groupId: person.approvers, description: null } as const;

const approval: RuleEdit = {
  id: 'Approval_EndUser_Assignment',
  setting: {
    ...defaultApproval,
    isApprovalRequired: true,
    approvalStages: defaultApproval.approvalStages.map((stage) => ({ ...stage, primaryApprovers: [approvers] })),
  },
};

/** Staff sign in with MFA and need nobody. */
const staffRules: readonly RuleEdit[] = [
  { id: 'Enablement_EndUser_Assignment', enabledRules: ['MultiFactorAuthentication', 'Justification'] },
];

/** Partners need an approval, and have four hours at most. */
const partnerRules: readonly RuleEdit[] = [
  { id: 'Expiration_EndUser_Assignment', isExpirationRequired: true, maximumDuration: 'PT4H' },
  approval,
];

const changeMembership = (run: Run, groupId: string, rules: readonly RuleEdit[]) =>
  run(
    updatePolicy,
    { target: { provider: 'group', roleDefinitionId: 'member', scopeId: groupId }, rules },
    caller(person.adam),
  );
