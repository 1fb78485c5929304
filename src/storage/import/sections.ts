import { resourceNames, resourceProvider } from '../../domain/providers/all';
import { type LocatedObject, refusal } from './located';
import { flatRole, resourceRoleShape } from './resource-shapes';
import { roleDefinitionShape } from './role-shape';
import { administrativeUnitShape, groupShape, type Shape, servicePrincipalShape, userShape } from './shapes';

/** The file's lists of objects. */
export type SectionName =
  | 'users'
  | 'groups'
  | 'servicePrincipals'
  | 'administrativeUnits'
  | 'roleDefinitions'
  | typeof resourceNames.roleDefinitions;

type Row = Readonly<Record<string, unknown>>;

/** What one list of the file holds, and how new objects of it begin. */
export interface Section {
  readonly shape: Shape;
  /** Lists of other objects' ids that are read of each of its objects. */
  readonly lists: readonly ('members' | 'owners')[];
  /** Columns that its objects always have. */
  readonly fixed: Row;
  /** Columns that a new object has where the file says nothing, given what it says. */
  readonly defaults: (found: Row) => Row;
  /** Brings an object into the form of its shape, where it can be written in several. */
  readonly flat?: (object: LocatedObject) => LocatedObject;
}

const principal = { group_types: [], tags: [], service_principal_names: [], is_emergency_account: false };

/** An ordinary security group; Microsoft 365 groups have mail, and role-assignable ones come out private (8.3). */
const groupDefaults = ({ group_types: types, is_assignable_to_role: isAssignable }: Row): Row => {
  const isUnified = Array.isArray(types) && types.includes('Unified');
  return {
    ...principal,
    mail_enabled: isUnified,
    security_enabled: !isUnified,
    is_assignable_to_role: false,
    ...(isAssignable === true ? { visibility: 'Private' } : {}),
  };
};

const roleDefaults = ({ id }: Row): Row => ({
  is_built_in: false,
  is_enabled: true,
  is_privileged: false,
  resource_scopes: ['/'],
  role_permissions: [],
  template_id: id,
  inherits_permissions_from: [],
  allowed_principal_types: ['user', 'servicePrincipal', 'group'],
});

/** The lists of objects that a directory file may hold. */
export const sections: Readonly<Record<SectionName, Section>> = {
  users: {
    shape: userShape,
    lists: [],
    fixed: { type: 'user' },
    defaults: () => ({ ...principal, account_enabled: true, user_type: 'Member' }),
  },
  groups: { shape: groupShape, lists: ['members', 'owners'], fixed: { type: 'group' }, defaults: groupDefaults },
  servicePrincipals: {
    shape: servicePrincipalShape,
    lists: ['owners'],
    fixed: { type: 'servicePrincipal' },
    defaults: () => ({ ...principal, account_enabled: true, service_principal_type: 'Application' }),
  },
  administrativeUnits: {
    shape: administrativeUnitShape,
    lists: ['members'],
    fixed: {},
    defaults: () => ({ is_member_management_restricted: false }),
  },
  roleDefinitions: {
    shape: roleDefinitionShape,
    lists: [],
    fixed: { provider: 'directory' },
    defaults: roleDefaults,
  },
  [resourceNames.roleDefinitions]: {
    shape: resourceRoleShape,
    lists: [],
    fixed: { provider: resourceProvider.provider },
    defaults: roleDefaults,
    flat: flatRole,
  },
};

/** Whether the file's property is one of the lists of objects. */
export const isSection = (name: string): name is SectionName => Object.hasOwn(sections, name);

const known = [...Object.keys(sections), 'roleAssignments', resourceNames.scopes, 'organization'];

/** Refuses a property of the file that is not known, by its name; Graph's own annotations (`@odata.…`) pass. */
export function checkProperty(property: string, line: number): void {
  if (known.includes(property) || property.startsWith('@')) return;
  const place = /^[\w.-]{1,64}$/.test(property) ? property : JSON.stringify(property.slice(0, 64));
  throw refusal(line, place, `a directory file has no such property. It may have ${known.join(', ')}.`);
}
