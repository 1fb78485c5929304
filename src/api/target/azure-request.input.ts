import { ID, InputType } from 'type-graphql';
import { PimError } from '../../domain/errors';
import type { Condition, NewRequest } from '../../domain/new-request';
import { resourceProvider } from '../../domain/providers/all';
import {
  type ExpirationPatternType,
  type RequestAction,
  type RequestedPeriod,
  requestActions,
} from '../../domain/request';
import type { Kind } from '../../domain/target';
import { Nullable, Required } from '../fields';
import { TicketInfoInput, ticketOf } from '../request/request.input';
import { DateTimeScalar, DurationScalar } from '../scalars';
import { guidOf, textOf } from '../text';
import { AzureExpirationTypeEnum, AzureRequestTypeEnum } from './azure.enums';
import { scopeIdOf } from './azure-scope.input';
import { keyText } from './new-request.input';
import type { NewRequestInput } from './variant';

@InputType('AzureExpirationInput', { description: 'When a period ends. endDateTime or duration, not both.' })
export class AzureExpirationInput {
  @Nullable(() => AzureExpirationTypeEnum, 'Which of the other two says when; NotSpecified when it is absent.')
  readonly type?: Capitalize<ExpirationPatternType> | null;

  @Nullable(() => DateTimeScalar, 'The end, with AfterDateTime. That instant itself is no longer inside.')
  readonly endDateTime?: Date | null;

  @Nullable(() => DurationScalar, 'The length, with AfterDuration, counted from the real start (A-6).')
  readonly duration?: string | null;
}

@InputType('AzureScheduleInfoInput', { description: 'The period that is asked for (resources.md 12.2).' })
export class AzureScheduleInfoInput {
  @Nullable(() => DateTimeScalar, 'The start; absent or in the past means now (A-6).')
  readonly startDateTime?: Date | null;

  @Nullable(
    () => AzureExpirationInput,
    'How it ends. An activation that does not say lasts as long as its policy allows (B-8).',
  )
  readonly expiration?: AzureExpirationInput | null;
}

@InputType()
class AzureRequestInput {
  @Required(() => String, 'Where: the path of a scope, in any letter case.')
  readonly scope!: string;

  @Nullable(
    () => ID,
    "ARM's name of the request: a GUID of the caller's choice, which becomes its id. One that is used already is refused (S-9). Chosen here when it is absent.",
  )
  readonly name?: string | null;

  @Required(() => AzureRequestTypeEnum, 'What is asked for (resources.md 1.7).')
  readonly requestType!: Capitalize<RequestAction>;

  @Required(() => ID, 'GUID of the principal it is about; for self requests the caller.')
  readonly principalId!: string;

  @Required(() => ID, 'The role: its GUID, or a path that ends in it.')
  readonly roleDefinitionId!: string;

  @Nullable(
    () => ID,
    'The eligibility schedule that is to be activated (B-13); any that reaches the scope when it is absent. For SelfActivate only.',
  )
  readonly linkedRoleEligibilityScheduleId?: string | null;

  @Nullable(
    () => String,
    'What confines the role, at most 8,192 characters: for the Storage Blob Data roles, together with conditionVersion (S-6). An activation has that of its eligibility.',
  )
  readonly condition?: string | null;

  @Nullable(() => String, 'Version of the language of the condition: 1.0 or 2.0.')
  readonly conditionVersion?: string | null;

  @Nullable(() => String, 'Why, at most 2,048 characters; needed when the policy says so (D-3).')
  readonly justification?: string | null;

  @Nullable(() => AzureScheduleInfoInput, 'The period; must be sent except to remove or deactivate (resources.md 3.1).')
  readonly scheduleInfo?: AzureScheduleInfoInput | null;

  @Nullable(() => TicketInfoInput, 'A ticket; needed when the policy says so (D-4).')
  readonly ticketInfo?: TicketInfoInput | null;

  @Nullable(
    () => Boolean,
    "True: every check runs, nothing is stored; the answer has the shape of the request (B-15). ARM's validate.",
  )
  readonly isValidationOnly?: boolean | null;

  @Nullable(() => String, `An addition to ARM. ${keyText}`)
  readonly idempotencyKey?: string | null;
}

/** Requests about Azure roles (resources.md 12.2). */
export const azureRequests: NewRequestInput = {
  type: AzureRequestInput,
  newRequestOf: (kind: Kind, input: AzureRequestInput): NewRequest => ({
    kind,
    action: actionOf(input.requestType),
    principalId: guidOf(input.principalId, ['input', 'principalId']),
    target: {
      provider: resourceProvider.provider,
      roleDefinitionId: roleIdOf(input.roleDefinitionId),
      scopeId: scopeIdOf(input.scope, 'scope'),
    },
    justification: textOf(input.justification, 2048, ['input', 'justification']),
    ...ticketOf(input.ticketInfo),
    period: periodOf(input.scheduleInfo),
    customData: null,
    isValidationOnly: input.isValidationOnly ?? false,
    requestId: guidOrNull(input.name, 'name'),
    linkedEligibilityId: linkedIn(input),
    condition: conditionOf(input),
  }),
};

const actionOf = (requestType: Capitalize<RequestAction>): RequestAction => {
  const found = requestActions.find(
    (action) => action === `${requestType.charAt(0).toLowerCase()}${requestType.slice(1)}`,
  );
  if (!found) throw new Error(`Invariant broken: no action is spelt ${requestType}`);
  return found;
};

const guidOrNull = (value: string | null | undefined, property: string): string | null =>
  value === null || value === undefined ? null : guidOf(value, ['input', property]);

function roleIdOf(role: string): string {
  const roleId = resourceProvider.canonicalRole(role);
  if (roleId !== null) return roleId;
  throw new PimError('RoleNotFound', 'Send roleDefinitionId: the GUID of an Azure role, or a path that ends in it.', {
    path: ['input', 'roleDefinitionId'],
  });
}

function linkedIn({ linkedRoleEligibilityScheduleId, requestType }: AzureRequestInput): string | null {
  const linked = guidOrNull(linkedRoleEligibilityScheduleId, 'linkedRoleEligibilityScheduleId');
  if (linked === null || requestType === 'SelfActivate') return linked;
  throw new PimError('Request_BadRequest', 'Only SelfActivate has a linkedRoleEligibilityScheduleId; leave it out.', {
    path: ['input', 'linkedRoleEligibilityScheduleId'],
  });
}

/** Both or neither (S-6). */
function conditionOf({ condition, conditionVersion }: AzureRequestInput): Condition | null {
  const expression = textOf(condition, 8192, ['input', 'condition']);
  const version = textOf(conditionVersion, 16, ['input', 'conditionVersion']);
  if (expression === null && version === null) return null;
  if (expression !== null && version !== null && expression.trim() !== '') return { expression, version };
  throw new PimError('Request_BadRequest', 'Send condition and conditionVersion together, or neither.', {
    path: ['input', version === null ? 'conditionVersion' : 'condition'],
  });
}

/** The period in an input; null when no schedule was sent. */
function periodOf(schedule: AzureScheduleInfoInput | null | undefined): RequestedPeriod | null {
  if (!schedule) return null;
  const { startDateTime, expiration } = schedule;
  return {
    startAt: startDateTime ?? null,
    expirationType: expirationTypeOf(expiration?.type ?? 'NotSpecified'),
    expirationEndAt: expiration?.endDateTime ?? null,
    expirationDuration: expiration?.duration ?? null,
  };
}

const expirationTypes: Readonly<Record<Capitalize<ExpirationPatternType>, ExpirationPatternType>> = {
  NotSpecified: 'notSpecified',
  NoExpiration: 'noExpiration',
  AfterDateTime: 'afterDateTime',
  AfterDuration: 'afterDuration',
};

const expirationTypeOf = (type: Capitalize<ExpirationPatternType>): ExpirationPatternType => expirationTypes[type];
