import { type Action, holdersFor } from '../domain/authorization';
import { providers } from '../domain/providers/all';
import type { Holder, Provider, TargetAction } from '../domain/providers/provider';
import { callerAndGroups, callerGroups, callerId, callerIsPerson, now } from './session';
import { anyOf, identifier, raw, type Sql, sql } from './sql';

/** A column of the row with that alias. */
const column = (row: string, name: string): Sql => sql`${identifier(row)}.${raw(name)}`;

const texts = (values: readonly string[]): Sql => raw(`'{${values.join(',')}}'::text[]`);

const rolesOf = (holders: readonly Holder[]): readonly string[] =>
  holders.map(({ roleDefinitionId }) => roleDefinitionId);

/** The scopes at which the caller holds one of these directory roles, as `text[]`. Evaluated once per statement. */
const scopesOf = (roles: readonly string[]): Sql =>
  sql`array(select held.scope_id from held where held.role_definition_id = any (${texts(roles)}))`;

const inTenant = (roles: readonly string[]): Sql => sql`('/' = any (${scopesOf(roles)}))`;

/**
 * Whether the caller's roles allow the action on a row that has a scope, of a provider that is known: the permission table of
 * `domain/authorization.ts` in SQL. A directory role that is held in the whole tenant reaches everything of a provider that
 * names it; else a role reaches what is at its scope, or below.
 */
function allowedOf(provider: Provider, action: TargetAction, row: string): Sql {
  const holders = holdersFor(action, { provider });
  const among = (test: (holder: Holder) => boolean) => rolesOf(holders.filter(test));
  const scope = column(row, 'scope_id');
  if (provider === 'directory') return sql`(array['/', ${scope}] && ${scopesOf(rolesOf(holders))})`;
  const tenantWide = (isAssignable?: boolean) =>
    among((holder) => holder.provider === 'directory' && holder.isAssignableToRole === isAssignable);
  const own = among((holder) => holder.provider === provider);
  if (provider !== 'group') return reachesResource(scope, own);
  const isAssignable = sql`coalesce((select g.is_assignable_to_role from principal as g
    where g.id = (case ${column(row, 'provider')} when 'group' then ${scope} end)::uuid), false)`;
  return anyOf([
    inTenant(tenantWide()),
    sql`(${inTenant(tenantWide(true))} and ${isAssignable})`,
    sql`(${inTenant(tenantWide(false))} and not ${isAssignable})`,
    ...(own.length > 0 ? [sql`${scope} = any (array(select owning.object_id::text from owning))`] : []),
  ]);
}

/** Whether the caller holds one of these roles on resources at the scope or above it. */
const reachesResource = (scope: Sql, roles: readonly string[]): Sql =>
  roles.length === 0
    ? raw('false')
    : sql`exists (select from ruling join resource_scope as reached on ruling.scope_id = any (reached.covered_by)
        where reached.id = ${scope} and ruling.role_definition_id = any (${texts(roles)}))`;

/** The same for a row of any provider, unless it is known which. */
const allowedAt = (action: TargetAction, row: string, provider: Provider | null): Sql => {
  if (provider) return allowedOf(provider, action, row);
  const branches = Object.keys(providers) as readonly Provider[];
  const whens = branches.map((one) => sql`when ${raw(`'${one}'`)} then ${allowedOf(one, action, row)}`);
  return sql`(case ${column(row, 'provider')} ${whens.reduce((sum, when) => sql`${sum} ${when}`)} end)`;
};

/** Whether the caller's roles allow the action on something that belongs to the tenant as a whole. */
export const allowedInTenant = (action: Action): Sql =>
  inTenant(rolesOf(holdersFor(action, { provider: 'directory' })));

/** Whether the caller's roles allow the action at a scope of a provider; `scope` is its canonical id. */
export const isAllowedAtScope = (action: TargetAction, provider: Provider, scope: Sql): Sql => sql`exists (
  select from (select ${raw(`'${provider}'`)}::text as provider, ${scope} as scope_id) as place where ${allowedOf(provider, action, 'place')})`;

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
export const requestIsVisible = (row: string, provider: Provider | null = null): Sql =>
  sql`(${column(row, 'principal_id')} = ${callerId} or ${column(row, 'created_by_id')} = ${callerId}
    or ${allowedAt('request.read', row, provider)} or ${approvesRequest(row)})`;

/** Schedules and their instances: one's own, those of one's groups (M-8), and all for those who may read PIM. */
export const scheduleIsVisible = (row: string, provider: Provider | null = null): Sql =>
  sql`(${column(row, 'principal_id')} = any (${callerAndGroups}) or ${allowedAt('schedule.read', row, provider)})`;

/** Approvals: as the request that they belong to; `row` is an approval. */
export const approvalIsVisible = (row: string): Sql =>
  sql`exists (select from schedule_request as approved where approved.id = ${column(row, 'id')} and ${requestIsVisible('approved')})`;

/** Role definitions: those one holds, may activate or has asked for, and all for those who may read them. */
export const roleDefinitionIsVisible = (row: string): Sql =>
  sql`(${allowedInTenant('roleDefinition.read')} or ${concernsCaller(column(row, 'id'))})`;

/** Policies: those of the roles one holds, may activate or has asked for, and all for those who may read them. */
export const policyIsVisible = (row: string): Sql => sql`(case ${column(row, 'provider')}
  when 'directory' then ${policyOfRoleIsVisible(column(row, 'role_definition_id'))}
  else ${allowedAt('policy.read', row, null)} or ${concernsCallerAt(row)} end)`;

/** Whether the caller holds, may activate or has asked for what the policy `row` is for, where roles are not the same everywhere. */
const concernsCallerAt = (row: string): Sql => {
  const same = (other: string) => sql`${column(other, 'provider')} = ${column(row, 'provider')}
    and ${column(other, 'role_definition_id')} = ${column(row, 'role_definition_id')} and ${column(other, 'scope_id')} = ${column(row, 'scope_id')}`;
  return sql`(exists (select from schedule as mine where mine.principal_id = any (${callerAndGroups}) and ${same('mine')}
      and not isempty(mine.span) and (upper_inf(mine.span) or upper(mine.span) > ${now}))
    or exists (select from schedule_request as asked where asked.principal_id = ${callerId} and ${same('asked')}))`;
};

/** The same of a policy of a directory role, told from the id of the role. */
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
    or ${column(row, 'id')} = any (array(select owning.object_id from owning)))`;

/** Administrative units: those one belongs to, and all for those who may read the directory. */
export const administrativeUnitIsVisible = (row: string): Sql =>
  sql`(${allowedInTenant('directory.read')} or exists (select from administrative_unit_member as belonging
    where belonging.administrative_unit_id = ${column(row, 'id')} and belonging.member_id = ${callerId}))`;

/**
 * Audit entries: one's own acts and those about oneself, and all for those who may read the audit (L.1, P-3), but for those
 * of resources, which are for whoever may read what happens there (L.2).
 */
export const auditIsVisible = (row: string): Sql =>
  sql`(${column(row, 'initiated_by_id')} = ${callerId} or ${column(row, 'subject_id')} = ${callerId}
    or case when coalesce(${column(row, 'provider')}, 'directory') in ('directory', 'group') then ${allowedInTenant('audit.read')}
      else ${allowedAt('request.read', row, null)} end)`;

/** Uses of emergency accounts and what is told of them: one's own, and all for those who may read alerts (L.1); `row` has a `principal_id`. */
export const emergencyUseIsVisible = (row: string): Sql =>
  sql`(${column(row, 'principal_id')} = ${callerId} or ${allowedInTenant('alert.read')})`;
