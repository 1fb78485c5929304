import type { Moment } from '../domain/actor';
import type { TargetResource } from '../domain/audit';
import { auditEntry } from '../domain/audit-entry';
import { can, tenant } from '../domain/authorization';
import { PimError } from '../domain/errors';
import type { DomainEvent } from '../domain/events';
import { type Outcome, update } from '../domain/outcome';
import type { Principal } from '../domain/principal';
import type { Command } from './command';
import { refusedEntry } from './refused-entry';

export interface MarkEmergencyAccount {
  readonly userId: string;
  readonly isEmergencyAccount: boolean;
}

/** The account as the change left it. */
export interface MarkedAccount {
  readonly userId: string;
}

type Facts = Principal | null;

/** Entra's name for a change of an account; none of PIM's own (resources.md 11.2) fits. */
const activity = 'Update user';

/** Makes a user an emergency account, or takes that from him. What he has not accounted for stays to be settled. */
export const markEmergencyAccount: Command<MarkEmergencyAccount, Facts, MarkedAccount> = {
  name: 'emergency.markAccount',
  load: (tx, { userId }) => tx.lockAccount(userId),
  permits,
  decide,
  refused: ({ userId }, refusal, moment) => ({
    ...refusedEntry(
      refusal,
      { activity, operationType: 'Update', subjectId: userId, correlationId: moment.newId() },
      moment,
    ),
    category,
  }),
};

/** Entra's category of changes of accounts. */
const category = 'UserManagement';

const unknown = (): PimError =>
  new PimError('SubjectNotFound', 'No such user; check userId.', { path: ['input', 'userId'] });

/**
 * Only Global Administrators, and never for their own account: its mark frees from approval, and its removal from accounting
 * for what was done. For whoever may not read the directory there are no others.
 */
function permits(facts: Facts, { userId }: MarkEmergencyAccount, { actor }: Moment): PimError | null {
  if (can(actor, 'emergencyAccount.manage')) {
    if (actor.principalId === userId)
      return forbidden('Another Global Administrator must mark or unmark your account.');
    return facts ? null : unknown();
  }
  const isVisible = facts !== null && (actor.principalId === userId || can(actor, 'directory.read'));
  return isVisible ? forbidden('Only a Global Administrator may say which accounts are for emergencies.') : unknown();
}

const forbidden = (message: string): PimError => new PimError('InsufficientPermissions', message);

function decide(
  account: Facts,
  { userId, isEmergencyAccount }: MarkEmergencyAccount,
  moment: Moment,
): Outcome<MarkedAccount> {
  if (account?.type !== 'user') throw unknown();
  if (account.isEmergencyAccount === isEmergencyAccount) {
    const already = isEmergencyAccount ? 'is an emergency account already' : 'is no emergency account';
    throw new PimError('Conflict', `${account.displayName} ${already}; nothing was changed.`);
  }
  return {
    result: { userId },
    changes: [update('principal', userId, { isEmergencyAccount: account.isEmergencyAccount }, { isEmergencyAccount })],
    events: [accountChanged(account, isEmergencyAccount, moment)],
  };
}

const accountChanged = (account: Principal, isEmergencyAccount: boolean, moment: Moment): DomainEvent => ({
  type: 'emergency.accountChanged',
  at: moment.now,
  subject: { ...tenant, ...nothing, roleDefinitionId: null, principalId: account.id },
  audit: {
    ...auditEntry(
      { activity, operationType: 'Update', result: 'success', reason: null },
      {
        target: tenant,
        role: null,
        subject: account,
        subjectId: account.id,
        request: null,
        correlationId: moment.newId(),
      },
      moment,
    ),
    category,
    targetResources: [markedUser(account, isEmergencyAccount)],
  },
});

const nothing = { kind: null, requestId: null, scheduleId: null, approvalId: null, policyId: null } as const;

const markedUser = (account: Principal, isEmergencyAccount: boolean): TargetResource => ({
  id: account.id,
  displayName: account.displayName,
  type: 'User',
  userPrincipalName: account.userPrincipalName,
  groupType: null,
  modifiedProperties: [
    {
      displayName: 'isEmergencyAccount',
      oldValue: JSON.stringify(account.isEmergencyAccount),
      newValue: JSON.stringify(isEmergencyAccount),
    },
  ],
});
