import { PimError } from '../errors';

/** A fault in a policy edit, at the rule and property it lies in. */
export const policyFault = (message: string, ruleId: string, property: string): PimError =>
  new PimError('InvalidPolicy', message, { path: ['input', 'rules', ruleId, property] });
