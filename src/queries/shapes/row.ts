import { identifier, type Sql, sql } from '../../storage/sql';

/** A column of the row with that alias; `name` as the migrations spell it. */
export const col = (row: string, name: string): Sql => sql`${identifier(row)}.${identifier(name)}`;
