import { Arg, Authorized, Ctx, Extensions, ID, Query, Resolver } from 'type-graphql';
import { PimError } from '../../domain/errors';
import { directoryProvider, tenantScope } from '../../domain/providers/directory';
import { type AccessQuestion, accessQuestionOf, accessValues } from '../../queries/check-access';
import { PlannedRecord } from '../../queries/planner/planned-root';
import type { Context } from '../context';
import { lowerCaseId } from '../lower-case-ids';
import { guidOf, textOf } from '../text';
import { AccessCheckType, shown } from './access-check.type';

/** The question that the arguments ask; raises `Request_BadRequest` and `InvalidScope`. */
function askedWith(principalId: string, roleDefinitionId: string, directoryScopeId: string): AccessQuestion {
  const scopeId = directoryProvider.canonicalScope(directoryScopeId);
  if (scopeId === null)
    throw new PimError('InvalidScope', 'Use / or /administrativeUnits/{id}.', { path: ['directoryScopeId'] });
  return {
    provider: 'directory',
    principalId: guidOf(principalId, ['principalId']),
    roleDefinitionId: lowerCaseId(textOf(roleDefinitionId, 256, ['roleDefinitionId']) ?? ''),
    scopeId,
  };
}

const planned = new PlannedRecord(
  accessQuestionOf('directory'),
  ({ principalId, roleDefinitionId, directoryScopeId }) =>
    accessValues(askedWith(String(principalId), String(roleDefinitionId), String(directoryScopeId))),
);

@Authorized()
@Resolver()
export class AccessCheckResolver {
  @Extensions({ plannedRoot: planned })
  @Query(() => AccessCheckType, {
    nullable: true,
    description:
      'An addition to Graph: does the principal hold the role at the scope now, until when, and through what? Everybody may ask about himself, those who may read PIM about all (L.1); else null. A malformed id or scope is Request_BadRequest or InvalidScope.',
  })
  async accessCheck(
    @Arg('principalId', () => ID, { description: 'GUID of the principal.' }) principalId: string,
    @Arg('roleDefinitionId', () => ID, {
      description: "Id of the role definition; for a built-in role its template's id.",
    })
    roleDefinitionId: string,
    @Arg('directoryScopeId', () => String, {
      defaultValue: tenantScope,
      description:
        'Where: / for the tenant, or /administrativeUnits/{id}. What is held at the tenant counts everywhere.',
    })
    directoryScopeId: string,
    @Ctx() { checkAccess }: Context,
  ) {
    return shown(await checkAccess(askedWith(principalId, roleDefinitionId, directoryScopeId)));
  }
}
