import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { tenantReaders } from '../../../migrations/0009-known-readers';
import { adminRole } from '../../../src/domain/authorization';
import { ensureBuiltInRoles } from '../../../src/storage/built-in-roles';
import { connect } from '../../../src/storage/connection';
import { rolesThatReadAll } from '../../../src/storage/session';
import { cast, groups } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(() => stage.pool.query('delete from schedule'));

const { globalReader, securityReader, userAdministrator } = adminRole;

/** Somebody who can ask, such as a session of its own. */
type Asks = Pick<Stage['pool'], 'query'>;

interface Held {
  readonly principalId?: string;
  readonly role?: string;
  readonly scope?: string;
  readonly kind?: 'assignment' | 'eligibility';
  readonly from?: string;
  readonly until?: string | null;
}

async function hold(held: Held = {}, by: Asks = stage.pool): Promise<string> {
  const { principalId = cast.sam, role = globalReader, scope = '/', kind = 'assignment' } = held;
  const { from = '2026-01-01T00:00:00Z', until = null } = held;
  const id = randomUUID();
  await by.query(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, created_at)
      values ($1, $2, 'directory', $3, $4, $5, case $2 when 'assignment' then 'Assigned' end, $6, $7, $6)`,
    [id, kind, principalId, role, scope, from, until],
  );
  return id;
}

const reads = async (principalId: string = cast.sam) =>
  (
    await stage.one<{ at: string | null }>(
      `select (select spans::text from tenant_reader where principal_id = '${principalId}') as at`,
    )
  ).at;

const january = '["2026-01-01 00:00:00+00","2026-02-01 00:00:00+00")';
const always = '["2026-01-01 00:00:00+00",)';

test('L.1, L.3: the roles that the database knows to read everything are those of the permission table', () =>
  expect([...tenantReaders].sort()).toEqual([...rolesThatReadAll].sort()));

test('L.1: who holds such a role reads the tenant for as long as he holds it', async () => {
  expect(await reads()).toBeNull();
  const id = await hold({ until: '2026-02-01T00:00:00Z' });
  expect(await reads()).toBe(`{${january}}`);
  await stage.pool.query(`update schedule set end_at = '2026-01-15T00:00:00Z' where id = $1`, [id]);
  expect(await reads()).toBe('{["2026-01-01 00:00:00+00","2026-01-15 00:00:00+00")}');
  await stage.pool.query('delete from schedule where id = $1', [id]);
  expect(await reads()).toBeNull();
});

test('L.1: of two roles the one that lasts longer counts, and the other one stays when it ends', async () => {
  await hold({ until: '2026-02-01T00:00:00Z' });
  const longer = await hold({ role: securityReader });
  expect(await reads()).toBe(`{${always}}`);
  await stage.pool.query(`update schedule set role_definition_id = $1 where id = $2`, [userAdministrator, longer]);
  expect(await reads()).toBe(`{${january}}`);
});

test.each<[string, Held]>([
  ['another role', { role: userAdministrator }],
  ['a role in an administrative unit', { scope: `/administrativeUnits/${randomUUID()}` }],
  ['what he may activate', { kind: 'eligibility' }],
  ['what somebody else holds', { principalId: cast.dave }],
])('L.1: by %s he does not', async (_what, held) => {
  await hold(held);
  expect(await reads()).toBeNull();
});

test('M-7: a role gives nothing while it is disabled, to those who hold it and to those who come to', async () => {
  const enable = (isEnabled: boolean) =>
    stage.pool.query('update role_definition set is_enabled = $1 where id = $2', [isEnabled, globalReader]);
  await hold();
  await enable(false);
  expect(await reads()).toBeNull();
  await hold({ principalId: cast.dave });
  expect(await reads(cast.dave)).toBeNull();
  await enable(true);
  expect([await reads(), await reads(cast.dave)]).toEqual([`{${always}}`, `{${always}}`]);
});

test.each([
  ['taken away', `delete from role_definition where id = '${globalReader}'`],
  ['named otherwise', `update role_definition set id = 'another' where id = '${globalReader}'`],
  ['gone with all others', 'truncate role_definition'],
])('M-7: nor does one that is %s, until it is there again', async (_what, change) => {
  await hold();
  const owner = await connect(stage.ownerUrl, {});
  await owner.query('create temporary table spare as select * from role_definition');
  await owner.query(change);
  expect(await reads()).toBeNull();
  await owner.query(`delete from role_definition where id = 'another'`);
  await owner.query('insert into role_definition select * from spare on conflict do nothing');
  await owner.end();
  expect(await reads()).toBe(`{${always}}`);
});

test('nobody reads it any more once the schedules are emptied', async () => {
  await hold();
  const owner = await connect(stage.ownerUrl, {});
  await owner.query('truncate schedule cascade');
  await owner.end();
  expect(await reads()).toBeNull();
});

test('W-7: by a role of a group its members read it, while the group holds it and they are in it', async () => {
  const byGroups = async (at: string) =>
    (await stage.one<{ by: boolean }>(`select reads_tenant_by_groups('${cast.sam}', '${at}') as by`)).by;
  await hold({ principalId: groups.helpdesk, until: '2026-02-01T00:00:00Z' });
  await stage.pool.query('delete from group_member where member_id = $1', [cast.sam]);
  expect(await byGroups('2026-01-15T00:00:00Z')).toBe(false);
  await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [groups.helpdesk, cast.sam]);
  expect(await byGroups('2026-01-31T23:59:59.999Z')).toBe(true);
  expect(await byGroups('2026-02-01T00:00:00Z')).toBe(false);
  expect(await reads()).toBeNull();
});

describe('an import is under way', () => {
  /** A session that has come as far as an import that is about to change somebody. */
  async function whileImporting(act: (importing: Client) => Promise<void>): Promise<void> {
    const importing = await connect(stage.ownerUrl, {});
    try {
      await importing.query('begin');
      await importing.query('lock table principal in share row exclusive mode');
      await ensureBuiltInRoles(importing);
      await act(importing);
      await importing.query('commit');
    } finally {
      await importing.end();
    }
  }

  test('it holds up nobody who comes to read the tenant, or no longer does', () =>
    whileImporting(async () => {
      const id = await hold();
      await stage.pool.query('delete from schedule where id = $1', [id]);
    }));

  test('who is being changed by it comes to read the tenant first', () =>
    whileImporting(async (importing) => {
      const gateway = await stage.pool.connect();
      await gateway.query('begin');
      await gateway.query('select from principal as p where p.id = $1 for no key update of p', [cast.sam]);
      const change = importing.query('update principal set job_title = job_title where id = $1', [cast.sam]);
      await hold({}, gateway as unknown as Asks);
      await gateway.query('commit');
      gateway.release();
      await change;
    }));
});

test('nothing is written anew for what is announced of a schedule', async () => {
  const id = await hold();
  const version = async () => (await stage.one<{ xmin: string }>('select xmin::text from tenant_reader')).xmin;
  const before = await version();
  await stage.pool.query('update schedule set start_announced_at = start_at where id = $1', [id]);
  expect(await version()).toBe(before);
});

/** Two sessions change something at once: the first commits while the second waits for it. */
async function atOnce(first: (by: Asks) => Promise<unknown>, second: (by: Asks) => Promise<unknown>): Promise<void> {
  const [one, other] = [await stage.pool.connect(), await stage.pool.connect()];
  try {
    await one.query('begin');
    await first(one as unknown as Asks);
    const waiting = second(other as unknown as Asks);
    await one.query('commit');
    await waiting;
  } finally {
    one.release();
    other.release();
  }
}

describe.each(['as written', 'the other way round'])(
  'of two changes at once the later sees the earlier, %s',
  (order) => {
    const inOrder = (one: (by: Asks) => Promise<unknown>, other: (by: Asks) => Promise<unknown>) =>
      order === 'as written' ? atOnce(one, other) : atOnce(other, one);

    test('two roles of one principal', async () => {
      const january = await hold({ until: '2026-02-01T00:00:00Z' });
      await inOrder(
        (by) => hold({ role: securityReader, from: '2026-03-01T00:00:00Z' }, by),
        (by) => by.query('delete from schedule where id = $1', [january]),
      );
      expect(await reads()).toBe('{["2026-03-01 00:00:00+00",)}');
    });

    test('a role that is disabled, and given', async () => {
      await inOrder(
        (by) => hold({}, by),
        (by) => by.query('update role_definition set is_enabled = false where id = $1', [globalReader]),
      );
      expect(await reads()).toBeNull();
      await stage.pool.query('update role_definition set is_enabled = true where id = $1', [globalReader]);
      expect(await reads()).toBe(`{${always}}`);
    });
  },
);
