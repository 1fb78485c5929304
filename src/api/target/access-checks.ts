import { Arg, Authorized, Ctx, Extensions, ID, Query, Resolver } from 'type-graphql';
import { PimError } from '../../domain/errors';
import type { Provider } from '../../domain/providers/provider';
import { rulesOf } from '../../domain/target';
import { type AccessQuestion, accessQuestionOf, accessValues } from '../../queries/check-access';
import { PlannedRecord } from '../../queries/planner/planned-root';
import { AccessCheckType, shown } from '../access-check/access-check.type';
import type { Context } from '../context';
import { guidOf, textOf } from '../text';
import { GroupAccessEnum } from './group.enums';

/** Names of the root fields below. */
export const accessCheckFields = ['privilegedAccessGroupAccessCheck', 'azureRoleAccessCheck'] as const;

interface Given {
  readonly principalId: string;
  readonly roleDefinitionId: string;
  readonly scopeId: string;
}

/** The question that the arguments ask, by their names at this provider; raises `Request_BadRequest` and `InvalidScope`. */
function askedOf(provider: Provider, given: Given): AccessQuestion {
  const { canonicalRole, canonicalScope, names } = rulesOf(provider);
  const scopeId = canonicalScope(given.scopeId);
  if (scopeId === null)
    throw new PimError('InvalidScope', `As ${names.scope}, ${names.scopeHint}.`, { path: [names.scope] });
  const roleDefinitionId = canonicalRole(textOf(given.roleDefinitionId, 2_000, [names.role]) ?? '');
  if (roleDefinitionId === null)
    throw new PimError('Request_BadRequest', `${names.role} must be the id of a role.`, { path: [names.role] });
  return { provider, roleDefinitionId, scopeId, principalId: guidOf(given.principalId, ['principalId']) };
}

const ofGroup = (principalId: string, accessId: string, groupId: string): AccessQuestion =>
  askedOf('group', { principalId, roleDefinitionId: accessId, scopeId: groupId });

const ofResource = (principalId: string, roleDefinitionId: string, scope: string): AccessQuestion =>
  askedOf('azure', { principalId, roleDefinitionId, scopeId: scope });

const plannedForGroups = new PlannedRecord(accessQuestionOf('group'), ({ principalId, accessId, groupId }) =>
  accessValues(ofGroup(String(principalId), String(accessId), String(groupId))),
);

const plannedForResources = new PlannedRecord(accessQuestionOf('azure'), ({ principalId, roleDefinitionId, scope }) =>
  accessValues(ofResource(String(principalId), String(roleDefinitionId), String(scope))),
);

/** The access check of groups and of resources, beside that of directory roles. */
@Authorized()
@Resolver()
export class AccessChecksResolver {
  @Extensions({ plannedRoot: plannedForGroups })
  @Query(() => AccessCheckType, {
    nullable: true,
    description:
      'An addition to Graph: is the principal a member or an owner of the group now, until when, and through what? What the directory says counts, and what is held through PIM, nested groups included (G-6). Everybody may ask about himself, those who may read what is held at the group about all (G-7); else null. A malformed id is Request_BadRequest or InvalidScope.',
  })
  async privilegedAccessGroupAccessCheck(
    @Arg('principalId', () => ID, { description: 'GUID of the principal.' }) principalId: string,
    @Arg('accessId', () => GroupAccessEnum, { description: 'Membership or ownership.' })
    accessId: string,
    @Arg('groupId', () => ID, { description: 'GUID of the group.' }) groupId: string,
    @Ctx() { checkAccess }: Context,
  ) {
    return shown(await checkAccess(ofGroup(principalId, accessId, groupId)));
  }

  @Extensions({ plannedRoot: plannedForResources })
  @Query(() => AccessCheckType, {
    nullable: true,
    description:
      'An addition to the model: does the principal hold the role at the scope now, or at one above it (S-4), until when, and through what? Everybody may ask about himself, those who may read what is held at the scope about all (L.2); else null. A malformed id or scope is Request_BadRequest or InvalidScope.',
  })
  async azureRoleAccessCheck(
    @Arg('principalId', () => ID, { description: 'GUID of the principal.' }) principalId: string,
    @Arg('roleDefinitionId', () => String, { description: 'GUID of the role definition, or its path.' })
    roleDefinitionId: string,
    @Arg('scope', () => String, {
      description: 'Path of a management group, subscription, resource group or resource; letter case does not count.',
    })
    scope: string,
    @Ctx() { checkAccess }: Context,
  ) {
    return shown(await checkAccess(ofResource(principalId, roleDefinitionId, scope)));
  }
}
