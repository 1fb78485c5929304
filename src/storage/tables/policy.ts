import type { Policy } from '../../domain/policy/policy';
import { always, bool, instant, json, key, table, text } from './table';

export const policyTable = table<Policy>('policy', {
  id: key(text),
  provider: always(text),
  roleDefinitionId: always(text),
  scopeId: always(text),
  rules: always(json),
  isOrganizationDefault: always(bool),
  lastModifiedAt: instant,
  lastModifiedByName: text,
});
