import { listEmergencyUses } from '../../queries/list-emergency-uses';
import { collectionResolver } from '../collection';
import { comparing } from '../filter-input';
import { DateTimeFilter, IdFilter } from '../filter-operators';
import { EmergencyUseType } from './emergency-use.type';

export const EmergencyUseResolver = collectionResolver({
  question: listEmergencyUses,
  typeName: 'EmergencyAccessUse',
  type: () => EmergencyUseType,
  singular: 'emergencyAccessUse',
  description:
    'An addition to Graph: activations of emergency accounts, settled or not. The account sees its own; those who may read alerts see all: Global Administrator, Privileged Role Administrator, Global Reader, Security Administrator, Security Reader (L.1).',
  filter: {
    id: comparing(() => IdFilter, 'Compares the id, which is that of the request.'),
    principalId: comparing(() => IdFilter, 'Compares the account.'),
    roleDefinitionId: comparing(() => IdFilter, 'Compares the role.'),
    usedDateTime: comparing(() => DateTimeFilter, 'Compares when the account was activated.'),
    settledDateTime: comparing(
      () => DateTimeFilter,
      'Compares when it was settled; eq with an explicit null finds what is still to be settled.',
    ),
  },
});
