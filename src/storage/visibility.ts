import { type Action, rolesFor } from '../domain/authorization';
import { callerAndGroups, callerGroups, callerId, callerIsPerson, now } from './session';
import { identifier, raw, type Sql, sql } from './sql';

/** A column of the row with that alias. */
const column = (row: string, name: string): Sql => sql`${identifier(row)}.${raw(name)}`;

/**
 * The scopes at which the caller holds a role that allows the action, as `text[]`: the permission table of
 * `domain/authorization.ts` in SQL. Evaluated once per statement.
 */
const scopesFor = (action: Action): Sql =>
  sql`array(select held.scope_id from held where held.role_definition_id = any (${raw(
    `'{${rolesFor[action].join(',')}}'::text[]`,
  )}))`;

/** Whether the caller's roles allow the action on a row that has a scope; the tenant's scope covers all. */
const allowedAt = (action: Action, row: string): Sql =>
  sql`(array['/', ${column(row, 'scope_id')}] && ${scopesFor(action)})`;

/** Whether the caller's roles allow the action on something that belongs to the tenant as a whole. */
export const allowedInTenant = (action: Action): Sql => sql`('/' = any (${scopesFor(action)}))`;

/**
 * Whether the caller is among the approvers of the stage `row` now: named, in a named group, the requestor's manager, a
 * Global or Privileged Role Administrator where nobody else is there to decide, or after its escalation one of those it
 * has escalated to (E-2 to E-4, W-7); `isApprover` in SQL.
 */
export const isApproverOf = (row: string): Sql =>
  sql`(${callerIsPerson} and (${isAmong(row, 'approver')}
    or (${column(row, 'is_decided_by_administrators')} and ${allowedInTenant('approval.decideByDefault')})
    or (${column(row, 'escalates_at')} <= ${now} and ${isAmong(row, 'escalation')})))`;

const isAmong = (row: string, who: 'approver' | 'escalation'): Sql =>
  sql`(${callerId} = any (${column(row, `${who}_user_ids`)}) or ${column(row, `${who}_group_ids`)} && ${callerGroups}
    or (cardinality(${column(row, `${who}_manager_levels`)}) > 0 and exists (
      select from unnest(${column(row, `${who}_manager_levels`)}) as level
       where manager_of(${column(row, 'requestor_id')}, level) = ${callerId})))`;

/** Whether the caller is an approver of any stage of the request `row`, open or decided. */
const approvesRequest = (row: string): Sql =>
  sql`(${column(row, 'approval_id')} is not null and exists (
    select from approval_stage as approving where approving.approval_id = ${column(row, 'approval_id')} and ${isApproverOf('approving')}))`;

/**
 * Whether the caller may decide the request `row` now: an open stage waits for him, the request is not his own (E-5,
 * E-14), and he has not decided another stage of it.
 */
export const mayDecideRequest = (row: string): Sql =>
  sql`(${column(row, 'status')} = 'PendingApproval' and ${column(row, 'lapses_at')} > ${now}
    and ${column(row, 'principal_id')} <> ${callerId} and ${column(row, 'created_by_id')} <> ${callerId}
    and exists (select from approval_stage as deciding where deciding.approval_id = ${column(row, 'approval_id')}
      and deciding.status = 'InProgress' and deciding.expires_at > ${now} and ${isApproverOf('deciding')})
    and not ${hasDecidedStageOf(column(row, 'approval_id'))})`;

/**
 * Whether the caller has decided a stage of the approval and the policy lets nobody decide two: then every open one is
 * for others; `hasDecidedAnother` of domain/approvers.ts.
 */
export const hasDecidedStageOf = (approvalId: Sql): Sql => sql`exists (
  select from approval_stage as decided join approval as whole on whole.id = decided.approval_id
   where decided.approval_id = ${approvalId} and decided.reviewed_by_id = ${callerId}
     and not whole.is_approver_allowed_in_several_stages)`;

/** Requests: one's own, those one made, those one may decide or might have, and all for those who may read PIM. */
export const requestIsVisible = (row: string): Sql =>
  sql`(${column(row, 'principal_id')} = ${callerId} or ${column(row, 'created_by_id')} = ${callerId}
    or ${allowedAt('request.read', row)} or ${approvesRequest(row)})`;

/** Schedules and their instances: one's own, those of one's groups (M-8), and all for those who may read PIM. */
export const scheduleIsVisible = (row: string): Sql =>
  sql`(${column(row, 'principal_id')} = any (${callerAndGroups}) or ${allowedAt('schedule.read', row)})`;

/** Approvals: as the request that they belong to; `row` is an approval. */
export const approvalIsVisible = (row: string): Sql =>
  sql`exists (select from schedule_request as approved where approved.id = ${column(row, 'id')} and ${requestIsVisible('approved')})`;

/** Role definitions: those one holds, may activate or has asked for, and all for those who may read them. */
export const roleDefinitionIsVisible = (row: string): Sql =>
  sql`(${allowedInTenant('roleDefinition.read')} or ${concernsCaller(column(row, 'id'))})`;

/** Policies: those of the roles one holds, may activate or has asked for, and all for those who may read them. */
export const policyIsVisible = (row: string): Sql => policyOfRoleIsVisible(column(row, 'role_definition_id'));

/** The same, told from the id of the role that the policy is for. */
export const policyOfRoleIsVisible = (roleDefinitionId: Sql): Sql =>
  sql`(${allowedInTenant('policy.read')} or ${concernsCaller(roleDefinitionId)})`;

/** The roles of what he holds or may activate are few, and so read once; his requests may be many, and the first decides. */
const concernsCaller = (roleDefinitionId: Sql): Sql =>
  sql`(${roleDefinitionId} = any (array(select mine.role_definition_id from session cross join schedule as mine
      where mine.principal_id = any (${callerAndGroups}) and not isempty(mine.span) and (upper_inf(mine.span) or upper(mine.span) > ${now})))
    or exists (select from schedule_request as asked where asked.role_definition_id = ${roleDefinitionId} and asked.principal_id = ${callerId}))`;

/** Users, groups and service principals: oneself, one's own groups, and all for those who may read the directory. */
export const principalIsVisible = (row: string): Sql =>
  sql`(${column(row, 'id')} = any (${callerAndGroups}) or ${allowedInTenant('directory.read')}
    or exists (select from object_owner as owned where owned.object_id = ${column(row, 'id')} and owned.owner_id = ${callerId}))`;

/** Administrative units: those one belongs to, and all for those who may read the directory. */
export const administrativeUnitIsVisible = (row: string): Sql =>
  sql`(${allowedInTenant('directory.read')} or exists (select from administrative_unit_member as belonging
    where belonging.administrative_unit_id = ${column(row, 'id')} and belonging.member_id = ${callerId}))`;

/** Audit entries: one's own acts and those about oneself, and all for those who may read the audit (L.1, P-3). */
export const auditIsVisible = (row: string): Sql =>
  sql`(${column(row, 'initiated_by_id')} = ${callerId} or ${column(row, 'subject_id')} = ${callerId} or ${allowedInTenant('audit.read')})`;

/** Uses of emergency accounts and what is told of them: one's own, and all for those who may read alerts (L.1); `row` has a `principal_id`. */
export const emergencyUseIsVisible = (row: string): Sql =>
  sql`(${column(row, 'principal_id')} = ${callerId} or ${allowedInTenant('alert.read')})`;
