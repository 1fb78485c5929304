import type { SeparationRule } from '../../domain/separation';
import { always, instant, key, table, text, textList, uuid } from './table';

export const separationRuleTable = table<SeparationRule>('separation_rule', {
  id: key(uuid),
  displayName: always(text),
  description: text,
  provider: always(text),
  roleDefinitionIds: always(textList),
  level: always(text),
  createdAt: always(instant),
  modifiedAt: instant,
  deletedAt: instant,
});
