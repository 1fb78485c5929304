import { ID, InputType } from 'type-graphql';
import type { NewRequest } from '../../domain/new-request';
import type { GroupAccess } from '../../domain/providers/group';
import type { RequestAction } from '../../domain/request';
import type { Kind } from '../../domain/target';
import { Required } from '../fields';
import { guidOf } from '../text';
import { GroupAccessEnum, GroupRequestActionEnum } from './group.enums';
import { askedIn, GraphRequestInput } from './new-request.input';
import type { NewRequestInput } from './variant';

@InputType()
class GroupRequestInput extends GraphRequestInput {
  @Required(() => GroupRequestActionEnum, 'What is asked for (resources.md 1.7).')
  readonly action!: RequestAction;

  @Required(() => ID, 'GUID of the principal it is about; for self actions the caller.')
  readonly principalId!: string;

  @Required(() => GroupAccessEnum, 'Membership or ownership.')
  readonly accessId!: GroupAccess;

  @Required(() => ID, 'GUID of the group. It comes under management with its first use (G-4).')
  readonly groupId!: string;
}

/** Requests about memberships and ownerships of groups (resources.md 4.2). */
export const groupRequests: NewRequestInput = {
  type: GroupRequestInput,
  newRequestOf: (kind: Kind, input: GroupRequestInput): NewRequest => ({
    kind,
    action: input.action,
    principalId: guidOf(input.principalId, ['input', 'principalId']),
    target: {
      provider: 'group',
      roleDefinitionId: input.accessId,
      scopeId: guidOf(input.groupId, ['input', 'groupId']),
    },
    ...askedIn(input),
  }),
};
