import type { ResourceScope } from '../../domain/resource-scope';
import { always, instant, key, table, text, textList } from './table';

export const resourceScopeTable = table<ResourceScope>('resource_scope', {
  id: key(text),
  spelling: always(text),
  type: always(text),
  displayName: always(text),
  parentId: text,
  coveredBy: always(textList),
  createdAt: instant,
  deletedAt: instant,
});
