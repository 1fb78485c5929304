import type { Actor, Moment } from '../domain/actor';
import { can } from '../domain/authorization';
import { PimError } from '../domain/errors';
import { refuseUnlessGuest, unknownGuest } from '../domain/guest';
import { withdrawal, withdrawalActivity } from '../domain/guest-withdrawal';
import { movedEnds, moveEnd } from '../domain/kept-end';
import { type Outcome, update } from '../domain/outcome';
import { refuseLast } from '../domain/protection';
import type { LockedGuest } from '../storage/transaction';
import type { Command } from './command';
import { refusedEntry } from './refused-entry';

export interface WithdrawGuest {
  readonly userId: string;
  /** Why, in the words of whoever was told by the home organisation; blanks are no reason. */
  readonly justification: string;
}

/** The guest, how much ended that held until then, and how many requests were closed. */
export interface WithdrawnGuest {
  readonly userId: string;
  readonly endedCount: number;
  readonly canceledCount: number;
}

type Facts = LockedGuest | null;

/**
 * Takes a guest's account out of use because his home organisation has withdrawn him, and ends all that he has in the same
 * instant. A protected role that would be left to nobody keeps him (K-1); a group does not, but whoever is left
 * as its last owner is kept past his end (G-13).
 */
export const withdrawGuest: Command<WithdrawGuest, Facts, WithdrawnGuest> = {
  name: 'guest.withdraw',
  load: (tx, { userId }) => tx.lockGuest(userId),
  permits,
  decide,
  refused: ({ userId }, refusal, moment) => ({
    ...refusedEntry(
      refusal,
      {
        activity: withdrawalActivity.activity,
        operationType: 'Update',
        subjectId: userId,
        correlationId: moment.newId(),
      },
      moment,
    ),
    category: withdrawalActivity.category,
  }),
};

/** Global and User Administrators. For whoever may not read the directory there are no others than he himself. */
/** A guest who administers anything is for whoever manages directory roles to withdraw: User Administrators manage ordinary accounts (G-21). */
function refuseAdministrator({ isAdministrator }: LockedGuest, actor: Actor): PimError | null {
  if (!isAdministrator || can(actor, 'assignment.manage')) return null;
  return new PimError(
    'InsufficientPermissions',
    'This guest holds directory roles, or belongs to a role-assignable group; a Privileged Role Administrator or Global Administrator must withdraw him, or end these first.',
  );
}

function permits(facts: Facts, { userId }: WithdrawGuest, { actor }: Moment): PimError | null {
  if (can(actor, 'guest.withdraw')) return facts ? refuseAdministrator(facts, actor) : unknownGuest();
  const isVisible = facts !== null && (actor.principalId === userId || can(actor, 'directory.read'));
  if (!isVisible) return unknownGuest();
  return new PimError(
    'InsufficientPermissions',
    'Only a Global, Privileged Role or User Administrator may withdraw a guest.',
  );
}

function decide(facts: Facts, { userId, justification }: WithdrawGuest, moment: Moment): Outcome<WithdrawnGuest> {
  if (!facts) throw unknownGuest();
  const { guest, guarded, owned } = facts;
  refuseUnlessGuest(guest);
  if (!justification.trim()) {
    throw new PimError('Request_BadRequest', 'Say why in justification; the audit keeps it.', {
      path: ['input', 'justification'],
    });
  }
  for (const { before, after, role } of guarded) refuseLast(before, after, role, moment.now);
  const { changes, events, endedCount, canceledCount } = withdrawal(facts, justification, moment);
  const moved = [...guarded, ...owned].flatMap(({ after, role }) => movedEnds(after, role, moment));
  const { accountEnabled, withdrawnAt } = guest;
  return {
    result: { userId, endedCount, canceledCount },
    changes: [
      update('principal', userId, { accountEnabled, withdrawnAt }, { accountEnabled: false, withdrawnAt: moment.now }),
      ...changes,
      ...moved.map(moveEnd),
    ],
    events: [...events, ...moved.map(({ event }) => event)],
  };
}
