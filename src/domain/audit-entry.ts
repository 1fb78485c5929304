import type { Actor, Moment } from './actor';
import type { AuditEntry, InitiatedBy, KeyValue, TargetResource } from './audit';
import type { Principal, RoleDefinition } from './principal';
import { auditGroupType } from './providers/group';
import type { ScheduleRequest } from './request';
import type { Scope } from './scope';
import { rulesOf, type Target } from './target';
import type { Span } from './time';

/** What an audit entry tells about, besides who and when. */
export interface AuditFacts {
  readonly target: Target;
  readonly role: RoleDefinition | null;
  readonly subject: Principal | null;
  readonly subjectId: string | null;
  /** Where it happened; names the scope where that stands for the directory. Absent or null where it is not known. */
  readonly scope?: Scope | null;
  readonly request: Pick<ScheduleRequest, 'id' | 'justification' | 'ticketNumber' | 'ticketSystem'> | null;
  readonly span?: Span | null;
  /** Joins the entries of one request's life; the request's id where there is one (P-1). */
  readonly correlationId: string;
}

/** What became of the attempt. */
export interface AuditResult {
  readonly activity: string;
  readonly operationType: 'Add' | 'Update' | 'Delete';
  readonly result: 'success' | 'failure' | 'timeout';
  /** The justification, or why an attempt was refused (P-4). */
  readonly reason: string | null;
}

/** An entry of the audit in the shape of resources.md 11.1. */
export const auditEntry = (told: AuditResult, facts: AuditFacts, moment: Moment): AuditEntry =>
  auditor(facts, moment)(told);

/** Writes entries about the same facts: what they have in common is one and the same in all of them. */
export function auditor(facts: AuditFacts, moment: Moment): (told: AuditResult) => AuditEntry {
  const { target, correlationId, subjectId, request } = facts;
  const { category, otherNames } = rulesOf(target.provider).audit;
  const documents = {
    initiatedBy: initiatedBy(moment.actor),
    targetResources: targetResources(facts, moment.tenantId),
    additionalDetails: additionalDetails(facts, moment),
  };
  return ({ activity, operationType, result, reason }) => ({
    id: moment.newId(),
    activityAt: moment.now,
    activityDisplayName: otherNames[activity] ?? activity,
    category,
    correlationId,
    initiatedBy: documents.initiatedBy,
    initiatedById: moment.actor.principalId,
    loggedByService: 'PIM',
    operationType,
    result,
    resultReason: reason,
    targetResources: documents.targetResources,
    additionalDetails: documents.additionalDetails,
    subjectId,
    requestId: request?.id ?? null,
    provider: target.provider,
    scopeId: target.scopeId,
  });
}

/** Who acted, in the audit's words: people as users, everything else as an application (P-7). */
export function initiatedBy(actor: Actor): InitiatedBy {
  const { principalId: id, displayName, userPrincipalName, ipAddress } = actor;
  if (!actor.isApplication) return { app: null, user: { id, displayName, userPrincipalName, ipAddress } };
  return {
    app: { appId: null, displayName, servicePrincipalId: id, servicePrincipalName: null },
    user: null,
  };
}

const resource = (type: string, id: string | null, rest: Partial<TargetResource> = {}): TargetResource => ({
  id,
  displayName: null,
  type,
  userPrincipalName: null,
  groupType: null,
  modifiedProperties: [],
  ...rest,
});

/** Role, Request, User, Directory, Other: in this order (resources.md 11.1). */
function targetResources(
  { target, role, subject, subjectId, request, scope = null }: AuditFacts,
  tenantId: string,
): readonly TargetResource[] {
  const modifiedProperties = roleProperties(role).map(({ key, value }) => ({
    displayName: key,
    oldValue: '""',
    newValue: JSON.stringify(value ?? ''),
  }));
  return [
    resource('Role', target.roleDefinitionId, { displayName: role?.displayName ?? null, modifiedProperties }),
    resource('Request', request?.id ?? null),
    resource('User', subjectId, {
      displayName: subject?.displayName ?? null,
      userPrincipalName: subject?.userPrincipalName ?? null,
    }),
    rulesOf(target.provider).audit.isScopeTheDirectory
      ? resource('Directory', target.scopeId, {
          displayName: scope?.displayName ?? null,
          groupType: scope?.group ? auditGroupType(scope.group) : null,
        })
      : resource('Directory', tenantId, { displayName: target.scopeId }),
    resource('Other', null),
  ];
}

const roleProperties = (role: RoleDefinition | null): readonly KeyValue[] =>
  role === null
    ? []
    : [
        { key: 'RoleDefinitionOriginId', value: role.id },
        { key: 'RoleDefinitionOriginType', value: role.isBuiltIn ? 'BuiltInRole' : 'CustomRole' },
        { key: 'TemplateId', value: role.templateId ?? role.id },
      ];

function additionalDetails({ role, request, span }: AuditFacts, { actor, tenantId }: Moment): readonly KeyValue[] {
  const details: readonly KeyValue[] = [
    ...roleProperties(role),
    { key: 'StartTime', value: span?.startAt.toISOString() ?? null },
    { key: 'ExpirationTime', value: span?.endAt?.toISOString() ?? null },
    { key: 'Justification', value: request?.justification ?? null },
    { key: 'TicketNumber', value: request?.ticketNumber ?? null },
    { key: 'TicketSystem', value: request?.ticketSystem ?? null },
    { key: 'oid', value: actor.principalId },
    { key: 'tid', value: tenantId },
    { key: 'wids', value: actor.roles.map(({ roleDefinitionId }) => roleDefinitionId).join(',') || null },
    { key: 'ipaddr', value: actor.ipAddress },
    { key: 'RequestId', value: request?.id ?? null },
  ];
  return details.filter(({ value }) => value !== null);
}
