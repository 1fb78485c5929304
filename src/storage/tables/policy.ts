import type { Policy } from '../../domain/policy/policy';
import { bool, instant, json, key, table, text } from './table';

export const policyTable = table<Policy>('policy', {
  id: key(text),
  provider: text,
  roleDefinitionId: text,
  scopeId: text,
  rules: json,
  isOrganizationDefault: bool,
  lastModifiedAt: instant,
  lastModifiedByName: text,
});
