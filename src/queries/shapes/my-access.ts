import type { Provider } from '../../domain/providers/provider';
import type { RequestAction, RequestStatus } from '../../domain/request';
import type { AssignmentType } from '../../domain/schedule';
import type { Kind } from '../../domain/target';
import { sql } from '../../storage/sql';
import { always, bool, instant, key, table, text, uuid } from '../../storage/tables/table';
import { myAccessRows } from '../my-access-rows';
import type { Field, ObjectShape, ToOneField } from '../planner/shape';
import { anyRequestShape, type Family, families } from '../target/family';
import { fieldNameOf, type Layer, type Side } from '../target/spelling';
import { groupShape } from './principal';
import { col } from './row';

/** What all that one holds, may activate or waits for has in common. */
interface Access {
  readonly id: string;
  readonly provider: Provider;
  readonly roleDefinitionId: string;
  readonly roleName: string;
  readonly scopeId: string;
  readonly scopeName: string | null;
  readonly startAt: Date | null;
  /** Null for ever; that of the membership which brings it where that comes first. */
  readonly endAt: Date | null;
}

/** Something that reaches one directly or through a group. */
interface Reached extends Access {
  readonly memberType: 'Direct' | 'Group';
  readonly throughGroupId: string | null;
}

/** A row of `eligible_access`: what the caller may activate now. */
export interface EligibleAccess extends Reached {
  readonly scheduleId: string;
  readonly isActive: boolean;
  readonly hasPendingRequest: boolean;
}

/** A row of `active_access`: what the caller holds now; without a schedule where the directory alone says so. */
export interface ActiveAccess extends Reached {
  readonly scheduleId: string | null;
  readonly assignmentType: AssignmentType;
}

/** A row of `pending_access`: a request about the caller that has not taken effect. */
export interface PendingAccess extends Access {
  readonly requestId: string;
  readonly kind: Kind;
  readonly action: RequestAction;
  readonly status: RequestStatus;
  readonly createdAt: Date;
  readonly lapsesAt: Date | null;
}

const access = {
  id: key(text),
  provider: always(text),
  roleDefinitionId: always(text),
  roleName: always(text),
  scopeId: always(text),
  scopeName: text,
  startAt: instant,
  endAt: instant,
} as const;
const reached = { ...access, memberType: always(text), throughGroupId: uuid } as const;

// They stand in no table: a statement about them selects them first (queries/my-access-rows.ts).
const eligibleTable = table<EligibleAccess>('eligible_access', {
  ...reached,
  scheduleId: always(uuid),
  isActive: always(bool),
  hasPendingRequest: always(bool),
});
const activeTable = table<ActiveAccess>('active_access', {
  ...reached,
  scheduleId: uuid,
  assignmentType: always(text),
});
const pendingTable = table<PendingAccess>('pending_access', {
  ...access,
  requestId: always(uuid),
  kind: always(text),
  action: always(text),
  status: always(text),
  createdAt: always(instant),
  lapsesAt: instant,
});

const dates: Readonly<Record<string, Field<Access>>> = {
  startDateTime: { field: 'column', property: 'startAt' },
  endDateTime: { field: 'column', property: 'endAt' },
};

/** Whoever is in a group may see it. */
const throughGroup: ToOneField = {
  field: 'toOne',
  target: () => groupShape,
  on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'through_group_id')}`,
};

/** The record itself, under the name and with the type that its provider gives it; null under those of the others. */
const typed = (side: Side, layer: Layer, shapeOf: (family: Family) => ObjectShape): Readonly<Record<string, Field>> =>
  Object.fromEntries(
    families.map(([spelling, family]): [string, ToOneField] => [
      fieldNameOf(spelling, side, layer),
      {
        field: 'toOne',
        target: () => shapeOf(family),
        on: (from, to) =>
          sql`${col(to, 'id')} = ${col(from, 'schedule_id')} and ${col(to, 'provider')} = ${spelling.provider} and ${col(from, 'provider')} = ${spelling.provider}`,
      },
    ]),
  );

export const eligibleAccessShape: ObjectShape<EligibleAccess> = {
  shape: 'object',
  typeName: 'EligibleAccess',
  table: eligibleTable,
  with: myAccessRows,
  fields: { ...dates, throughGroup, ...typed('Eligibility', 'Schedule', (family) => family.eligibilitySchedule) },
};

export const activeAccessShape: ObjectShape<ActiveAccess> = {
  shape: 'object',
  typeName: 'ActiveAccess',
  table: activeTable,
  with: myAccessRows,
  fields: {
    ...dates,
    throughGroup,
    isFromDirectory: {
      field: 'expression',
      sql: (row) => sql`${col(row, 'schedule_id')} is null`,
      as: 'boolean',
    },
    ...typed('Assignment', 'Schedule', (family) => family.assignmentSchedule),
  },
};

export const pendingAccessShape: ObjectShape<PendingAccess> = {
  shape: 'object',
  typeName: 'PendingAccess',
  table: pendingTable,
  with: myAccessRows,
  fields: {
    ...dates,
    createdDateTime: { field: 'column', property: 'createdAt' },
    lapsesDateTime: { field: 'column', property: 'lapsesAt' },
    request: {
      field: 'toOne',
      target: () => anyRequestShape,
      on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'request_id')}`,
    },
  },
};
