import { isOne, isOneOf } from '../../../src/queries/planner/key';
import { groupQuestions } from '../../../src/queries/target/list-family';
import { render, sql } from '../../../src/storage/sql';

const { assignmentRequest: requests, assignmentSchedule: schedules } = groupQuestions;

describe('rows are found by the key of their table', () => {
  test('one', () => {
    const { text, values } = render(isOne(requests, 't1', sql`${'one'}`));
    expect(text).toBe('"t1"."id" = $1::uuid');
    expect(values).toEqual(['one']);
  });

  test('several', () => {
    expect(render(isOneOf(requests, 't1', sql`${['one']}`)).text).toBe('"t1"."id" = any ($1::uuid[])');
  });
});

describe('A-2 an id that holds the key is compared whole, behind a condition that the index of the key serves', () => {
  const whole = `("t1"."scope_id" || '_' || "t1"."role_definition_id" || '_' || "t1"."id")`;

  test('one', () => {
    const { text } = render(isOne(schedules, 't1', sql`${'one'}`));
    expect(text).toMatch(/^\("t1"\."id" = \(regexp_match\(\$\d::text, \$\d\)\)\[1\]::uuid and /);
    expect(text).toContain(` and ${whole} = $`);
  });

  test('several', () => {
    const { text } = render(isOneOf(schedules, 't1', sql`${['one']}`));
    expect(text).toMatch(/^\("t1"\."id" = any \(array\(select .* from unnest\(\$\d::text\[\]\) as given\)\) and /);
    expect(text).toContain(` and ${whole} = any (`);
  });
});
