import type { Provider } from '../../domain/providers/provider';
import { enumFilter } from '../filter-operators';
import { graphqlEnum } from '../graphql-enum';

/** The variants of PIM, for lists that hold things of all of them. */
export const AccessProviderEnum = graphqlEnum<Provider>(
  'AccessProvider',
  'An addition to Graph: which variant of PIM something belongs to.',
  {
    directory: 'A directory role, in the tenant or in an administrative unit.',
    group: 'Membership or ownership of a group.',
    azure: 'A role on a management group, subscription, resource group or resource.',
  },
);

/** Compares a variant of PIM. */
export const accessProviderFilter = enumFilter('AccessProvider', AccessProviderEnum);
