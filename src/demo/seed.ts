import type { Run } from '../commands/command';
import { commandFor } from '../commands/submit-request';
import { updatePolicy } from '../commands/update-policy';
import type { Caller } from '../domain/actor';
import { PimError } from '../domain/errors';
import type { NewRequest } from '../domain/new-request';
import { defaultApproval } from '../domain/policy/default-rules';
import { person, role } from './cast';

const caller = (principalId: string): Caller => ({
  principalId,
  isApplication: false,
  satisfiesMfa: true,
  authenticationContexts: [],
  expiresAt: new Date(8.64e15),
  ipAddress: null,
});

const request = (
  differing: Partial<NewRequest> & { readonly roleDefinitionId: string; readonly scopeId?: string },
): NewRequest => {
  const { roleDefinitionId, scopeId = '/', ...rest } = differing;
  return {
    kind: 'eligibility',
    action: 'adminAssign',
    principalId: person.alice,
    target: { provider: 'directory', roleDefinitionId, scopeId },
    justification: 'Part of the demo directory',
    ticketNumber: null,
    ticketSystem: null,
    customData: null,
    isValidationOnly: false,
    period: { startAt: null, expirationType: 'noExpiration', expirationEndAt: null, expirationDuration: null },
    ...rest,
  };
};

const eligibilities: readonly NewRequest[] = [
  request({ roleDefinitionId: role.groupsAdministrator }),
  request({ roleDefinitionId: role.securityAdministrator }),
  request({ principalId: person.leo, roleDefinitionId: role.applicationAdministrator }),
  request({ principalId: person.helpdesk, roleDefinitionId: role.helpdeskAdministrator }),
  request({
    principalId: person.erin,
    roleDefinitionId: role.userAdministrator,
    scopeId: `/administrativeUnits/${person.seattle}`,
  }),
  request({
    principalId: person.grace,
    roleDefinitionId: role.directoryReaders,
    period: { startAt: null, expirationType: 'afterDuration', expirationEndAt: null, expirationDuration: 'P90D' },
  }),
];

/** Leo waits for an approver, so that a newcomer's list of approvals is not empty. */
const pending = request({
  kind: 'assignment',
  action: 'selfActivate',
  principalId: person.leo,
  roleDefinitionId: role.applicationAdministrator,
  justification: 'Renew the certificate of the payroll application',
  period: { startAt: null, expirationType: 'afterDuration', expirationEndAt: null, expirationDuration: 'PT4H' },
});

const approvedRoles = [role.securityAdministrator, role.applicationAdministrator];

/**
 * Gives the demo directory its eligibilities, two roles that need approval, and a request that waits for one.
 *
 * Everything goes through the commands that people use, so it leaves audit and events. Run again it changes nothing but
 * makes a lapsed request anew.
 */
export async function seedDemo(run: Run, policyIdOf: (roleDefinitionId: string) => Promise<string>): Promise<void> {
  for (const roleDefinitionId of approvedRoles) await demandApproval(run, await policyIdOf(roleDefinitionId));
  for (const eligibility of eligibilities)
    await unlessThere(run(commandFor(eligibility), eligibility, caller(person.adam)));
  await unlessThere(run(commandFor(pending), pending, caller(person.leo)));
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

const demandApproval = (run: Run, policyId: string) => {
  const approvalStages = defaultApproval.approvalStages.map((stage) => ({ ...stage, primaryApprovers: [approvers] }));
  const setting = { ...defaultApproval, isApprovalRequired: true, approvalStages };
  return run(updatePolicy, { policyId, rules: [{ id: 'Approval_EndUser_Assignment', setting }] }, caller(person.adam));
};
