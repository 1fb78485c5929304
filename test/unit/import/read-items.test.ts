import { Readable } from 'node:stream';
import { isList, isObject, type Located } from '../../../src/storage/import/located';
import { readItems } from '../../../src/storage/import/read-items';

/** Maps as plain objects, for comparing; lines left out. */
const plain = ({ value }: Located): unknown => {
  if (isObject(value)) return Object.fromEntries([...value].map(([key, node]) => [key, plain(node)]));
  return isList(value) ? value.map(plain) : value;
};

const pieces = (text: string | Buffer, size: number): Readable => {
  const bytes = Buffer.from(text);
  const count = Math.ceil(bytes.length / size);
  return Readable.from(Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size)));
};

const read = async (text: string | Buffer, size = 65_536) => {
  const found: unknown[] = [];
  const keys: string[] = [];
  for await (const { items } of readItems(pieces(text, size), (key, line) => keys.push(`${key}@${line}`))) {
    for (const { section, position, list, ordinal, node } of items) {
      found.push([section, position, list, ordinal, node.line, plain(node)]);
    }
  }
  return { found, keys };
};

const file = `{
  "organization": { "id": "x" },
  "users": [
    { "id": "a", "manager": { "id": "b" } },

    { "id": "b",
      "tags": ["1", 2.5, true, null] }
  ],
  "groups": [{
    "members": [
      "a",
      { "id": "b" }
    ],
    "owners": [],
    "id": "g"
  }]
}`;

const read1 = {
  keys: ['organization@2', 'users@3', 'groups@9'],
  found: [
    ['organization', null, null, null, 2, { id: 'x' }],
    ['users', 0, null, null, 4, { id: 'a', manager: { id: 'b' } }],
    ['users', 1, null, null, 6, { id: 'b', tags: ['1', 2.5, true, null] }],
    ['groups', 0, 'members', 0, 11, 'a'],
    ['groups', 0, 'members', 1, 12, { id: 'b' }],
    ['groups', 0, null, null, 9, { members: [], owners: [], id: 'g' }],
  ],
};

describe('what is handed on', () => {
  test.each([1, 2, 3, 7, 64, 65_536])('is the same in chunks of %i bytes', async (size) => {
    expect(await read(file, size)).toEqual(read1);
  });

  test('knows the lines of properties too', async () => {
    for await (const { items } of readItems(pieces(file, 10), () => undefined)) {
      const user = items.find(({ section, position }) => section === 'users' && position === 1)?.node.value;
      if (user && isObject(user)) expect(user.get('tags')?.line).toBe(7);
    }
    expect.assertions(1);
  });

  test('counts lines that end in CR LF, and looks past a byte order mark', async () => {
    expect(await read(`\ufeff${file.replaceAll('\n', '\r\n')}`, 9)).toEqual(read1);
  });

  test('takes the names of properties for names only', async () => {
    const { found } = await read('{"users":[{"__proto__":{"id":"x"},"constructor":1}]}');
    expect(JSON.stringify(found)).toBe('[["users",0,null,null,1,{"__proto__":{"id":"x"},"constructor":1}]]');
  });

  test('tells a property that is no list from one that is', async () => {
    expect((await read('{"users":"x","groups":[[1]]}')).found).toEqual([
      ['users', null, null, null, 1, 'x'],
      ['groups', 0, null, null, 1, [1]],
    ]);
  });

  test('joins surrogates that a chunk or an escape keeps apart', async () => {
    expect((await read('{"a":"\\ud83d\\ude00","b":"ü😀"}', 1)).found.map((item) => (item as unknown[])[5])).toEqual([
      '😀',
      'ü😀',
    ]);
  });
});

describe('what is refused', () => {
  test.each([
    { text: '', says: 'line 1: the file ends here, in the middle. Is it cut off?' },
    { text: '\n\n[]', says: 'line 3: this is not JSON: expected an object, found "[".' },
    { text: '"x"', says: 'line 1: this is not JSON: expected an object, found "x".' },
    { text: '{"users":[{"id":1},\n]}', says: 'line 2: users[1]: this is not JSON: expected a value, found "]".' },
    { text: '{"users":[],\n}', says: 'line 2: users: this is not JSON: expected a name, found "}".' },
    { text: '{"users":[{"id" 1}]}', says: 'line 1: users[0].id: this is not JSON: expected a colon, found "1".' },
    { text: '{"users":[1 2]}', says: 'line 1: users[1]: this is not JSON: expected , or ], found "2".' },
    { text: '{"users":[01]}', says: 'line 1: users[1]: this is not JSON: expected , or ], found "1".' },
    { text: '{"users":\n[{"id":\nNaN}]}', says: 'line 3: users[0].id: this is not JSON: "N" cannot stand here.' },
    { text: "{'users':[]}", says: 'line 1: this is not JSON: "\'" cannot stand here.' },
    { text: '{"users":[]}\n{}', says: 'line 2: the file goes on after the end of its object. Remove what follows.' },
    { text: '{"users":[', says: 'line 1: users[0]: the file ends here, in the middle. Is it cut off?' },
    { text: '{"users":["abc', says: 'line 1: users[0]: this is not JSON: it is cut off or not UTF-8.' },
    { text: '{"users":[{\n"id":1,\n"id":2}]}', says: 'line 3: users[0].id: the property "id" stands here twice.' },
    { text: '{"users":[],\n"users":[]}', says: 'line 2: users: the property "users" stands here twice.' },
  ])('$says', async ({ text, says }) => {
    await expect(read(text)).rejects.toThrow(expect.objectContaining({ code: 'Request_BadRequest', message: says }));
    await expect(read(text, 1)).rejects.toThrow(says);
  });

  test('bytes that are not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{\n"users":["'), Buffer.from([0xff, 0xfe]), Buffer.from('"]}')]);
    await expect(read(bytes)).rejects.toThrow('line 2: users[0]: this is not JSON');
  });

  test('a bomb of brackets, at the seventeenth level', async () => {
    const bomb = `{"users":${'['.repeat(100_000)}`;
    await expect(read(bomb)).rejects.toThrow('this is nested deeper than 16 levels, which nothing in a directory is.');
    await expect(read(`{"a":{"b":${'{"c":'.repeat(100_000)}`)).rejects.toThrow('nested deeper than 16 levels');
    const deepest = `{"users":${'['.repeat(15)}1${']'.repeat(15)}}`;
    expect((await read(deepest)).found).toHaveLength(1);
  });

  test('a text that does not end, after a mebibyte and not after more', async () => {
    let given = 0;
    const endless = async function* () {
      yield Buffer.from('{\n"users":[{"displayName":"');
      for (; given < 1_000; given += 1) yield Buffer.alloc(65_536, 'x');
    };
    const drain = async () => {
      for await (const { items } of readItems(endless(), () => undefined)) expect(items).toEqual([]);
    };
    await expect(drain()).rejects.toThrow('line 2: users[0].displayName: this text is longer than any text');
    expect(given).toBeLessThan(20);
  });

  test('an element that grows without end, but not a long list of members', async () => {
    const many = Array.from({ length: 9_000 }, () => `"${'x'.repeat(500)}"`).join(',');
    await expect(read(`{"users":[{"tags":[${many}]}]}`)).rejects.toThrow('larger than an object of a directory');
    expect((await read(`{"groups":[{"members":[${many}]}]}`)).found).toHaveLength(9_001);
  });
});
