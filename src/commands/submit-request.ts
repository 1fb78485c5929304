import { PimError } from '../domain/errors';
import type { NewRequest, TargetFacts } from '../domain/new-request';
import type { RequestAction } from '../domain/request';
import { activate } from './activate';
import { askAdministrator } from './ask-administrator';
import { assign } from './assign';
import type { Command } from './command';
import type { Requested } from './new-request-command';
import { deactivate, removeAssignment } from './remove-assignment';
import { renewAssignment } from './renew-assignment';
import { updateAssignment } from './update-assignment';

const commands: Readonly<Record<RequestAction, Command<NewRequest, TargetFacts, Requested>>> = {
  adminAssign: assign,
  adminUpdate: updateAssignment,
  adminExtend: updateAssignment,
  adminRenew: renewAssignment,
  adminRemove: removeAssignment,
  selfActivate: activate,
  selfDeactivate: deactivate,
  selfExtend: askAdministrator,
  selfRenew: askAdministrator,
};

/** The command behind the action of a request. Only assignments are activated and deactivated (B-2). */
export function commandFor({ action, kind }: NewRequest): Command<NewRequest, TargetFacts, Requested> {
  if (kind === 'eligibility' && (action === 'selfActivate' || action === 'selfDeactivate')) {
    throw new PimError('Request_BadRequest', `${action} goes to role assignments, not to eligibilities.`, {
      path: ['input', 'action'],
    });
  }
  return commands[action];
}
