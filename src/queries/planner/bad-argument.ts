import { PimError } from '../../domain/errors';

/** A refusal of an argument; `path` names it, such as `['filter', 'status', 'in']`. */
export const badArgument = (message: string, path: readonly string[]): PimError =>
  new PimError('Request_BadRequest', message, { path });
