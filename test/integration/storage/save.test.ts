import { v7 } from 'uuid';
import type { DomainEvent } from '../../../src/domain/events';
import { type Change, insert, update } from '../../../src/domain/outcome';
import { recordFrom } from '../../../src/storage/records';
import { saveStatement } from '../../../src/storage/save';
import { directoryAuditTable } from '../../../src/storage/tables/directory-audit';
import { scheduleTable } from '../../../src/storage/tables/schedule';
import { createTransact } from '../../../src/storage/transact';
import { cast } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { aSchedule, at } from '../../unit/domain/builders';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const anEvent = (correlationId: string): DomainEvent => ({
  type: 'schedule.ended',
  at: at(1),
  subject: {
    kind: 'eligibility',
    provider: 'directory',
    requestId: null,
    scheduleId: correlationId,
    approvalId: null,
    policyId: null,
    principalId: cast.alice,
    roleDefinitionId: 'a role, "quoted" {and braced}',
    scopeId: '/',
  },
  audit: {
    id: v7(),
    activityAt: at(1),
    activityDisplayName: `O'Neil, "Rose" \\ {null}`,
    category: 'RoleManagement',
    correlationId,
    initiatedBy: { app: null, user: { id: cast.adam, displayName: '日本', userPrincipalName: null, ipAddress: '' } },
    initiatedById: cast.adam,
    loggedByService: 'PIM',
    operationType: 'Update',
    result: 'success',
    resultReason: null,
    targetResources: [],
    additionalDetails: [{ key: '$1', value: 'null' }],
    subjectId: null,
    requestId: null,
    provider: 'directory',
    scopeId: '/',
  },
});

/** One that has another scope, another initiator, and something to tell where the others have nothing. */
const elsewhere = (event: DomainEvent): DomainEvent => ({
  ...event,
  subject: { ...event.subject, scopeId: '/administrativeUnits/1' },
  audit: { ...event.audit, initiatedBy: { app: null, user: null }, resultReason: 'Why', subjectId: cast.ben },
});

const told = (operation: string, entries: readonly DomainEvent[], changes: readonly Change[] = []) => {
  const [first, ...others] = entries;
  const events = [first as DomainEvent, ...others] as const;
  return { operation, events, statement: saveStatement({ result: null, changes, events }, null, () => v7()) };
};

const written = (count: number, ...changes: readonly Change[]) => {
  const operation = v7();
  const entries = Array.from({ length: count }, () => anEvent(operation));
  return told(operation, entries, changes);
};

const save = async (saved: ReturnType<typeof written>) => {
  const { text, values } = saved.statement;
  const { rows } = await stage.pool.query(text, [...values]);
  return rows;
};

const fresh = (minutes: number) =>
  aSchedule({ id: v7(), roleDefinitionId: v7(), startAt: at(minutes), endAt: at(minutes + 60) });

describe('one statement stores an outcome whole', () => {
  test.each([1, 2, 3, 4, 7])(
    '%i events leave as many audit entries and announcements, in their order',
    async (count) => {
      const saved = written(count);
      await save(saved);
      const { audit } = await stage.one<{ audit: Record<string, unknown>[] }>(
        'select jsonb_agg(to_jsonb(a) order by id) as audit from directory_audit as a where correlation_id = $1',
        [saved.operation],
      );
      expect(audit.map((row) => recordFrom(directoryAuditTable, row))).toEqual(
        saved.events.map((event) => event.audit),
      );
      const { told } = await stage.one<{ told: unknown }>(
        `select jsonb_agg(to_jsonb(o) - '{id,tx_id,event_id,payload}'::text[] order by id) as told from outbox as o where schedule_id = $1`,
        [saved.operation],
      );
      const announced = {
        type: 'schedule.ended',
        occurred_at: '2026-01-01T12:01:00+00:00',
        kind: 'eligibility',
        provider: 'directory',
        request_id: null,
        schedule_id: saved.operation,
        approval_id: null,
        policy_id: null,
        principal_id: cast.alice,
        role_definition_id: 'a role, "quoted" {and braced}',
        scope_id: '/',
      };
      expect(told).toEqual(Array(count).fill(announced));
    },
  );

  test.each([1, 2, 3, 4])('%i records of a table come back as they were given', async (count) => {
    const given = Array.from({ length: count }, (_, place) => ({ ...fresh(place), appScopeId: `${place}, "it's"` }));
    await save(written(1, ...given.map((row) => insert('schedule', row))));
    const { stored } = await stage.one<{ stored: Record<string, unknown>[] }>(
      'select jsonb_agg(to_jsonb(s) order by id) as stored from schedule as s where id = any ($1::uuid[])',
      [given.map(({ id }) => id)],
    );
    expect(stored.map((row) => recordFrom(scheduleTable, row))).toEqual(given);
  });

  test.each([
    ['the first', 0],
    ['the middle', 1],
    ['the last', 2],
  ])('of three entries %s is about something else', async (_, place) => {
    const operation = v7();
    const entries = Array.from({ length: 3 }, () => anEvent(operation));
    const events = entries.map((event, index) => (index === place ? elsewhere(event) : event));
    await save(told(operation, events));
    const { audit, scopes } = await stage.one<{ audit: Record<string, unknown>[]; scopes: unknown }>(
      `select (select jsonb_agg(to_jsonb(a) order by id) from directory_audit as a where correlation_id = $1) as audit,
        (select jsonb_agg(o.scope_id order by id) from outbox as o where schedule_id = $1) as scopes`,
      [operation],
    );
    expect(audit.map((row) => recordFrom(directoryAuditTable, row))).toEqual(events.map((event) => event.audit));
    expect(scopes).toEqual(events.map(({ subject }) => subject.scopeId));
  });

  test('an update makes room for what is inserted', async () => {
    const before = fresh(0);
    await save(written(1, insert('schedule', before)));
    const after = { ...before, id: v7(), startAt: at(30), endAt: at(90) };
    await save(
      written(1, insert('schedule', after), update('schedule', before.id, { endAt: at(60) }, { endAt: at(30) })),
    );
    expect(
      await stage.one('select count(*)::int as count from schedule where role_definition_id = $1', [
        before.roleDefinitionId,
      ]),
    ).toEqual({ count: 2 });
  });

  test.each(['alone', 'while an older transaction runs'])('a record that was changed fails it, %s', async (when) => {
    const other = await stage.pool.connect();
    await other.query(when === 'alone' ? 'select 1' : 'begin; select pg_current_xact_id()');
    try {
      const [one, two, late] = [fresh(0), fresh(0), fresh(0)];
      await save(written(1, insert('schedule', one), insert('schedule', two)));
      const changes = [
        update('schedule', one.id, { endAt: at(60) }, { endAt: at(30) }),
        update('schedule', two.id, { endAt: at(61) }, { endAt: at(30) }),
        insert('schedule', late),
      ];
      await expect(save(written(1, ...changes))).rejects.toMatchObject({ code: '40001' });
      expect(
        await stage.one(
          'select count(*)::int as count, bool_and(end_at = $2) as "isAsBefore" from schedule where id = any ($1::uuid[])',
          [[one.id, two.id, late.id], at(60).toISOString()],
        ),
      ).toEqual({ count: 2, isAsBefore: true });
    } finally {
      await other.query('rollback');
      other.release();
    }
  });

  test('outcomes of one shape share a statement', () => {
    const text = (count: number, minutes: number): string =>
      written(count, insert('schedule', fresh(minutes))).statement.text;
    expect(text(2, 0)).toBe(text(2, 5));
    expect(text(4, 0)).toBe(text(9, 5));
    expect(text(1, 0)).not.toBe(text(2, 0));
  });

  test('an outcome of hundreds of changes is stored, and its statement kept by nobody', async () => {
    const transact = createTransact(stage.dataSource, { instant: stage.clock.now, newId: () => v7() });
    const operation = v7();
    const all = Array.from({ length: 150 }, (_, place) => fresh(place));
    const cut = all.map(({ id, endAt }) => update('schedule', id, { endAt, revokedAt: null }, { revokedAt: at(1) }));
    const store = (...changes: readonly Change[]) =>
      transact((tx) => tx.save({ result: null, changes, events: [anEvent(operation)] }, null));
    await store(...all.map((row) => insert('schedule', row)));
    await store(...cut);
    const kept = `select count(*)::int as large from pg_prepared_statements where length(statement) > 20000`;
    expect(await stage.one(kept)).toEqual({ large: 0 });
    const revoked = 'select count(*)::int as count from schedule where id = any ($1::uuid[]) and revoked_at = $2';
    expect(await stage.one(revoked, [all.map(({ id }) => id), at(1).toISOString()])).toEqual({ count: 150 });
  });
});
