import { ID, InputType, Int } from 'type-graphql';
import { PimError } from '../../domain/errors';
import type { SubjectSet } from '../../domain/policy/policy';
import { Nullable } from '../fields';
import { guidOf } from '../text';
import { SubjectSetKindEnum } from './subject-set.type';

@InputType('SubjectSetInput', {
  description:
    'Who approves: a user (kind singleUser with userId), the members of a group (groupMembers with groupId), or the manager of the one who asks (requestorManager or targetManager with managerLevel; who activates is requestor and target in one). The other kinds of Graph are InvalidPolicy, with a sentence that says why.',
})
export class SubjectSetInput {
  @Nullable(() => SubjectSetKindEnum, 'The kind; may be left out when userId or groupId tells it.')
  readonly kind?: SubjectSet['kind'] | null;

  @Nullable(() => ID, 'GUID of the user, with singleUser.')
  readonly userId?: string | null;

  @Nullable(() => ID, 'GUID of the group, with groupMembers.')
  readonly groupId?: string | null;

  @Nullable(() => ID, 'In place of userId or groupId, as the beta of Graph and ARM write it; with kind or userType.')
  readonly id?: string | null;

  @Nullable(() => String, "ARM's spelling of the kind: User, Group, or Manager for requestorManager.")
  readonly userType?: string | null;

  @Nullable(() => Boolean, 'Ignored: there are no backups here, a stage escalates instead.')
  readonly isBackup?: boolean | null;

  @Nullable(
    () => Int,
    'With requestorManager and targetManager: 1 is the direct manager, 2 the manager of that one; 1 when absent.',
  )
  readonly managerLevel?: number | null;

  @Nullable(() => ID, 'GUID of the service principal, with singleServicePrincipal, which cannot approve (E-17).')
  readonly servicePrincipalId?: string | null;

  @Nullable(() => String, 'The rule, with attributeRuleMembers, which are not evaluated here.')
  readonly membershipRule?: string | null;

  @Nullable(() => String, "Ignored: answers show the directory's name.")
  readonly description?: string | null;
}

const stagesPath = ['input', 'rule', 'setting', 'approvalStages'];

/** The subject set that an input means; which kinds may approve is for the policy's rules to say. */
export function subjectOf(input: SubjectSetInput): SubjectSet {
  const { managerLevel, servicePrincipalId, membershipRule } = input;
  const kind = kindOf(input);
  const userId = input.userId ?? (kind === 'singleUser' ? input.id : null);
  const groupId = input.groupId ?? (kind === 'groupMembers' ? input.id : null);
  const isOfUser = kind === 'singleUser';
  const isOfGroup = kind === 'groupMembers';
  if (isOfUser !== Boolean(userId) || isOfGroup !== Boolean(groupId)) throw contradiction();
  switch (kind) {
    case 'singleUser':
      return { kind, userId: guidOf(userId ?? '', stagesPath), description: null };
    case 'groupMembers':
      return { kind, groupId: guidOf(groupId ?? '', stagesPath), description: null };
    case 'requestorManager':
    case 'targetManager':
      return { kind, managerLevel: managerLevel ?? 1 };
    case 'singleServicePrincipal':
      return { kind, servicePrincipalId: servicePrincipalId ?? '', description: null };
    case 'attributeRuleMembers':
      return { kind, membershipRule: membershipRule ?? '', description: null };
    default:
      return { kind };
  }
}

const userTypes: Readonly<Record<string, SubjectSet['kind']>> = {
  User: 'singleUser',
  Group: 'groupMembers',
  Manager: 'requestorManager',
};

/** The kind as it was named, or as the ids tell it; `InvalidPolicy` for a user type that is none. */
function kindOf({ kind, userType, userId }: SubjectSetInput): SubjectSet['kind'] {
  if (kind) return kind;
  if (typeof userType !== 'string') return userId ? 'singleUser' : 'groupMembers';
  const named = Object.hasOwn(userTypes, userType) ? userTypes[userType] : undefined;
  if (named) return named;
  throw new PimError('InvalidPolicy', `userType is one of ${Object.keys(userTypes).join(', ')}.`, { path: stagesPath });
}

const contradiction = (): PimError =>
  new PimError(
    'InvalidPolicy',
    'An approver is singleUser with userId, groupMembers with groupId, or a manager with neither of them.',
    { path: stagesPath },
  );
