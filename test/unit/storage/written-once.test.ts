import { raw, sql } from '../../../src/storage/sql';
import { type Open, writtenOnce } from '../../../src/storage/written-once';

interface Values {
  readonly id: string;
  readonly at: Date | null;
}

const setUp = () => {
  const shapes: string[] = [];
  const statement = writtenOnce(
    { id: 'uuid', at: 'timestamptz' },
    ({ id, at }: Open<Values>, shape: { readonly kind: string }) => {
      shapes.push(shape.kind);
      return sql`select ${id}, ${at}, ${id} from ${raw(shape.kind)} where scope = ${'/'}`;
    },
  );
  return { shapes, statement };
};

describe('a statement that is written once', () => {
  test('names a value once wherever it stands, and keeps its constants', () => {
    const { statement } = setUp();
    expect(statement({ id: 'one', at: new Date(0) }, { kind: 'schedule' })).toEqual({
      text: 'select $1::uuid, $2::timestamptz, $1::uuid from schedule where scope = $3',
      values: ['one', '1970-01-01T00:00:00.000Z', '/'],
    });
  });

  test('is written anew for another shape only', () => {
    const { statement, shapes } = setUp();
    for (const kind of ['a', 'b', 'a', 'b']) statement({ id: kind, at: null }, { kind });
    expect(shapes).toEqual(['a', 'b']);
    expect(statement({ id: 'two', at: null }, { kind: 'a' }).values).toEqual(['two', null, '/']);
  });

  test('is kept in so many wordings and no more', () => {
    const { statement, shapes } = setUp();
    const kinds = Array.from({ length: 150 }, (_, place) => `kind_${place}`);
    for (const kind of [...kinds, ...kinds]) statement({ id: kind, at: null }, { kind });
    expect(shapes).toHaveLength(200);
  });
});
