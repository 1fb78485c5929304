import type { DirectoryObject } from '../../domain/directory';
import { sql } from '../../storage/sql';
import { principalTable } from '../../storage/tables/principal';
import { principalIsVisible } from '../../storage/visibility';
import type { AbstractShape, Field, ObjectShape, OrderTerm, ToManyField } from '../planner/shape';
import { col } from './row';

const byName: readonly OrderTerm[] = [{ property: 'displayName', direction: 'asc' }];

/** Other principals: whoever sees this one sees those of them that he may see anyway. */
const principals = (on: ToManyField['on']): ToManyField => ({
  field: 'toMany',
  as: 'connection',
  target: () => directoryObjectShape,
  on,
  visible: principalIsVisible,
  orderBy: byName,
});

const deletedDateTime: Field<DirectoryObject> = { field: 'column', property: 'deletedAt' };
const createdDateTime: Field<DirectoryObject> = { field: 'column', property: 'createdAt' };

const memberOf = principals(
  (from, to) =>
    sql`exists (select from group_member as m where m.member_id = ${col(from, 'id')} and m.group_id = ${col(to, 'id')})`,
);
const transitiveMemberOf = principals((from, to) => sql`${col(to, 'id')} = any (groups_of(${col(from, 'id')}))`);
const ownedObjects = principals(
  (from, to) =>
    sql`exists (select from object_owner as o where o.owner_id = ${col(from, 'id')} and o.object_id = ${col(to, 'id')})`,
);
const owners = principals(
  (from, to) =>
    sql`exists (select from object_owner as o where o.object_id = ${col(from, 'id')} and o.owner_id = ${col(to, 'id')})`,
);

export const userShape: ObjectShape<DirectoryObject> = {
  shape: 'object',
  typeName: 'User',
  table: principalTable,
  fields: {
    createdDateTime,
    deletedDateTime,
    externalUserStateChangeDateTime: { field: 'column', property: 'externalUserStateChangedAt' },
    manager: {
      field: 'toOne',
      target: () => directoryObjectShape,
      on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'manager_id')}`,
      visible: principalIsVisible,
    },
    memberOf,
    transitiveMemberOf,
    ownedObjects,
    directReports: principals((from, to) => sql`${col(to, 'manager_id')} = ${col(from, 'id')}`),
  },
};

export const groupShape: ObjectShape<DirectoryObject> = {
  shape: 'object',
  typeName: 'Group',
  table: principalTable,
  fields: {
    createdDateTime,
    deletedDateTime,
    renewedDateTime: { field: 'column', property: 'renewedAt' },
    expirationDateTime: { field: 'column', property: 'expiresAt' },
    members: principals(
      (from, to) =>
        sql`exists (select from group_member as m where m.group_id = ${col(from, 'id')} and m.member_id = ${col(to, 'id')})`,
    ),
    transitiveMembers: principals(
      (from, to) => sql`${col(to, 'id')} in (
        with recursive below (member_id) as (
          select m.member_id from group_member as m where m.group_id = ${col(from, 'id')}
          union
          select m.member_id from below as b join group_member as m on m.group_id = b.member_id
        )
        select member_id from below)`,
    ),
    owners,
    memberOf,
    transitiveMemberOf,
  },
};

export const servicePrincipalShape: ObjectShape<DirectoryObject> = {
  shape: 'object',
  typeName: 'ServicePrincipal',
  table: principalTable,
  fields: { deletedDateTime, owners, memberOf, transitiveMemberOf, ownedObjects },
};

/** Whoever can hold a role (resources.md 8.1). */
export const directoryObjectShape: AbstractShape = {
  shape: 'abstract',
  typeName: 'DirectoryObject',
  discriminator: 'type',
  members: { user: userShape, group: groupShape, servicePrincipal: servicePrincipalShape },
};
