import { buildApiSchema } from '../../../src/api/schema';
import { adminRole, tenantRoles } from '../../../src/domain/authorization';
import { providers } from '../../../src/domain/providers/all';
import { at, type Table, tableOf } from '../../../src/queries/planner/columns';
import { membersOf, tableOfShape } from '../../../src/queries/planner/fields';
import { PlannedRoot, plannedRootOf } from '../../../src/queries/planner/planned-root';
import type { RowSql } from '../../../src/queries/planner/shape';
import { named } from '../../../src/queries/planner/write-object';
import { allShapes } from '../../../src/queries/shapes/all-shapes';
import { readerSessionCte, sessionCte } from '../../../src/storage/session';
import { raw, render, type Sql, sql } from '../../../src/storage/sql';
import { cast } from '../../support/cast';
import { fillGroups, fillResources } from '../../support/provider-rows';
import { openServers, type Servers } from './servers';

let servers: Servers;
beforeAll(async () => {
  servers = await openServers();
  await fillGroups(servers.stage.pool);
});
afterAll(() => servers.close());

interface Rows {
  readonly name: string;
  readonly table: Table;
  /** Which rows of the table it is about; all of them where it is not said. */
  readonly rows?: RowSql;
  readonly visible: RowSql;
}

/** Those that are asked with such statements: not where resources are among the rows, which have readers of their own (L.2). */
const questions: readonly Rows[] = Object.values(buildApiSchema().getQueryType()?.getFields() ?? {}).flatMap(
  (field) => {
    const root = plannedRootOf(field);
    if (!(root instanceof PlannedRoot) || root.question.hasOwnReaders) return [];
    const { shape, rows, visible } = root.question;
    return [{ name: field.name, table: tableOfShape(shape), rows, visible }];
  },
);

/** Types that only such questions are about: nothing of theirs is ever asked with these statements. */
const ownReaders = new Set(
  Object.values(buildApiSchema().getQueryType()?.getFields() ?? {}).flatMap((field) => {
    const root = plannedRootOf(field);
    return root instanceof PlannedRoot && root.question.hasOwnReaders ? [root.question.shape.typeName] : [];
  }),
);

const relationships: readonly Rows[] = allShapes
  .flatMap(membersOf)
  .filter(({ typeName }) => !ownReaders.has(typeName))
  .flatMap(({ typeName, table, fields }) =>
    Object.entries(fields).flatMap(([name, field]): readonly Rows[] => {
      if (field.field !== 'toOne' && field.field !== 'toMany') return [];
      const { visible } = field;
      const byKey = field.field === 'toOne' ? field.visibleByKey : undefined;
      const [own, target] = [tableOf(table), tableOfShape(field.target())];
      return [
        ...(visible ? [{ name: `${typeName}.${name}`, table: target, visible }] : []),
        ...(byKey
          ? [{ name: `${typeName}.${name} by key`, table: own, visible: (row: string) => byKey(at(row, own.key)) }]
          : []),
      ];
    }),
  );

/**
 * Those who may read whatever of directory roles, groups and the tenant has an action of its own to read it, whatever it is
 * like (L.1, L.3); resources have readers of their own (L.2).
 */
const readers = Object.values(adminRole).filter((role) =>
  [...Object.entries(providers.directory.holders), ...Object.entries(providers.group.holders)]
    .map(([action, holders]) => [action, holders.filter((one) => one.isAssignableToRole === undefined)] as const)
    .map(([action, holders]) => [action, holders.map(({ roleDefinitionId }) => roleDefinitionId)] as const)
    .concat(Object.entries<readonly string[]>(tenantRoles).map(([action, roles]) => [action, [...roles]] as const))
    .every(([action, roles]) => !action.endsWith('.read') || roles.includes(role)),
);

test('L.1, L.3: these read everything', () =>
  expect(new Set(readers)).toEqual(
    new Set([adminRole.globalAdministrator, adminRole.globalReader, adminRole.securityReader]),
  ));

test('L.1: some roles read everything, and there is something for them to read', async () => {
  expect(readers.length).toBeGreaterThan(1);
  const counts = await Promise.all(
    questions.map(({ table }) => countIn(sql`select count(*)::int as rows from ${named(table, 't')}`)),
  );
  expect(counts).toEqual(counts.map(() => expect.any(Number)));
  expect(counts.filter((count) => count > 0).length).toBeGreaterThan(questions.length / 2);
});

/** Sam holds a role in the whole tenant, and no other. */
const giveSam = (role: string) =>
  servers.stage.pool.query(
    `update schedule set role_definition_id = $1 where principal_id = $2 and provider = 'directory' and kind = 'assignment'`,
    [role, cast.sam],
  );

/** Sam, as of the clock of the stage. */
const sam = () => ({
  caller: sql`${cast.sam}`,
  instant: sql`${servers.stage.clock.now().toISOString()}`,
  told: raw('null'),
});

test.each(Object.entries(adminRole))(
  'L.1, L.3: statements that hide nothing are answered to %s only if nothing is hidden from him',
  async (_name, role) => {
    await giveSam(role);
    const body = sql`select count(*)::int as rows from session`;
    expect(await countIn(sql`with ${readerSessionCte(sam(), body)} ${body}`)).toBe(readers.includes(role) ? 1 : 0);
  },
);

describe.each(readers)(
  'L.1: nothing is hidden from a holder of the role %s, who is asked with statements that hide nothing',
  (role) => {
    beforeAll(() => giveSam(role));

    test.each([...questions, ...relationships])('$name', async (asked) => {
      expect(await countIn(hiddenIn(asked))).toBe(0);
    });
  },
);

describe('L.2: what is held on resources is not among what a statement that hides nothing is asked for', () => {
  beforeAll(async () => {
    await fillResources(servers.stage.pool);
    await giveSam(adminRole.globalAdministrator);
  });

  test.each(questions)('$name', async (asked) => expect(await countIn(hiddenIn(asked))).toBe(0));
});

/** How many rows Sam may not see of those that are asked for. */
function hiddenIn({ table, rows = () => sql`true`, visible }: Rows): Sql {
  const hidden = sql`select count(*)::int as rows from session cross join ${named(table, 't')}
    where ${rows('t')} and (${visible('t')}) is not true`;
  return sql`with ${sessionCte(sam(), hidden)} ${hidden}`;
}

async function countIn(statement: Sql): Promise<number> {
  const { text, values } = render(statement);
  const { rows } = await servers.stage.pool.query<{ rows: number }>(text, [...values]);
  return rows[0]?.rows ?? -1;
}
