import { membersOf, tableOfShape } from '../../../src/queries/planner/fields';
import { allShapes } from '../../../src/queries/shapes/all-shapes';
import { connect } from '../../../src/storage/connection';
import { openStage, type Stage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const reference = allShapes.flatMap(membersOf).filter(({ isReference }) => isReference);
const tables = [...new Set(reference.map((shape) => tableOfShape(shape).name))];

const version = async () =>
  (await stage.one<{ version: string }>('select version::text as version from reference_version')).version;

async function asOwner(...statements: readonly string[]): Promise<void> {
  const owner = await connect(stage.ownerUrl, {});
  try {
    for (const statement of statements) await owner.query(statement);
  } finally {
    await owner.end();
  }
}

test('design 5: texts are kept of roles and policies', () => {
  expect([...tables].sort()).toEqual(['policy', 'role_definition']);
});

describe.each(tables)('design 5: the version is another one when %s is', (table) => {
  test('changed, by the gateway as by the owner', async () => {
    const versions = [await version()];
    const change = `update ${table} set id = id where id = (select min(id) from ${table})`;
    await stage.pool.query(change);
    versions.push(await version());
    await asOwner(change);
    versions.push(await version());
    expect(new Set(versions).size).toBe(3);
  });

  test('added to, and taken from', async () => {
    const versions = [await version()];
    await asOwner(
      'begin',
      `create temporary table spare as select * from ${table} limit 1`,
      `delete from ${table} where id = (select id from spare)`,
      'commit',
    );
    versions.push(await version());
    await asOwner(
      `insert into ${table} select (jsonb_populate_record(null::${table}, to_jsonb(t) || '{"id":"new","role_definition_id":"new"}')).* from ${table} as t limit 1`,
    );
    versions.push(await version());
    expect(new Set(versions).size).toBe(3);
  });

  test('emptied', async () => {
    const before = await version();
    await asOwner('begin', `truncate ${table} cascade`, 'commit');
    expect(await version()).not.toBe(before);
  });
});

test('design 5: the version stays where a change is taken back, and where nothing has changed', async () => {
  const before = await version();
  await asOwner('begin', 'update policy set id = id', 'rollback', 'update policy set id = id where false');
  expect(await version()).toBe(before);
});

test('design 5: two that change different roles at once do not wait for each other until they commit', async () => {
  await stage.pool.query(`insert into role_definition (id, provider, display_name, is_built_in, is_enabled, role_permissions)
    values ('one', 'directory', 'One', false, true, '[]'), ('other', 'directory', 'Other', false, true, '[]')`);
  const [one, other] = [await stage.pool.connect(), await stage.pool.connect()];
  try {
    for (const session of [one, other]) await session.query(`begin; set local lock_timeout = '2s'`);
    await one.query(`update role_definition set display_name = 'One again' where id = 'one'`);
    await other.query(`update role_definition set display_name = 'Other again' where id = 'other'`);
    const seen = [await version()];
    await one.query('commit');
    seen.push(await version());
    await other.query('commit');
    seen.push(await version());
    expect(new Set(seen).size).toBe(3);
  } finally {
    for (const session of [one, other]) {
      await session.query('rollback');
      session.release();
    }
  }
});
