import type { DirectoryObject } from '../domain/directory';
import { callerId } from '../storage/session';
import { sql } from '../storage/sql';
import { principalTable } from '../storage/tables/principal';
import { ordersBy } from './orders';
import { Slot } from './planner/binding';
import type { Asking, Field, ObjectShape, Question, Shape } from './planner/shape';
import { activeAccessShape, eligibleAccessShape, pendingAccessShape } from './shapes/my-access';
import { directoryObjectShape } from './shapes/principal';
import { col } from './shapes/row';

const filter: Asking['filter'] = {
  provider: { property: 'provider', type: 'text' },
  roleDefinitionId: { property: 'roleDefinitionId', type: 'text' },
  scopeId: { property: 'scopeId', type: 'text' },
  endDateTime: { property: 'endAt', type: 'timestamptz' },
};

const order = { roleName: 'roleName', scopeName: 'scopeName', startDateTime: 'startAt', endDateTime: 'endAt' } as const;

/** How what one holds or may activate can be asked for. */
export const accessAsked: Asking = { filter, orders: ordersBy(order), defaultOrder: 'roleName_ASC' };

/** How what one waits for can be asked for. */
export const pendingAsked: Asking = {
  filter,
  orders: ordersBy({ ...order, createdDateTime: 'createdAt' }),
  defaultOrder: 'createdDateTime_DESC',
};

/** All rows there are, for they are selected for the caller alone. */
const everything = (target: () => Shape, asked: Asking): Field => ({
  field: 'toMany',
  as: 'connection',
  target,
  on: () => sql`true`,
  asked,
  orderBy: [],
});

/** The caller, and what the token says of him. */
export const meShape: ObjectShape<DirectoryObject> = {
  shape: 'object',
  typeName: 'Me',
  table: principalTable,
  fields: {
    isApplication: {
      field: 'expression',
      sql: (row) => sql`${col(row, 'type')} = 'servicePrincipal'`,
      as: 'boolean',
      unstored: ({ isApplication }) => isApplication,
    },
    satisfiesMfa: {
      field: 'expression',
      sql: () => sql`${new Slot(({ session }) => session.token?.satisfiesMfa ?? false)}::boolean`,
      as: 'boolean',
      unstored: ({ satisfiesMfa }) => satisfiesMfa,
    },
    authenticationContexts: {
      field: 'expression',
      sql: () => sql`to_json(${new Slot(({ session }) => session.token?.authenticationContexts ?? [])}::text[])`,
      as: 'json',
      unstored: ({ authenticationContexts }) => authenticationContexts,
    },
    principal: {
      field: 'toOne',
      target: () => directoryObjectShape,
      on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'id')}`,
      isSameRow: true,
    },
    eligibleAccess: everything(() => eligibleAccessShape, accessAsked),
    activeAccess: everything(() => activeAccessShape, accessAsked),
    pendingRequests: everything(() => pendingAccessShape, pendingAsked),
  },
};

/** The caller himself, with all that he holds, may activate and waits for in one statement. */
export const findMe: Question<DirectoryObject> = {
  name: 'me',
  shape: meShape,
  rows: (row) => sql`${col(row, 'id')} = ${callerId}`,
  visible: () => sql`true`,
  // Nothing here depends on what one may read of others.
  hasOwnReaders: true,
  filter: {},
  orders: { id_ASC: [{ property: 'id', direction: 'asc' }] },
  defaultOrder: 'id_ASC',
};
