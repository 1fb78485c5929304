import { buildSchema } from 'graphql';
import { EntitySchema } from 'typeorm';
import { installPlannedResolvers } from '../../../src/queries/planner/install';
import type { Field, ObjectShape, Shape, ToManyField } from '../../../src/queries/planner/shape';
import { raw } from '../../../src/storage/sql';

const table = new EntitySchema<{ id: string; name: string }>({
  name: 'thing',
  columns: { id: { type: 'uuid', primary: true }, name: { type: 'text' } },
});

const shape = (fields: Readonly<Record<string, Field>> = {}, typeName = 'Thing'): ObjectShape => ({
  shape: 'object',
  typeName,
  table,
  fields,
});
const always = () => raw('true');
const toOne = (target: Shape): Field => ({ field: 'toOne', target: () => target, on: always });
const toMany = (as: 'list' | 'connection', target: Shape, property = 'name'): ToManyField => ({
  field: 'toMany',
  as,
  target: () => target,
  on: always,
  orderBy: [{ property, direction: 'asc' }],
});

const install =
  (fields: string, shapes: readonly Shape[], further = '') =>
  () =>
    installPlannedResolvers(
      buildSchema(`type Query { thing: Thing } type Thing { id: ID! ${fields} } type Other { id: ID! } ${further}`),
      shapes,
    );

const other = shape({}, 'Other');
const connection = (parts: string) =>
  `type OtherConnection { ${parts} } type OtherEdge { node: Other! cursor: String! } type PageInfo { hasNextPage: Boolean! }`;

test.each([
  { what: 'a property', fields: 'name: String', shapes: [shape()] },
  {
    what: 'a declared column',
    fields: 'title: String',
    shapes: [shape({ title: { field: 'column', property: 'name' } })],
  },
  {
    what: 'a field with a resolver of its own',
    fields: 'own(a: Int): String',
    shapes: [shape({ own: { field: 'external', needs: ['name'] } })],
  },
  {
    what: 'a relation, whose shape need not be listed',
    fields: 'other: Other',
    shapes: [shape({ other: toOne(other) })],
  },
  { what: 'a list', fields: 'others: [Other!]!', shapes: [shape({ others: toMany('list', other) })] },
  {
    what: 'a connection',
    fields: 'others(first: Int, after: String): OtherConnection!',
    shapes: [shape({ others: toMany('connection', other) })],
    further: connection('edges: [OtherEdge!]! nodes: [Other!]! pageInfo: PageInfo! totalCount: Int'),
  },
])('a schema may have $what', ({ fields, shapes, further }) => expect(install(fields, shapes, further)).not.toThrow());

test.each([
  { fields: 'extra: String', shapes: [shape()], says: 'Thing.extra is neither declared' },
  {
    fields: 'extra: String',
    shapes: [shape({ extra: { field: 'computed', needs: ['size'], value: String } })],
    says: 'Thing.extra needs size',
  },
  {
    fields: 'extra: String',
    shapes: [shape({ extra: { field: 'column', property: 'size' } })],
    says: 'Thing.extra needs size',
  },
  {
    fields: 'name(upper: Boolean): String',
    shapes: [shape()],
    says: 'Thing.name has arguments that the planner ignores: upper',
  },
  {
    fields: '',
    shapes: [shape({ gone: { field: 'column', property: 'name' } })],
    says: 'Thing.gone is declared by the shape',
  },
  { fields: 'other: Thing', shapes: [shape({ other: toOne(other) })], says: 'Thing.other is declared to give Other' },
  {
    fields: 'others: Other',
    shapes: [shape({ others: toMany('list', other) })],
    says: 'Thing.others is declared as a list',
  },
  {
    fields: 'others: [Other]',
    shapes: [shape({ others: toMany('connection', other) })],
    says: 'Thing.others is declared as a connection',
  },
  {
    fields: 'others: [Other]',
    shapes: [shape({ others: toMany('list', other, 'size') })],
    says: 'Thing.others is ordered by size',
  },
  {
    fields: 'length: String',
    shapes: [
      shape({ length: { field: 'expression', as: 'text', sql: always, near: { table, by: 'size', sql: always } } }),
    ],
    says: 'Thing.length needs size',
  },
  {
    fields: 'others: [Other]',
    shapes: [shape({ others: { ...toMany('list', other), ownerKey: 'size' } })],
    says: 'Thing.others finds its owner by size',
  },
  {
    fields: 'others(filter: String): OtherConnection',
    shapes: [shape({ others: toMany('connection', other) })],
    further: connection('nodes: [Other!]!'),
    says: 'Thing.others has arguments that the planner ignores: filter',
  },
  {
    fields: 'others: OtherConnection',
    shapes: [shape({ others: toMany('connection', other) })],
    further: connection('nodes: [Other!]! sum: Int'),
    says: 'OtherConnection.sum is unknown',
  },
  {
    fields: 'other: Other',
    shapes: [shape(), shape({}, 'Missing')],
    says: 'Missing is declared as a shape',
  },
  {
    fields: '',
    shapes: [{ shape: 'abstract', typeName: 'Thing', discriminator: 'name', members: { a: other } } as const],
    says: 'Thing is declared as an abstract shape',
  },
  {
    fields: '',
    shapes: [{ shape: 'abstract', typeName: 'Any', discriminator: 'name', members: { a: other } } as const],
    further: 'union Any = Thing | Other',
    says: 'Any has the type Thing, which is no member',
  },
])('refused at the start: $says', ({ fields, shapes, further, says }) =>
  expect(install(fields, shapes, further)).toThrow(says),
);
