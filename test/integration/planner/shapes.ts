import type { ApprovalStage } from '../../../src/domain/approval';
import type { DirectoryObject, FullRoleDefinition } from '../../../src/domain/directory';
import type { ScheduleRequest } from '../../../src/domain/request';
import type { AbstractShape, ObjectShape, Question, RowSql, ToOneField } from '../../../src/queries/planner/shape';
import { callerId, now } from '../../../src/storage/session';
import { identifier, raw, type Sql, sql } from '../../../src/storage/sql';
import { approvalStageTable, approvalTable } from '../../../src/storage/tables/approval';
import { principalTable } from '../../../src/storage/tables/principal';
import { roleDefinitionTable } from '../../../src/storage/tables/role-definition';
import { scheduleRequestTable } from '../../../src/storage/tables/schedule-request';
import { principalIsVisible, requestIsVisible, roleDefinitionIsVisible } from '../../../src/storage/visibility';

export const column = (row: string, name: string): Sql => sql`${identifier(row)}.${raw(name)}`;

const party: ToOneField = {
  field: 'toOne',
  target: () => partyShape,
  on: (from, to) => sql`${column(to, 'id')} = ${column(from, 'principal_id')}`,
};

const members = (link: 'members' | 'groups') =>
  ({
    field: 'toMany',
    as: 'connection',
    target: () => (link === 'members' ? partyShape : groupShape),
    on: (from: string, to: string) => {
      const [group, member] = link === 'members' ? [from, to] : [to, from];
      return sql`exists (select from group_member as link where link.group_id = ${column(group, 'id')} and link.member_id = ${column(member, 'id')})`;
    },
    visible: principalIsVisible,
    orderBy: [{ property: 'department', direction: 'asc' }],
  }) as const;

const groups = members('groups');

export const userShape: ObjectShape<DirectoryObject> = {
  shape: 'object',
  typeName: 'User',
  table: principalTable,
  fields: {
    name: { field: 'column', property: 'displayName' },
    manager: {
      field: 'toOne',
      target: () => userShape,
      on: (from, to) => sql`${column(to, 'id')} = ${column(from, 'manager_id')}`,
      visible: principalIsVisible,
    },
    groups,
    greeting: { field: 'external', needs: ['displayName', 'createdAt'] },
  },
};

export const groupShape: ObjectShape<DirectoryObject> = {
  shape: 'object',
  typeName: 'Group',
  table: principalTable,
  fields: {
    name: { field: 'column', property: 'displayName' },
    groups,
    members: members('members'),
    size: {
      field: 'expression',
      as: 'integer',
      sql: (row) => sql`select count(*) from group_member as counted where counted.group_id = ${column(row, 'id')}`,
      takesLong: true,
    },
  },
};

const appShape: ObjectShape<DirectoryObject> = {
  shape: 'object',
  typeName: 'App',
  table: principalTable,
  fields: { name: { field: 'column', property: 'displayName' }, groups },
};

export const partyShape: AbstractShape = {
  shape: 'abstract',
  typeName: 'Party',
  discriminator: 'type',
  members: { user: userShape, group: groupShape, servicePrincipal: appShape },
};

const roleShape: ObjectShape<FullRoleDefinition> = {
  shape: 'object',
  typeName: 'Role',
  table: roleDefinitionTable,
  fields: {},
};

const statusSql: RowSql = (row) => {
  const [status, lapses, start] = ['status', 'lapses_at', 'start_at'].map((name) => column(row, name));
  return sql`case when ${status} = 'PendingApproval' and ${lapses} <= ${now} then 'TimedOut'
    when ${status} = 'Granted' and ${start} <= ${now} then 'Provisioned' else ${status} end`;
};

export const requestShape: ObjectShape<ScheduleRequest> = {
  shape: 'object',
  typeName: 'Request',
  table: scheduleRequestTable,
  fields: {
    status: { field: 'expression', as: 'text', sql: statusSql },
    principal: party,
    role: {
      field: 'toOne',
      target: () => roleShape,
      on: (from, to) => sql`${column(to, 'id')} = ${column(from, 'role_definition_id')}`,
      visible: roleDefinitionIsVisible,
    },
    approval: {
      field: 'toOne',
      target: () => approvalShape,
      on: (from, to) => sql`${column(to, 'id')} = ${column(from, 'approval_id')}`,
      sharesKey: true,
    },
    ticket: {
      field: 'computed',
      needs: ['ticketNumber', 'createdAt'],
      value: ({ ticketNumber, createdAt }) => ({ number: ticketNumber, at: createdAt }),
    },
  },
};

const approvalShape: ObjectShape = {
  shape: 'object',
  typeName: 'Approval',
  table: approvalTable,
  fields: {
    stages: {
      field: 'toMany',
      as: 'list',
      target: () => stageShape,
      on: (from, to) => sql`${column(to, 'approval_id')} = ${column(from, 'id')}`,
      orderBy: [{ property: 'position', direction: 'asc' }],
      ownerKey: 'approvalId',
    },
  },
};

const stageShape: ObjectShape<ApprovalStage> = {
  shape: 'object',
  typeName: 'Stage',
  table: approvalStageTable,
  fields: {
    reviewer: {
      field: 'toOne',
      target: () => partyShape,
      on: (from, to) => sql`${column(to, 'id')} = ${column(from, 'reviewed_by_id')}`,
    },
    waits: {
      field: 'expression',
      as: 'boolean',
      sql: (row) => sql`${column(row, 'status')} = 'InProgress'`,
      near: {
        table: scheduleRequestTable,
        by: 'approvalId',
        sql: (row, request) => sql`${column(row, 'status')} = 'InProgress' and ${column(request, 'id')} is not null`,
      },
    },
  },
};

/** Stored statuses from which a status may follow with time. */
const origins: Readonly<Record<string, readonly string[]>> = {
  TimedOut: ['TimedOut', 'PendingApproval'],
  Provisioned: ['Provisioned', 'Granted'],
};

export const requestsQuestion: Question<ScheduleRequest> = {
  name: 'requests',
  shape: requestShape,
  rows: (row) => sql`${column(row, 'kind')} = ${'assignment'} and ${column(row, 'provider')} = 'directory'`,
  visible: requestIsVisible,
  filter: {
    status: {
      sql: statusSql,
      narrow: (row, values) =>
        sql`${column(row, 'status')} = any (${values.flatMap((value) => origins[value] ?? [value])}::text[])`,
      type: 'text',
    },
    principalId: { property: 'principalId', type: 'uuid' },
    justification: { property: 'justification', type: 'text' },
    ticketNumber: { property: 'ticketNumber', type: 'text' },
    createdAt: { property: 'createdAt', type: 'timestamptz' },
    hasSchedule: { property: 'hasSchedule', type: 'boolean' },
  },
  on: {
    principal: (row) => sql`${column(row, 'principal_id')} = ${callerId}`,
    created: (row) => sql`${column(row, 'created_by_id')} = ${callerId}`,
  },
  indexed: ['all', 'principal'],
  orders: {
    createdAt_DESC: [{ property: 'createdAt', direction: 'desc' }],
    createdAt_ASC: [{ property: 'createdAt', direction: 'asc' }],
    startAt_ASC: [{ property: 'startAt', direction: 'asc' }],
    startAt_DESC: [{ property: 'startAt', direction: 'desc' }],
  },
  defaultOrder: 'createdAt_DESC',
};

export const partiesQuestion: Question<DirectoryObject> = {
  name: 'parties',
  shape: partyShape,
  rows: () => raw('true'),
  // Everybody may see every party here: what a disabled caller sees then is up to the session alone.
  visible: () => raw('true'),
  filter: {
    displayName: { property: 'displayName', type: 'text' },
    department: { property: 'department', type: 'text' },
  },
  orders: {
    name: [{ property: 'displayName', direction: 'asc' }],
    department_ASC: [{ property: 'department', direction: 'asc' }],
    department_DESC: [{ property: 'department', direction: 'desc' }],
  },
  defaultOrder: 'name',
};
