import { listSeparationRules } from '../../queries/list-separation-rules';
import { collectionResolver } from '../collection';
import { comparing } from '../filter-input';
import { DateTimeFilter, enumFilter, IdFilter, StringFilter } from '../filter-operators';
import { SeparationLevelEnum, SeparationRuleType } from './separation.type';

export const SeparationRuleResolver = collectionResolver({
  question: listSeparationRules,
  typeName: 'SeparationOfDutiesRule',
  type: () => SeparationRuleType,
  singular: 'separationOfDutiesRule',
  description:
    'An addition to Graph. Rules of separation of duties over directory roles, with who breaks them. For those who may read policies (L.1); nobody else sees any.',
  filter: {
    id: comparing(() => IdFilter, 'Compares the id.'),
    displayName: comparing(() => StringFilter, 'Compares the name.'),
    level: comparing(enumFilter('SeparationOfDutiesLevel', SeparationLevelEnum), 'Compares what the rule excludes.'),
    createdDateTime: comparing(() => DateTimeFilter, 'Compares when the rule was made.'),
  },
});
