/** How many rows the bench's database holds, and which principals play which part (ordinals from 1). */
export interface Sizes {
  /** Multiple of the numbers. */
  readonly scale: number;
  readonly roles: number;
  readonly principals: number;
  /** Users come first, then groups, then service principals. */
  readonly users: number;
  readonly groups: number;
  readonly requests: number;
  readonly pending: number;
  /** Groups whose members approve; the first ones. */
  readonly approverGroups: number;
  /** Users who approve: from `firstApprover` on. */
  readonly firstApprover: number;
  readonly approvers: number;
  /** Users with pending requests: from `firstWaiting` on, `pending` of them. */
  readonly firstWaiting: number;
  /** Users who ask for activation in W5, who hold no activation: from `firstAsking` on. */
  readonly firstAsking: number;
  readonly asking: number;
  /** The user who reads everything (Global Reader). */
  readonly reader: number;
}

/**
 * The numbers at a scale; at 1 those of the issue: 200 roles, 50,000 principals, 200,000 eligibilities, 500,000 requests
 * of which 500 pending, 50,000 active schedules. The number of roles never falls below 200.
 */
export function sizesAt(scale: number): Sizes {
  const principals = Math.round(50_000 * scale);
  const part = (share: number) => Math.round(principals * share);
  return {
    scale,
    roles: Math.max(200, Math.round(200 * scale)),
    principals,
    users: part(0.9),
    groups: part(0.06),
    requests: principals * 10,
    pending: Math.round(principals / 100),
    approverGroups: 20,
    firstApprover: part(0.88) + 1,
    approvers: Math.min(100, part(0.02)),
    firstWaiting: part(0.8) + 1,
    firstAsking: part(0.6) + 1,
    asking: Math.min(4_000, part(0.08)),
    reader: part(0.9),
  };
}
