import { PimError } from '../domain/errors';
import type { NewRequest, TargetFacts } from '../domain/new-request';
import type { RequestAction } from '../domain/request';
import { activate } from './activate';
import { assign } from './assign';
import type { Command } from './command';
import type { Requested } from './new-request-command';
import { deactivate, removeAssignment } from './remove-assignment';
import { updateAssignment } from './update-assignment';

const commands: Partial<Record<RequestAction, Command<NewRequest, TargetFacts, Requested>>> = {
  adminAssign: assign,
  adminUpdate: updateAssignment,
  adminExtend: updateAssignment,
  adminRemove: removeAssignment,
  selfActivate: activate,
  selfDeactivate: deactivate,
};

/**
 * The command behind the action of a request.
 *
 * Only assignments are activated and deactivated (B-2). Renewals, and extensions that a principal asks for, are refused:
 * administrators assign again, or extend.
 */
export function commandFor({ action, kind }: NewRequest): Command<NewRequest, TargetFacts, Requested> {
  const command = commands[action];
  const path = ['input', 'action'];
  if (!command)
    throw new PimError('Request_BadRequest', `${action} is not available; ask an administrator to extend or assign.`, {
      path,
    });
  if (kind === 'eligibility' && (action === 'selfActivate' || action === 'selfDeactivate')) {
    throw new PimError('Request_BadRequest', `${action} goes to role assignments, not to eligibilities.`, { path });
  }
  return command;
}
