import type { DirectoryObject } from '../../domain/directory';
import { now } from '../../storage/session';
import { type Sql, sql } from '../../storage/sql';
import { principalTable } from '../../storage/tables/principal';
import { principalIsVisible } from '../../storage/visibility';
import type { AbstractShape, Field, ObjectShape, OrderTerm, ToManyField } from '../planner/shape';
import { col } from './row';

const byName: readonly OrderTerm[] = [{ property: 'displayName', direction: 'asc' }];

/** Whether a membership or an ownership holds at the instant of the statement, as the directory says or through PIM (G-6). */
const isNow = (row: string): Sql =>
  sql`${col(row, 'start_at')} <= ${now} and (${col(row, 'end_at')} is null or ${col(row, 'end_at')} > ${now})`;

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
    sql`exists (select from membership as m where m.member_id = ${col(from, 'id')} and m.group_id = ${col(to, 'id')} and ${isNow('m')})`,
);
const transitiveMemberOf = principals(
  (from, to) => sql`${col(to, 'id')} = any (groups_of(${col(from, 'id')}, ${now}))`,
);
const ownedObjects = principals(
  (from, to) =>
    sql`exists (select from ownership as o where o.owner_id = ${col(from, 'id')} and o.object_id = ${col(to, 'id')} and ${isNow('o')})`,
);
const owners = principals(
  (from, to) =>
    sql`exists (select from ownership as o where o.object_id = ${col(from, 'id')} and o.owner_id = ${col(to, 'id')} and ${isNow('o')})`,
);

export const userShape: ObjectShape<DirectoryObject> = {
  shape: 'object',
  typeName: 'User',
  table: principalTable,
  fields: {
    createdDateTime,
    deletedDateTime,
    externalUserStateChangeDateTime: { field: 'column', property: 'externalUserStateChangedAt' },
    withdrawnDateTime: { field: 'column', property: 'withdrawnAt' },
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
        sql`exists (select from membership as m where m.group_id = ${col(from, 'id')} and m.member_id = ${col(to, 'id')} and ${isNow('m')})`,
    ),
    transitiveMembers: principals(
      (from, to) => sql`${col(to, 'id')} in (
        with recursive below (member_id) as (
          select m.member_id from membership as m where m.group_id = ${col(from, 'id')} and ${isNow('m')}
          union
          select m.member_id from below as b cross join lateral (
            select m.member_id from membership as m where m.group_id = b.member_id and ${isNow('m')} offset 0) as m
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
