import type { Moment } from './actor';
import { type Schedule, untouched } from './schedule';
import type { Target } from './target';

/** An assignment from now on without an end that no request makes, as those outside PIM. */
export const permanentAssignment = (
  principalId: string,
  { provider, roleDefinitionId, scopeId }: Target,
  { now, newId }: Pick<Moment, 'now' | 'newId'>,
): Schedule => ({
  ...untouched,
  id: newId(),
  kind: 'assignment',
  provider,
  roleDefinitionId,
  scopeId,
  principalId,
  appScopeId: null,
  assignmentType: 'Assigned',
  startAt: now,
  endAt: null,
  activatedUsing: null,
  activatedThrough: [],
  condition: null,
  conditionVersion: null,
  createdUsing: null,
  createdAt: now,
  startAnnouncedAt: now,
});
