import type { Actor } from '../../../src/domain/actor';
import { isOpen } from '../../../src/domain/approval';
import { approves, hasDecidedAnother } from '../../../src/domain/approvers';
import { can } from '../../../src/domain/authorization';
import { type ScheduleRequest, statusAt } from '../../../src/domain/request';
import { isActive, isCurrent, type Schedule } from '../../../src/domain/schedule';
import type { Target } from '../../../src/domain/target';
import type { World } from './permitted-world';

/** Whether somebody may see the row of a table with that id. */
export type Judgement = (actor: Actor, id: string, world: World, now: Date) => boolean;

const isOwn = ({ principalId }: Actor, request: ScheduleRequest): boolean =>
  request.principalId === principalId || request.createdById === principalId;

const isMine = ({ principalId, groupIds }: Actor, id: string): boolean => id === principalId || groupIds.includes(id);

const stagesOf = (requestId: string, { stages }: World) => stages.filter(({ approvalId }) => approvalId === requestId);

/** Requests and their approvals: one's own, those of whom one approves, and those that one's roles show. */
export const seesRequest: Judgement = (actor, id, world, now) => {
  const request = world.requests.find((one) => one.id === id);
  if (!request) return false;
  return (
    isOwn(actor, request) ||
    can(actor, 'request.read', world.placeOf(request)) ||
    stagesOf(id, world).some((one) => approves(actor, one, [], now))
  );
};

/** Requests that wait for one's decision. */
export const decidesRequest: Judgement = (actor, id, world, now) => {
  const request = world.requests.find((one) => one.id === id);
  if (!request || isOwn(actor, request) || statusAt(request, now) !== 'PendingApproval') return false;
  const stages = stagesOf(id, world);
  const approval = world.approvals.find((one) => one.id === id) ?? null;
  return stages.some(
    (one) => isOpen(one, now) && approves(actor, one, [], now) && !hasDecidedAnother(actor, one, stages, approval),
  );
};

/** Schedules: one's own and one's groups', and those that one's roles show. */
export const seesSchedule: Judgement = (actor, id, world) =>
  world.schedules.some(
    (one) => one.id === id && (isMine(actor, one.principalId) || can(actor, 'schedule.read', world.placeOf(one))),
  );

/** Whether one holds, may activate or has asked for something. */
const concerns = (actor: Actor, world: World, now: Date, test: (thing: Target) => boolean): boolean =>
  world.schedules.some((one) => test(one) && isMine(actor, one.principalId) && isCurrent(one, now)) ||
  world.requests.some((one) => test(one) && one.principalId === actor.principalId);

/** Roles: those that concern one, and all for those who may read them. */
export const seesRole: Judgement = (actor, id, world, now) =>
  can(actor, 'roleDefinition.read') || concerns(actor, world, now, ({ roleDefinitionId }) => roleDefinitionId === id);

/** Policies: of directory roles those of the roles that concern one, of others those of the very targets. */
export const seesPolicy: Judgement = (actor, id, world, now) => {
  const policy = world.policies.find((one) => one.id === id);
  if (!policy) return false;
  const isSame = ({ provider, roleDefinitionId, scopeId }: Target): boolean =>
    roleDefinitionId === policy.roleDefinitionId &&
    (policy.provider === 'directory' || (provider === policy.provider && scopeId === policy.scopeId));
  return can(actor, 'policy.read', world.placeOf(policy)) || concerns(actor, world, now, isSame);
};

const ownsThroughPim = ({ principalId }: Actor, one: Schedule, now: Date): boolean =>
  one.provider === 'group' &&
  one.kind === 'assignment' &&
  one.roleDefinitionId === 'owner' &&
  one.principalId === principalId &&
  isActive(one, now);

/** People, groups and applications: oneself, one's groups, what one owns, and all for those who may read the directory. */
export const seesPrincipal: Judgement = (actor, id, { owned, schedules }, now) =>
  can(actor, 'directory.read') ||
  isMine(actor, id) ||
  owned.some(({ object_id, owner_id }) => object_id === id && owner_id === actor.principalId) ||
  schedules.some((one) => one.scopeId === id && ownsThroughPim(actor, one, now));

/** Administrative units: one's own, and all for those who may read the directory. */
export const seesUnit: Judgement = (actor, id, { belonging }) =>
  can(actor, 'directory.read') ||
  belonging.some(({ member_id, unit_id }) => unit_id === id && member_id === actor.principalId);

/** Audit entries: of one's own acts and about oneself; of resources for those who may read there, others for auditors. */
export const seesAudit: Judgement = (actor, id, world) => {
  const entry = world.audits.find((one) => one.id === id);
  if (!entry) return false;
  if ([entry.initiatedById, entry.subjectId].includes(actor.principalId)) return true;
  return entry.provider === 'azure' ? can(actor, 'request.read', world.placeOf(entry)) : can(actor, 'audit.read');
};

/** Emergency uses: one's own, and all for those who may read alerts. */
export const seesUse: Judgement = (actor, id, { requests }) =>
  can(actor, 'alert.read') || requests.some((one) => one.id === id && one.principalId === actor.principalId);
