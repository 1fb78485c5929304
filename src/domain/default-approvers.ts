import type { Provider } from './providers/provider';
import { rulesOf } from './target';

/**
 * Whether somebody decides by default where a stage names nobody, or nobody who could: administrators do for directory
 * roles (E-4). Where nobody does, every stage has to name its approvers (D-14, S-12).
 */
export const hasDefaultApprovers = (provider: Provider): boolean =>
  rulesOf(provider).holders['approval.decideByDefault'].length > 0;
