import type { Actor } from '../../../src/domain/actor';
import type { Approval, ApprovalStage } from '../../../src/domain/approval';
import type { AuditEntry } from '../../../src/domain/audit';
import type { Policy } from '../../../src/domain/policy/policy';
import type { ScheduleRequest } from '../../../src/domain/request';
import type { Schedule } from '../../../src/domain/schedule';
import { type Place, placeOf } from '../../../src/domain/scope';
import type { Target } from '../../../src/domain/target';
import { scopeOf } from '../../../src/storage/fact-pieces';
import { scopeIn } from '../../../src/storage/fact-records';
import { openedBy, openStatement } from '../../../src/storage/open-statement';
import { type JsonRow, recordFrom } from '../../../src/storage/records';
import { sessionCte } from '../../../src/storage/session';
import { raw, render, type Sql, type Statement, sql } from '../../../src/storage/sql';
import { approvalStageTable, approvalTable } from '../../../src/storage/tables/approval';
import { directoryAuditTable } from '../../../src/storage/tables/directory-audit';
import { policyTable } from '../../../src/storage/tables/policy';
import { scheduleTable } from '../../../src/storage/tables/schedule';
import { scheduleRequestTable } from '../../../src/storage/tables/schedule-request';
import { caller, cast, type Person } from '../../support/cast';
import type { Stage } from '../../support/stage';

type Standing = Pick<Target, 'provider' | 'scopeId'>;

/** Everything that is judged, as records. */
export interface World {
  readonly requests: readonly ScheduleRequest[];
  readonly approvals: readonly Approval[];
  readonly stages: readonly ApprovalStage[];
  readonly schedules: readonly Schedule[];
  readonly policies: readonly Policy[];
  readonly audits: readonly AuditEntry[];
  readonly owned: readonly { readonly object_id: string; readonly owner_id: string }[];
  readonly belonging: readonly { readonly member_id: string; readonly unit_id: string }[];
  /** Where a thing stands, as commands find it. */
  readonly placeOf: (thing: Standing) => Place;
}

const run = async (stage: Stage, statement: Statement): Promise<readonly JsonRow[]> => {
  const { text, values } = render(statement);
  return (await stage.pool.query<JsonRow>(text, [...values])).rows;
};

/** Reads the records of the tables that permissions are about. */
export async function readWorld(stage: Stage): Promise<World> {
  const records = async <T>(table: Parameters<typeof recordFrom<T>>[0], name: string): Promise<readonly T[]> =>
    (await stage.pool.query(`select to_jsonb(t) as row from ${name} as t`)).rows.map(({ row }) =>
      recordFrom(table, row),
    );
  return {
    requests: await records(scheduleRequestTable, 'schedule_request'),
    approvals: await records(approvalTable, 'approval'),
    stages: await records(approvalStageTable, 'approval_stage'),
    schedules: await records(scheduleTable, 'schedule'),
    policies: await records(policyTable, 'policy'),
    audits: await records(directoryAuditTable, 'directory_audit'),
    owned: (await stage.pool.query('select * from object_owner')).rows,
    belonging: (
      await stage.pool.query('select member_id, administrative_unit_id as unit_id from administrative_unit_member')
    ).rows,
    placeOf: await readPlaces(stage),
  };
}

const keyOf = ({ provider, scopeId }: Standing): string => `${provider} ${scopeId}`;

async function readPlaces(stage: Stage): Promise<World['placeOf']> {
  const rows = await run(
    stage,
    sql`select t.provider, t.scope_id, ${scopeOf(raw('t.provider'), raw('t.scope_id'))} as scope
      from (select provider, scope_id from schedule union select provider, scope_id from schedule_request
        union select provider, scope_id from policy union select provider, scope_id from directory_audit) as t`,
  );
  const places = new Map(
    rows.map((row) => {
      const [provider, scopeId] = [row.provider as Standing['provider'], String(row.scope_id)];
      return [keyOf({ provider, scopeId }), placeOf(provider, scopeIn(row.scope))];
    }),
  );
  return (thing) => places.get(keyOf(thing)) ?? placeOf(thing.provider, null);
}

/** Somebody as commands have him act, with all the roles that he holds. */
export async function actorOf(stage: Stage, person: Person): Promise<Actor> {
  const [row = {}] = await run(stage, openStatement(caller(person), stage.clock.now()));
  return openedBy(caller(person), row).actor;
}

/** Ids of the rows of a table that meet a condition, as seen by somebody. */
export async function seenInSql(
  stage: Stage,
  person: Person,
  table: string,
  condition: (row: string) => Sql,
): Promise<readonly string[]> {
  const body = sql`select seen.id::text from session cross join ${raw(table)} as seen where ${condition('seen')}`;
  const asker = {
    caller: sql`${cast[person]}`,
    instant: sql`${stage.clock.now().toISOString()}`,
    told: raw('null'),
  };
  const rows = await run(stage, sql`with ${sessionCte(asker, body)} ${body}`);
  return rows.map(({ id }) => String(id)).sort();
}
