import { Arg, Authorized, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { ActivationRequirements, RequiredStage } from '../../domain/activation-requirements';
import { PimError } from '../../domain/errors';
import { directoryProvider, tenantScope } from '../../domain/providers/directory';
import type { Target } from '../../domain/target';
import type { Context } from '../context';
import { lowerCaseId } from '../lower-case-ids';
import { textOf } from '../text';
import { ActivationRequirementsType } from './activation-requirements.type';

/** The target that the arguments name; raises `Request_BadRequest` and `InvalidScope`. */
function targetOf(roleDefinitionId: string, directoryScopeId: string): Target {
  const scopeId = directoryProvider.canonicalScope(directoryScopeId);
  if (scopeId === null)
    throw new PimError('InvalidScope', 'Use / or /administrativeUnits/{id}.', { path: ['directoryScopeId'] });
  const role = lowerCaseId(textOf(roleDefinitionId, 256, ['roleDefinitionId']) ?? '');
  return { provider: 'directory', roleDefinitionId: role, scopeId };
}

/** Days and hours as ISO 8601, such as `P1D`, `PT6H` or `P1DT6H`; the time-out of a stage is an hour at least. */
const durationOf = (days: number, hours: number): string =>
  `P${days > 0 ? `${days}D` : ''}${hours > 0 ? `T${hours}H` : ''}`;

const stageOf = ({ position, setting, hasApprover, approvers, escalationApprovers }: RequiredStage) => ({
  position,
  approvers: approvers.people,
  approverCount: approvers.count,
  isDecidedByAdministrators: !hasApprover,
  isApproverJustificationRequired: setting.isApproverJustificationRequired,
  timeOut: durationOf(setting.approvalStageTimeOutInDays, setting.approvalStageTimeOutInHours),
  escalationTime: setting.isEscalationEnabled ? `PT${setting.escalationTimeInMinutes}M` : null,
  escalationApprovers: escalationApprovers.people,
  escalationApproverCount: escalationApprovers.count,
});

const told = ({ eligibleUntil, approvalStages, ...requirements }: ActivationRequirements) => ({
  ...requirements,
  eligibleUntilDateTime: eligibleUntil,
  approvalStages: approvalStages.map(stageOf),
});

@Authorized()
@Resolver()
export class ActivationRequirementsResolver {
  @Query(() => ActivationRequirementsType, {
    nullable: true,
    description:
      'An addition to Graph: what would the caller be asked for if he activated the role at the scope now? Null where there is no such role or scope, where the policy of the role is not for him to see (L.1), and for applications, which activate nothing (L.4). A malformed id or scope is Request_BadRequest or InvalidScope.',
  })
  async activationRequirements(
    @Arg('roleDefinitionId', () => ID, {
      description: "Id of the role definition; for a built-in role its template's id.",
    })
    roleDefinitionId: string,
    @Arg('directoryScopeId', () => String, {
      defaultValue: tenantScope,
      description: 'Where: / for the tenant, or /administrativeUnits/{id}.',
    })
    directoryScopeId: string,
    @Ctx() { activationRequirements }: Context,
  ) {
    const found = await activationRequirements(targetOf(roleDefinitionId, directoryScopeId));
    return found && told(found);
  }
}
