import { PimError } from './errors';

/** The refusal of an id that a caller has chosen and that a request, or a schedule, has already (S-9). */
export const usedName = (): PimError =>
  new PimError('Conflict', 'A request has this name already (S-9); choose a fresh GUID, or leave name out.', {
    path: ['input', 'name'],
  });
