import { PimError } from '../../../src/domain/errors';
import { cloneDatabase, type TestDatabase } from '../../support/database';
import { everything, group, id, importing, now, select, user } from './importing';

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
const privilegedRoleAdministrator = 'e8611ab8-c189-46e8-94e1-60213ab1f814';

let database: TestDatabase;
beforeEach(async () => {
  database = await cloneDatabase();
});
afterEach(() => database.drop());

const holds = (principalId: string, roleDefinitionId = globalAdministrator) => ({
  principalId,
  roleDefinitionId,
  directoryScopeId: '/',
});
const disabled = { accountEnabled: false };
/** A time-bound assignment of Global Administrator, as PIM would store it. */
const assign = (principalId: string, end: string) =>
  select(
    database,
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, created_at)
       values (gen_random_uuid(), 'assignment', 'directory', '${principalId}', '${globalAdministrator}', '/', 'Assigned', '2025-12-01', '${end}', '2025-12-01')`,
  );
const endsOf = async (principalId: string) =>
  (
    await select(
      database,
      `select to_jsonb(end_at) as end, to_jsonb(suspended_end_at) as planned from schedule where principal_id = '${principalId}'`,
    )
  )[0];

/** The refusal of an import, after which all is as it was. */
async function refusal(file: object): Promise<PimError> {
  const before = await everything(database);
  const outcome = await importing(database, file).catch((error: unknown) => error);
  expect(await everything(database)).toEqual(before);
  if (outcome instanceof PimError) return outcome;
  throw new Error('The import was not refused.', { cause: outcome });
}

describe('K-1 an import leaves somebody Global Administrator', () => {
  beforeEach(() => importing(database, { users: [user(1), user(2)], roleAssignments: [holds(id('a', 1))] }));

  test('the last one is not disabled; the sentence names the role and the way out, and the attempt is on record', async () => {
    const refused = await refusal({ users: [user(1, disabled), user(3)] });
    expect(refused).toMatchObject({ code: 'LastAdministrator' });
    expect(refused.message).toMatch(/^The file would leave nobody who is Global Administrator: .* first\.$/);
    expect(
      await select(database, `select result_reason as reason from directory_audit where result = 'failure'`),
    ).toEqual([{ reason: refused.message }]);
  });

  test('nor deleted', async () => {
    const deleted = { deletedDateTime: '2025-12-31T00:00:00Z' };
    expect(await refusal({ users: [user(1, deleted)] })).toMatchObject({ code: 'LastAdministrator' });
  });

  test('he may be, in a file that makes somebody else Global Administrator', async () => {
    await importing(database, { users: [user(1, disabled)], roleAssignments: [holds(id('a', 2))] });
    expect(await refusal({ users: [user(2, disabled)] })).toMatchObject({ code: 'LastAdministrator' });
  });

  test('not when that one is disabled by it as well', async () => {
    const file = { users: [user(1, disabled), user(2, disabled)], roleAssignments: [holds(id('a', 2))] };
    expect(await refusal(file)).toMatchObject({ code: 'LastAdministrator' });
  });

  test('a dry run tells the same, and leaves no record', async () => {
    const dry = importing(database, { users: [user(1, disabled)] }, { isDryRun: true });
    await expect(dry).rejects.toMatchObject({ code: 'LastAdministrator' });
    expect(await select(database, `select 1 from directory_audit where result = 'failure'`)).toEqual([]);
  });

  test('what has nothing to do with it goes through', async () => {
    expect(await importing(database, { users: [user(2, disabled), user(3)] })).toMatchObject({ users: { changed: 1 } });
  });

  test('7.1 the role itself is not switched off', async () => {
    const role = { id: globalAdministrator, displayName: 'Global Administrator', isBuiltIn: true, isEnabled: false };
    await importing(database, { roleDefinitions: [role] });
    expect(
      await select(database, `select is_enabled from role_definition where id = '${globalAdministrator}'`),
    ).toEqual([{ is_enabled: true }]);
  });
});

describe('K-1 Privileged Role Administrator, and through groups', () => {
  test('PRA alike; where nobody was, nobody need be', async () => {
    await importing(database, {
      users: [user(1), user(2)],
      roleAssignments: [holds(id('a', 1), privilegedRoleAdministrator)],
    });
    const refused = await refusal({ users: [user(1, disabled)] });
    expect(refused.message).toContain('Privileged Role Administrator');
    await importing(database, { users: [user(2, disabled)] });
  });

  test('K-3 where nobody holds it, the last one who could activate it stays', async () => {
    await importing(database, { users: [user(1)] });
    await select(
      database,
      `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, start_at, created_at)
         values (gen_random_uuid(), 'eligibility', 'directory', '${id('a', 1)}', '${privilegedRoleAdministrator}', '/', '2025-12-01', '2025-12-01')`,
    );
    expect((await refusal({ users: [user(1, disabled)] })).message).toContain('eligible');
  });

  test('the last member is not taken out of the group that holds it, nor disabled, nor the group deleted', async () => {
    const assignable = { isAssignableToRole: true };
    await importing(database, {
      users: [user(1), user(2, disabled)],
      groups: [group(1, { ...assignable, members: [id('a', 1), id('a', 2)] })],
      roleAssignments: [holds(id('b', 1))],
    });
    for (const file of [
      { groups: [group(1, { ...assignable, members: [id('a', 2)] })] },
      { groups: [group(1, { ...assignable, members: [] })] },
      { users: [user(1, disabled)] },
      { groups: [group(1, { ...assignable, deletedDateTime: '2025-12-31T00:00:00Z' })] },
    ])
      expect(await refusal(file)).toMatchObject({ code: 'LastAdministrator' });
    const replaced = { users: [user(3)], groups: [group(1, { ...assignable, members: [id('a', 3)] })] };
    expect(await importing(database, replaced)).toMatchObject({ links: { added: 1, removed: 2 } });
  });
});

describe('K-2 nobody is left to expire by it', () => {
  const end = '2026-02-01T00:00:00+00:00';
  beforeEach(async () => {
    await importing(database, { users: [user(1), user(2)], roleAssignments: [holds(id('a', 1))] });
    await assign(id('a', 2), end);
  });

  test('who is left has no end any more, with an event and an entry by the service', async () => {
    await importing(database, { users: [user(1, disabled)] });
    expect(await endsOf(id('a', 2))).toEqual({ end: null, planned: end });
    expect(await select(database, `select type, principal_id from outbox where type like 'schedule.end%'`)).toEqual([
      { type: 'schedule.endSuspended', principal_id: id('a', 2) },
    ]);
    expect(
      await select(
        database,
        `select activity_at, subject_id from directory_audit where activity_display_name = 'Process request'`,
      ),
    ).toEqual([{ activity_at: now, subject_id: id('a', 2) }]);
  });

  test('and gets it back when the other one is enabled again, or somebody else is made Global Administrator', async () => {
    await importing(database, { users: [user(1, disabled)] });
    await importing(database, { users: [user(1, { accountEnabled: true })] });
    expect(await endsOf(id('a', 2))).toEqual({ end, planned: null });
    await importing(database, { users: [user(1, disabled)] });
    await importing(database, { users: [user(3)], roleAssignments: [holds(id('a', 3))] });
    expect(await endsOf(id('a', 2))).toEqual({ end, planned: null });
  });
});
