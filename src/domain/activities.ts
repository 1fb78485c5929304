import type { RequestAction } from './request';
import type { Kind } from './target';

/** The phases of a request's life that the audit tells apart (P-1). */
export type Phase = 'requested' | 'completed' | 'canceled';

type Names = Readonly<Record<Phase, string>>;

const activation: Names = {
  requested: 'Add member to role requested (PIM activation)',
  completed: 'Add member to role completed (PIM activation)',
  canceled: 'Add member to role canceled (PIM activation)',
};

const deactivation: Names = {
  requested: 'Remove member from role requested (PIM deactivate)',
  completed: 'Remove member from role completed (PIM deactivate)',
  canceled: 'Cancel request for role removal',
};

const role = (kind: Kind): string => (kind === 'eligibility' ? 'eligible member' : 'member');

const given = (kind: Kind, suffix: string): Names => ({
  requested: `Add ${role(kind)} to role in PIM requested (${suffix})`,
  completed: `Add ${role(kind)} to role in PIM completed (${suffix})`,
  canceled: `Add ${role(kind)} to role in PIM canceled (${suffix})`,
});

const removed = (kind: Kind, suffix: string): Names => ({
  requested: `Remove ${role(kind)} from role in PIM requested (${suffix})`,
  completed: `Remove ${role(kind)} from role in PIM completed (${suffix})`,
  canceled: 'Cancel request for role removal',
});

const decided = {
  approvedByAdministrator: 'Update member in PIM approved by admin (extend/renew)',
  deniedByAdministrator: 'Update member in PIM denied by admin (extend/renew)',
} as const;

const extended = (kind: Kind): Names => ({
  requested: `Update ${role(kind)} in PIM requested (extend)`,
  completed: decided.approvedByAdministrator,
  canceled: `Update ${role(kind)} in PIM canceled (extend)`,
});

const updated: Names = {
  requested: 'Process role update request',
  completed: 'Process role update request',
  canceled: 'Cancel request for role update',
};

/**
 * The audit's name for one phase of a request (resources.md 11.2).
 *
 * `isPermanent` tells whether what is given or taken has no end.
 */
export function activityOf(phase: Phase, action: RequestAction, kind: Kind, isPermanent: boolean): string {
  return namesOf(action, kind, isPermanent ? 'permanent' : 'timebound')[phase];
}

function namesOf(action: RequestAction, kind: Kind, suffix: string): Names {
  switch (action) {
    case 'selfActivate':
      return activation;
    case 'selfDeactivate':
      return deactivation;
    case 'adminAssign':
      return given(kind, suffix);
    case 'adminRenew':
    case 'selfRenew':
      return { ...given(kind, 'renew'), completed: given(kind, suffix).completed };
    case 'adminRemove':
      return removed(kind, suffix);
    case 'adminExtend':
      return extended(kind);
    case 'selfExtend':
      // That it was approved has an entry of its own by then.
      return { ...extended(kind), completed: updated.completed };
    case 'adminUpdate':
      return updated;
  }
}

/** Names of what happens to a request or a schedule besides its three phases (resources.md 11.2). */
export const activity = {
  approvalRequested: 'Add member to role approval requested (PIM activation)',
  approved: 'Add member to role request approved (PIM activation)',
  denied: 'Add member to role request denied (PIM activation)',
  ...decided,
  lapsed: 'PIM activation request expired',
  activationEnded: 'Remove member from role (PIM activation expired)',
  assignmentEnded: 'Remove member from role in PIM completed (timebound)',
  eligibilityEnded: 'Remove eligible member from role in PIM completed (timebound)',
  processed: 'Process request',
  policyUpdated: 'Update role setting in PIM',
  alertTriggered: 'Triggered PIM alert',
  alertResolved: 'Resolve PIM alert',
} as const;
