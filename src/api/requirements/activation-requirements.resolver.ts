import { Arg, Authorized, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { ActivationRequirements, RequiredStage } from '../../domain/activation-requirements';
import { PimError } from '../../domain/errors';
import { tenantScope } from '../../domain/providers/directory';
import type { Provider } from '../../domain/providers/provider';
import { rulesOf, type Target } from '../../domain/target';
import type { Context } from '../context';
import { lowerCaseId } from '../lower-case-ids';
import { GroupAccessEnum } from '../target/group.enums';
import { textOf } from '../text';
import { ActivationRequirementsType } from './activation-requirements.type';

const longestScope = 2_000;
const longestRole = 256;

/**
 * The target that the arguments name, each under the name that the provider's callers know; `Request_BadRequest` for a
 * text that is too long (`longest` is that of the role), `InvalidScope` for what can be no scope. What can be no role is a role that does not exist.
 */
export function targetOf(provider: Provider, roleDefinitionId: string, scope: string, longest = longestRole): Target {
  const { names, canonicalRole, canonicalScope } = rulesOf(provider);
  const scopeId = canonicalScope(textOf(scope, longestScope, [names.scope]) ?? '');
  if (scopeId === null) throw new PimError('InvalidScope', `No scope; ${names.scopeHint}.`, { path: [names.scope] });
  const role = lowerCaseId(textOf(roleDefinitionId, longest, [names.role]) ?? '');
  return { provider, roleDefinitionId: canonicalRole(role) ?? '', scopeId };
}

/** Days and hours as ISO 8601, such as `P1D`, `PT6H` or `P1DT6H`; the time-out of a stage is an hour at least. */
const durationOf = (days: number, hours: number): string =>
  `P${days > 0 ? `${days}D` : ''}${hours > 0 ? `T${hours}H` : ''}`;

const stageOf = ({ position, setting, isDecidedByAdministrators, ...asked }: RequiredStage) => ({
  position,
  approvers: asked.approvers.people,
  approverCount: asked.approvers.count,
  isDecidedByAdministrators,
  isApproverJustificationRequired: setting.isApproverJustificationRequired,
  timeOut: durationOf(setting.approvalStageTimeOutInDays, setting.approvalStageTimeOutInHours),
  escalationTime: setting.isEscalationEnabled ? `PT${setting.escalationTimeInMinutes}M` : null,
  escalationApprovers: asked.escalationApprovers.people,
  escalationApproverCount: asked.escalationApprovers.count,
});

const told = ({ eligibleUntil, approvalStages, ...requirements }: ActivationRequirements) => ({
  ...requirements,
  eligibleUntilDateTime: eligibleUntil,
  approvalStages: approvalStages.map(stageOf),
});

/** What the caller would be asked for, as the API tells it; null when that is not for him to know. */
export async function requirementsFor({ activationRequirements }: Context, target: Target) {
  const found = await activationRequirements(target);
  return found && told(found);
}

@Authorized()
@Resolver()
export class ActivationRequirementsResolver {
  @Query(() => ActivationRequirementsType, {
    nullable: true,
    description:
      'An addition to Graph: what would the caller be asked for if he activated the role at the scope now? Null where there is no such role or scope, where the policy of the role is not for him to see (L.1), and for applications, which activate nothing (L.4). A malformed id or scope is Request_BadRequest or InvalidScope.',
  })
  activationRequirements(
    @Arg('roleDefinitionId', () => ID, {
      description: "Id of the role definition; for a built-in role its template's id.",
    })
    roleDefinitionId: string,
    @Arg('directoryScopeId', () => String, {
      defaultValue: tenantScope,
      description: 'Where: / for the tenant, or /administrativeUnits/{id}.',
    })
    directoryScopeId: string,
    @Ctx() context: Context,
  ) {
    return requirementsFor(context, targetOf('directory', roleDefinitionId, directoryScopeId));
  }

  @Query(() => ActivationRequirementsType, {
    nullable: true,
    description:
      'An addition to Graph: what would the caller be asked for if he activated the membership or the ownership of the group now? Null where there is no such group, where its policy is not for him to see (G-7, L.3), and for applications. A group that is not under management yet is judged by the policy that it would start with (G-4). A malformed id is InvalidScope.',
  })
  privilegedAccessGroupActivationRequirements(
    @Arg('accessId', () => GroupAccessEnum, { description: 'Membership or ownership.' }) accessId: string,
    @Arg('groupId', () => ID, { description: 'GUID of the group.' }) groupId: string,
    @Ctx() context: Context,
  ) {
    return requirementsFor(context, targetOf('group', accessId, groupId));
  }
}
