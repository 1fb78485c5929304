import type { AdministrativeUnit } from '../../domain/directory';
import { sql } from '../../storage/sql';
import { administrativeUnitTable } from '../../storage/tables/administrative-unit';
import { principalIsVisible, scheduleIsVisible } from '../../storage/visibility';
import type { ObjectShape } from '../planner/shape';
import { hasInstance } from '../target/schedule-fields';
import { directoryObjectShape } from './principal';
import { col } from './row';
import { scopedRoleMembershipShape } from './scoped-role-membership';

export const administrativeUnitShape: ObjectShape<AdministrativeUnit> = {
  shape: 'object',
  typeName: 'AdministrativeUnit',
  table: administrativeUnitTable,
  fields: {
    deletedDateTime: { field: 'column', property: 'deletedAt' },
    members: {
      field: 'toMany',
      as: 'connection',
      target: () => directoryObjectShape,
      on: (from, to) => sql`exists (select from administrative_unit_member as m
        where m.administrative_unit_id = ${col(from, 'id')} and m.member_id = ${col(to, 'id')})`,
      visible: principalIsVisible,
      orderBy: [{ property: 'displayName', direction: 'asc' }],
    },
    scopedRoleMembers: {
      field: 'toMany',
      as: 'connection',
      target: () => scopedRoleMembershipShape,
      on: (from, to) => sql`${col(to, 'kind')} = 'assignment' and ${col(to, 'provider')} = 'directory'
        and ${col(to, 'scope_id')} = '/administrativeUnits/' || ${col(from, 'id')}::text and ${hasInstance(to)}`,
      visible: (row) => scheduleIsVisible(row, 'directory'),
      orderBy: [{ property: 'createdAt', direction: 'asc' }],
    },
  },
};
