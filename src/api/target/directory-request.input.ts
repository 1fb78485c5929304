import { ID, InputType } from 'type-graphql';
import { PimError } from '../../domain/errors';
import type { NewRequest } from '../../domain/new-request';
import { directoryProvider } from '../../domain/providers/directory';
import type { RequestAction } from '../../domain/request';
import type { Kind } from '../../domain/target';
import { RequestActionEnum } from '../enums';
import { Nullable, Required } from '../fields';
import { lowerCaseId } from '../lower-case-ids';
import { guidOf, textOf } from '../text';
import { askedIn, GraphRequestInput } from './new-request.input';
import type { NewRequestInput } from './variant';

@InputType()
class DirectoryRequestInput extends GraphRequestInput {
  @Required(() => RequestActionEnum, 'What is asked for (resources.md 1.7).')
  readonly action!: RequestAction;

  @Required(() => ID, 'GUID of the principal it is about; for self actions the caller.')
  readonly principalId!: string;

  @Required(() => ID, "Id of the role definition; for a built-in role its template's id.")
  readonly roleDefinitionId!: string;

  @Nullable(() => String, 'Where: / for the tenant, or /administrativeUnits/{id}. Must be sent.')
  readonly directoryScopeId?: string | null;

  @Nullable(
    () => String,
    'Scope within an application: refused with InvalidScope, as only directory scopes exist here.',
  )
  readonly appScopeId?: string | null;
}

/** Requests about directory roles. */
export const directoryRequests: NewRequestInput = {
  type: DirectoryRequestInput,
  newRequestOf: (kind: Kind, input: DirectoryRequestInput): NewRequest => ({
    kind,
    action: input.action,
    principalId: guidOf(input.principalId, ['input', 'principalId']),
    target: {
      provider: 'directory',
      roleDefinitionId: lowerCaseId(textOf(input.roleDefinitionId, 256, ['input', 'roleDefinitionId']) ?? ''),
      scopeId: scopeOf(input),
    },
    ...askedIn(input),
  }),
};

function scopeOf({ directoryScopeId, appScopeId }: DirectoryRequestInput): string {
  if (appScopeId !== null && appScopeId !== undefined) {
    throw new PimError('InvalidScope', 'There are no application scopes here; send directoryScopeId.', {
      path: ['input', 'appScopeId'],
    });
  }
  const scopeId = directoryScopeId ? directoryProvider.canonicalScope(directoryScopeId) : null;
  if (scopeId) return scopeId;
  throw new PimError('InvalidScope', 'Send directoryScopeId: / or /administrativeUnits/{id}.', {
    path: ['input', 'directoryScopeId'],
  });
}
