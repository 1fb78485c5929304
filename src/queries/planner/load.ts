import DataLoader from 'dataloader';
import type { Session } from './binding';
import { tableOf } from './columns';
import { fieldOf, selectedRowsOf } from './fields';
import { type LoadedConnection, loadPage, pageBelow } from './load-page';
import { expressionBatch, listBatch, oneOf, toOneBatch } from './load-rows';
import type { LoadedRecord } from './records';
import type { Field, ObjectShape, PageArguments, Question, SelectedRows } from './shape';
import type { Run } from './statement';

/** What loading takes from an operation: who asks, and the way to the database. */
export interface Loading {
  readonly run: Run;
  readonly session: Session;
  /** Rows that stand in no table, for the statements that read them. */
  readonly selected?: SelectedRows;
}

/** Reads the fields of records that were not read ahead, in batches: one statement per field and round of resolving. */
export interface Loaders {
  /** The value of a field of a record that holds every property of its table. */
  field(shape: ObjectShape, name: string, record: LoadedRecord, args: PageArguments): unknown;
  /** A page of records, whose fields are loaded in their turn; raises what the reader's `page` raises. */
  page(question: Question, args: PageArguments): Promise<LoadedConnection>;
  /** One record by its key; null where there is none that the caller may see. */
  one(question: Question, id: string): Promise<LoadedRecord | null>;
}

/**
 * Makes the loaders of one operation.
 *
 * `cache: false` is for operations that live long, such as a subscription: batches without anything stale.
 */
export function createLoaders(loading: Loading, { cache = true }: { readonly cache?: boolean } = {}): Loaders {
  const loaders = new Map<string, DataLoader<string, unknown>>();
  const loaderFor = (id: string, batch: (keys: readonly string[]) => Promise<readonly unknown[]>) => {
    const loader = loaders.get(id) ?? new DataLoader(batch, { cache });
    loaders.set(id, loader);
    return loader;
  };
  return {
    page: (question, args) => loadPage(loading, question, args),
    one: (question, id) => oneOf(loading, question, id),
    field: (shape, name, record, args) => {
      const field = fieldOf(shape, name);
      if (field.field === 'column') return record[field.property];
      if (field.field === 'computed') return field.value(record);
      const unstored = field.field === 'expression' ? field.unstored?.(record) : undefined;
      if (unstored !== undefined) return unstored;
      const key = String(record[tableOf(shape.table).key.property]);
      const isPaged = field.field === 'toMany' && field.as === 'connection';
      const id = `${shape.typeName}.${name} ${isPaged ? JSON.stringify(args) : ''}`;
      const reading = { ...loading, selected: selectedRowsOf(shape) };
      return loaderFor(id, batchOf(reading, shape, name, field, args)).load(key);
    },
  };
}

type Batch = (keys: readonly string[]) => Promise<readonly unknown[]>;

function batchOf(loading: Loading, { table }: ObjectShape, name: string, field: Field, args: PageArguments): Batch {
  const from = tableOf(table);
  if (field.field === 'expression') return expressionBatch(loading, from, field);
  if (field.field === 'toOne') return toOneBatch(loading, from, field);
  if (field.field !== 'toMany') throw new Error(`Invariant broken: ${name} has a resolver of its own`);
  if (field.as === 'list') return listBatch(loading, from, field);
  return pageBelow(loading, from, { name, field, args });
}
