import { Readable } from 'node:stream';
import type { Client } from 'pg';
import { v7 } from 'uuid';
import { cancelRequest } from '../../../src/commands/cancel-request';
import { connect } from '../../../src/storage/connection';
import { type ImportOptions, importDirectory } from '../../../src/storage/import/import-directory';
import { describeReport } from '../../../src/storage/import/import-report';
import { caller, cast, groups, roles } from '../../support/cast';
import { activate, codeOf, decide, demandApproval, holds, makeEligible, role, statusOf } from '../commands/acts';
import { freshen, freshStage } from '../commands/fresh-stage';
import { racers } from '../commands/racers';
import { eventsOf } from '../commands/staged';

const stage = freshStage();

const later = '2026-01-01T03:00:00Z';

const importing = (file: object, more: Partial<ImportOptions> = {}) =>
  importDirectory({
    url: stage.ownerUrl,
    source: Readable.from([Buffer.from(JSON.stringify(file))]),
    fileName: 'directory.json',
    now: stage.clock.now(),
    newId: () => v7(),
    ...more,
  });

const named = { [groups.helpdesk]: 'IT Helpdesk', [groups.plain]: 'Plain' };
const listing = (group: keyof typeof named, members: readonly string[]) => ({
  groups: [{ id: group, displayName: named[group], members }],
});
const withoutAlice = listing(groups.helpdesk, [cast.ben]);
const withAlice = listing(groups.helpdesk, [cast.alice]);

/** The helpdesk is eligible, and an activation of its member Alice; ten minutes go by. */
async function activated(differing: Parameters<typeof activate>[1] = {}) {
  await makeEligible(stage, { principalId: groups.helpdesk });
  const { id } = await activate(stage, differing);
  stage.clock.advance('PT10M');
  return id;
}

/** Alice is in the helpdesk by way of another group. */
const nest = (group: string = groups.plain) =>
  stage.pool.query(
    `with gone as (delete from group_member where member_id = $1 and group_id = $3)
     insert into group_member (group_id, member_id) values ($2, $1), ($3, $2)`,
    [cast.alice, group, groups.helpdesk],
  );

const scheduleOf = (id: string) =>
  stage.one<{ revoked_at: Date | null; is_empty: boolean }>(
    'select revoked_at, isempty(span) as is_empty from schedule where id = $1',
    [id],
  );

describe('W-1, B-14 an import that takes somebody out of a group ends what he activated through it', () => {
  test('running: ends at the instant of the import, with an event and an entry by the service', async () => {
    const id = await activated();
    const report = await importing(withoutAlice);
    expect(report.activationsEnded).toBe(1);
    expect(describeReport(report)).toContainEqual(['activations', '1 ended']);
    expect(await holds(stage)).toBe(false);
    expect(await scheduleOf(id)).toEqual({ revoked_at: stage.clock.now(), is_empty: false });
    expect(await statusOf(stage, id)).toBe('Provisioned');
    expect((await eventsOf(stage, id)).slice(-1)).toEqual(['schedule.ended']);
    expect(
      await stage.one(
        `select activity_at, activity_display_name as activity, result, subject_id, initiated_by -> 'app' ->> 'displayName' as by
          from directory_audit where correlation_id = $1 order by id desc limit 1`,
        [id],
      ),
    ).toEqual({
      activity_at: stage.clock.now(),
      activity: 'Remove member from role (PIM activation expired)',
      result: 'success',
      subject_id: cast.alice,
      by: 'Portcullis',
    });
  });

  test('to come: its request is Failed, and it never holds', async () => {
    const id = await activated({ startAt: later });
    await importing(withoutAlice);
    expect(await statusOf(stage, id)).toBe('Failed');
    expect((await scheduleOf(id)).is_empty).toBe(true);
    stage.clock.set(later);
    expect(await holds(stage)).toBe(false);
  });

  test('approved, and to come', async () => {
    await demandApproval(stage);
    const id = await activated({ startAt: later });
    await decide(stage, id);
    await importing(withoutAlice);
    expect(await statusOf(stage, id)).toBe('Failed');
  });

  test('a deleted group gives nothing any more', async () => {
    await activated();
    const gone = { id: groups.helpdesk, displayName: 'IT Helpdesk', deletedDateTime: '2026-01-01T00:00:00Z' };
    expect((await importing({ groups: [gone] })).activationsEnded).toBe(1);
    expect(await holds(stage)).toBe(false);
  });

  test.each([
    { when: 'he leaves the inner group', file: listing(groups.plain, []) },
    { when: 'the inner group leaves the outer one', file: listing(groups.helpdesk, []) },
    {
      when: 'both at once',
      file: { groups: [...listing(groups.plain, []).groups, ...listing(groups.helpdesk, []).groups] },
    },
  ])('W-7 nested groups: $when', async ({ file }) => {
    await nest();
    await activated();
    expect((await importing(file)).activationsEnded).toBe(1);
    expect(await holds(stage)).toBe(false);
  });

  test('nothing is given back to who returns; he may activate again', async () => {
    const id = await activated();
    await importing(withoutAlice);
    expect((await importing(withAlice)).activationsEnded).toBe(0);
    expect(await holds(stage)).toBe(false);
    expect((await scheduleOf(id)).revoked_at).toEqual(stage.clock.now());
    expect(await activate(stage)).toMatchObject({ status: 'Provisioned' });
  });

  test('the file gives him the role in its place: he has it without a gap', async () => {
    await activated();
    const roleAssignments = [{ principalId: cast.alice, roleDefinitionId: role, directoryScopeId: '/' }];
    const report = await importing({ ...withoutAlice, roleAssignments });
    expect(report).toMatchObject({ activationsEnded: 1, roleAssignments: { added: 1 } });
    expect(await holds(stage)).toBe(true);
  });

  test('a dry run counts, and ends nothing', async () => {
    const id = await activated();
    expect((await importing(withoutAlice, { isDryRun: true })).activationsEnded).toBe(1);
    expect(await scheduleOf(id)).toEqual({ revoked_at: null, is_empty: false });
  });

  test('by the hundred, whatever else runs', async () => {
    const many = await racers(stage, 120, 'group');
    for (const { caller } of many) await stage.submit(caller, { roleDefinitionId: role, end: { duration: 'PT2H' } });
    const left = many.slice(0, 110);
    const file = { groups: left.map(({ groupId }) => ({ id: groupId, displayName: 'Racers', members: [] })) };
    expect((await importing(file)).activationsEnded).toBe(110);
    expect(
      await stage.one(
        'select count(*)::int as n from schedule where activated_using is not null and revoked_at is null',
      ),
    ).toEqual({ n: 10 });
    expect(await stage.one(`select count(*)::int as n from outbox where type = 'schedule.ended'`)).toEqual({ n: 110 });
  });
});

describe('W-1 what still has its eligibility stays', () => {
  test('the group is reached by another way', async () => {
    await nest();
    await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [
      groups.helpdesk,
      cast.alice,
    ]);
    const id = await activated();
    const report = await importing(listing(groups.plain, [cast.ben]));
    expect(report).toMatchObject({ links: { added: 1, removed: 1 }, activationsEnded: 0 });
    expect(await scheduleOf(id)).toEqual({ revoked_at: null, is_empty: false });
    expect(await holds(stage)).toBe(true);
  });

  test('it is his own', async () => {
    await makeEligible(stage);
    const { id } = await activate(stage);
    expect((await importing(withoutAlice)).activationsEnded).toBe(0);
    expect(await scheduleOf(id)).toEqual({ revoked_at: null, is_empty: false });
  });

  test('what has ended or was cancelled before is left as it is', async () => {
    const id = await activated({ startAt: later });
    await stage.run(cancelRequest, { requestId: id, kind: 'assignment', provider: 'directory' }, caller('alice'));
    expect((await importing(withoutAlice)).activationsEnded).toBe(0);
    expect(await statusOf(stage, id)).toBe('Canceled');
  });
});

describe('W-1 somebody who activates while he is taken out', () => {
  let other: Client;
  let watcher: Client;

  beforeEach(async () => {
    other = await connect(stage.ownerUrl, {});
    watcher = await connect(stage.ownerUrl, {});
  });
  afterEach(() => Promise.all([other.end(), watcher.end()]));

  /** Resolves once the import waits for one of those who leave. */
  async function untilImportWaits(): Promise<void> {
    const waiting = `select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query ~ 'who_left'`;
    while ((await watcher.query(waiting)).rowCount === 0);
  }

  test('came first: the import waits for him, and ends what he activated', async () => {
    await makeEligible(stage, { principalId: groups.helpdesk });
    await other.query('begin');
    await other.query('select from principal where id = $1 for no key update', [cast.alice]);
    const taking = importing(withoutAlice);
    await untilImportWaits();
    await other.query(
      `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, created_at, activated_using)
          select gen_random_uuid(), 'assignment', 'directory', $1, role_definition_id, '/', 'Activated', '2026-01-01', '2026-01-02', '2026-01-01', id
            from schedule where principal_id = $2`,
      [cast.alice, groups.helpdesk],
    );
    await other.query('commit');
    expect((await taking).activationsEnded).toBe(1);
    expect(await holds(stage)).toBe(false);
  });

  test('whoever comes first, he is left without it; an approval alike', async () => {
    for (const round of [0, 1, 2, 3, 4, 5, 6, 7]) {
      await freshen(stage);
      await makeEligible(stage, { principalId: groups.helpdesk });
      const isApproved = round % 2 === 1;
      if (isApproved) await demandApproval(stage);
      const pending = isApproved ? await activate(stage) : null;
      const acts = [() => (pending ? decide(stage, pending.id) : activate(stage)), () => importing(withoutAlice)];
      await Promise.allSettled((round % 4 > 1 ? acts.reverse() : acts).map((act) => act()));
      expect(await holds(stage)).toBe(false);
    }
  });
});

describe('K-1 the last Global Administrator', () => {
  test('who is it by an activation through a group is not taken out of it', async () => {
    const globalAdministrator = { roleDefinitionId: roles.globalAdministrator };
    await stage.pool.query(
      `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, start_at, created_at)
        values (gen_random_uuid(), 'eligibility', 'directory', $1, $2, '/', '2025-01-01', '2025-01-01')`,
      [groups.helpdesk, roles.globalAdministrator],
    );
    const { id } = await stage.submit('alice', { ...globalAdministrator, end: { duration: 'PT2H' } });
    await stage.pool.query('update principal set account_enabled = false where id = $1', [cast.adam]);
    expect(await codeOf(importing(withoutAlice))).toBe('LastAdministrator');
    expect(await scheduleOf(id)).toEqual({ revoked_at: null, is_empty: false });
    await stage.pool.query('update principal set account_enabled = true where id = $1', [cast.adam]);
    expect((await importing(withoutAlice)).activationsEnded).toBe(1);
  });
});
