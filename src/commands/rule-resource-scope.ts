import type { Moment } from '../domain/actor';
import { can } from '../domain/authorization';
import { PimError } from '../domain/errors';
import type { TargetFacts } from '../domain/new-request';
import { insert, type Outcome } from '../domain/outcome';
import { permanentAssignment } from '../domain/permanent-assignment';
import { resourceProvider, resourceRole } from '../domain/providers/all';
import { scheduleEvent } from '../domain/request-events';
import { isCurrent } from '../domain/schedule';
import type { Target } from '../domain/target';
import type { Command } from './command';
import { refusedEntry } from './refused-entry';
import { unknownScope } from './resource-scope-command';

export interface RuleResourceScope {
  /** The caller himself. */
  readonly principalId: string;
  /** Canonical id of a scope at the top of the tree. */
  readonly scopeId: string;
}

const targetOf = ({ scopeId }: RuleResourceScope): Target => ({
  provider: resourceProvider.provider,
  roleDefinitionId: resourceRole.userAccessAdministrator,
  scopeId,
});

/**
 * Makes a Global Administrator User Access Administrator at the top of the tree (S-1): how the first Owner comes to be, and
 * who nobody manages any more is managed again. The assignment is made outside of PIM and has no end; whoever has it
 * removes it when he is done.
 */
export const ruleResourceScope: Command<RuleResourceScope, TargetFacts, { readonly scheduleId: string }> = {
  name: 'resource.rule',
  load: (tx, input) =>
    tx.targetFacts({
      principalId: input.principalId,
      target: targetOf(input),
      kind: 'assignment',
      action: 'adminAssign',
    }),
  permits,
  decide,
  refused: (input, refusal, moment) =>
    refusedEntry(
      refusal,
      { ...told, target: targetOf(input), subjectId: input.principalId, correlationId: moment.newId() },
      moment,
    ),
};

const told = { activity: 'Add member to role outside of PIM (permanent)', operationType: 'Add' } as const;

function permits(_facts: TargetFacts, { principalId }: RuleResourceScope, { actor }: Moment): PimError | null {
  const isPerson = !actor.isApplication && actor.principalId === principalId;
  if (isPerson && can(actor, 'resource.rule')) return null;
  return new PimError('InsufficientPermissions', 'Only a Global Administrator, and for himself, may do this.');
}

function decide(
  { scope, role, principal, current }: TargetFacts,
  input: RuleResourceScope,
  moment: Moment,
): Outcome<{ readonly scheduleId: string }> {
  if (!scope) throw unknownScope('scope');
  if (scope.coveredBy.length > 1) {
    const top = scope.coveredBy.at(-1);
    throw new PimError('InvalidScope', `Only the top of the tree can be taken this way; send ${top}.`, {
      path: ['input', 'scope'],
    });
  }
  if (current.some((schedule) => isCurrent(schedule, moment.now))) {
    throw new PimError('RoleAssignmentExists', 'You are User Access Administrator there already, or will be.');
  }
  const schedule = permanentAssignment(input.principalId, targetOf(input), moment);
  return {
    result: { scheduleId: schedule.id },
    changes: [insert('schedule', schedule)],
    events: [
      scheduleEvent(
        'schedule.started',
        { ...told, reason: 'A Global Administrator has elevated his access.' },
        schedule,
        { role, subject: principal },
        moment,
      ),
    ],
  };
}
