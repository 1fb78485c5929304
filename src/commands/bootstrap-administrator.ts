import { type Moment, serviceActor } from '../domain/actor';
import { adminRole } from '../domain/authorization';
import { PimError } from '../domain/errors';
import { insert, type Outcome } from '../domain/outcome';
import { permanentAssignment } from '../domain/permanent-assignment';
import type { Principal, RoleDefinition } from '../domain/principal';
import { tenantScope } from '../domain/providers/directory';
import { scheduleEvent } from '../domain/request-events';
import type { Target } from '../domain/target';
import type { Command } from './command';

interface Bootstrap {
  readonly principalId: string;
}

interface Facts {
  readonly principal: Principal | null;
  readonly role: RoleDefinition | null;
  /** Whether anybody has ever been Global Administrator here. */
  readonly hadAdministrator: boolean;
}

const target: Target = { provider: 'directory', roleDefinitionId: adminRole.globalAdministrator, scopeId: tenantScope };

/**
 * Makes the operator's choice Global Administrator, once, on a system that never had one (design: BOOTSTRAP_GLOBAL_ADMIN).
 *
 * The assignment is permanent and made outside PIM, as nobody was there to make it.
 */
export const bootstrapAdministrator: Command<Bootstrap, Facts, { readonly scheduleId: string }> = {
  name: 'administrator.bootstrap',
  load: async (tx, { principalId }) => {
    const [hadAdministrator, { principal, role }] = await Promise.all([
      tx.hasEverBeenHeld(target.roleDefinitionId),
      tx.targetFacts({ principalId, target, kind: 'assignment', action: 'adminAssign' }),
    ]);
    return { principal, role, hadAdministrator };
  },
  permits: () => null,
  decide,
  refused: () => null,
};

function decide(
  { principal, role, hadAdministrator }: Facts,
  _input: Bootstrap,
  moment: Moment,
): Outcome<{ readonly scheduleId: string }> {
  if (hadAdministrator) throw new PimError('RoleAssignmentExists', 'There has been a Global Administrator already.');
  if (principal?.type !== 'user') throw new PimError('SubjectNotFound', 'The directory holds no such user yet.');
  const schedule = permanentAssignment(principal.id, target, moment);
  return {
    result: { scheduleId: schedule.id },
    changes: [insert('schedule', schedule)],
    events: [
      scheduleEvent(
        'schedule.started',
        {
          activity: 'Add member to role outside of PIM (permanent)',
          operationType: 'Add',
          reason: 'Named by the operator as the first Global Administrator.',
        },
        schedule,
        { role, subject: principal },
        { ...moment, actor: serviceActor },
      ),
    ],
  };
}
