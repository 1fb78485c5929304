const kinds = ['member', 'eligible member'] as const;
const ends = ['permanent', 'timebound'] as const;

/** The audit's published activity names, as far as requests, approvals and settings use them (resources.md 11.2). */
export const publishedActivities: readonly string[] = [
  ...kinds.flatMap((kind) => [
    ...['requested', 'canceled'].flatMap((phase) =>
      [...ends, 'renew'].map((end) => `Add ${kind} to role in PIM ${phase} (${end})`),
    ),
    ...ends.map((end) => `Add ${kind} to role in PIM completed (${end})`),
    ...['requested', 'completed'].flatMap((phase) =>
      ends.map((end) => `Remove ${kind} from role in PIM ${phase} (${end})`),
    ),
    `Update ${kind} in PIM requested (extend)`,
    `Update ${kind} in PIM canceled (extend)`,
  ]),
  'Add member to role requested (PIM activation)',
  'Add member to role approval requested (PIM activation)',
  'Add member to role request approved (PIM activation)',
  'Add member to role request denied (PIM activation)',
  'Add member to role completed (PIM activation)',
  'Add member to role canceled (PIM activation)',
  'PIM activation request expired',
  'Remove member from role (PIM activation expired)',
  'Remove member from role requested (PIM deactivate)',
  'Remove member from role completed (PIM deactivate)',
  'Update member in PIM approved by admin (extend/renew)',
  'Update member in PIM denied by admin (extend/renew)',
  'Add member to role outside of PIM (permanent)',
  'Resource updated',
  'Cancel request',
  'Cancel request for role removal',
  'Cancel request for role update',
  'Process request',
  'Process role removal request',
  'Process role update request',
  'Update role setting in PIM',
  'Triggered PIM alert',
  'Resolve PIM alert',
  // Of Entra's core directory, which keeps the accounts.
  'Update user',
];
