import { listAdministrativeUnits } from '../../queries/list-administrative-units';
import { collectionResolver } from '../collection';
import { comparing } from '../filter-input';
import { IdFilter, StringFilter } from '../filter-operators';
import { AdministrativeUnitType } from './administrative-unit.type';

export const AdministrativeUnitResolver = collectionResolver({
  question: listAdministrativeUnits,
  typeName: 'AdministrativeUnit',
  type: () => AdministrativeUnitType,
  singular: 'administrativeUnit',
  description:
    'Parts of the directory to which roles can be confined. Everybody sees those that he belongs to; readers of the directory see all (L.1).',
  filter: {
    id: comparing(() => IdFilter, 'Compares the id.'),
    displayName: comparing(() => StringFilter, 'Compares the name.'),
    description: comparing(() => StringFilter, 'Compares what the unit is for.'),
  },
});
