import { buildApiSchema } from '../../../src/api/schema';
import { rolesFor } from '../../../src/domain/authorization';
import { at, type Table, tableOf } from '../../../src/queries/planner/columns';
import { membersOf, tableOfShape } from '../../../src/queries/planner/fields';
import { PlannedRoot, plannedRootOf } from '../../../src/queries/planner/planned-root';
import type { RowSql } from '../../../src/queries/planner/shape';
import { named } from '../../../src/queries/planner/write-object';
import { allShapes } from '../../../src/queries/shapes/all-shapes';
import { sessionCte } from '../../../src/storage/session';
import { render, sql } from '../../../src/storage/sql';
import { cast } from '../../support/cast';
import { openServers, type Servers } from './servers';

let servers: Servers;
beforeAll(async () => {
  servers = await openServers();
});
afterAll(() => servers.close());

interface Rows {
  readonly name: string;
  readonly table: Table;
  readonly visible: RowSql;
}

const questions: readonly Rows[] = Object.values(buildApiSchema().getQueryType()?.getFields() ?? {}).flatMap(
  (field) => {
    const root = plannedRootOf(field);
    if (!(root instanceof PlannedRoot)) return [];
    const { shape, visible } = root.question;
    return [{ name: field.name, table: tableOfShape(shape), visible }];
  },
);

const relationships: readonly Rows[] = allShapes.flatMap(membersOf).flatMap(({ typeName, table, fields }) =>
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

/** Those who may read whatever has an action of its own to read it. */
const readers = rolesFor['request.read'].filter((role) =>
  Object.entries(rolesFor).every(
    ([action, roles]: [string, readonly string[]]) => !action.endsWith('.read') || roles.includes(role),
  ),
);

test('L.1: some roles read everything, and there is something for them to read', async () => {
  expect(readers.length).toBeGreaterThan(1);
  const counts = await Promise.all(
    questions.map(({ table }) => countIn(sql`select count(*)::int as rows from ${named(table, 't')}`)),
  );
  expect(counts).toEqual(counts.map(() => expect.any(Number)));
  expect(counts.filter((count) => count > 0).length).toBeGreaterThan(questions.length / 2);
});

describe.each(readers)(
  'L.1: nothing is hidden from a holder of the role %s, who is asked with statements that hide nothing',
  (role) => {
    beforeAll(() =>
      servers.stage.pool.query('update schedule set role_definition_id = $1 where principal_id = $2', [role, cast.sam]),
    );

    test.each([...questions, ...relationships])('$name', async ({ table, visible }) => {
      const session = sessionCte(sql`${cast.sam}`, sql`${servers.stage.clock.now().toISOString()}`);
      const hidden = sql`with ${session} select count(*)::int as rows from session cross join ${named(table, 't')} where (${visible('t')}) is not true`;
      expect(await countIn(hidden)).toBe(0);
    });
  },
);

async function countIn(statement: ReturnType<typeof sql>): Promise<number> {
  const { text, values } = render(statement);
  const { rows } = await servers.stage.pool.query<{ rows: number }>(text, [...values]);
  return rows[0]?.rows ?? -1;
}
