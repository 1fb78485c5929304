import type { Provider } from '../domain/providers/provider';
import { isMembership, type Kind } from '../domain/target';
import { notEnded } from './fact-pieces';
import { raw, type Sql, sql } from './sql';
import type { Wanted } from './transaction';
import type { Open } from './written-once';

/** What a statement about a target is filled with. */
export interface TargetValues {
  readonly principalId: string;
  readonly roleDefinitionId: string;
  readonly scopeId: string;
  readonly instant: Date | null;
}

/** What these are in PostgreSQL. */
export const targetTypes = {
  principalId: 'uuid',
  roleDefinitionId: 'text',
  scopeId: 'text',
  instant: 'timestamptz',
} as const;

/** What is filled in for a target that is wanted. */
export const valuesFor = (
  { principalId, target }: Pick<Wanted, 'principalId' | 'target'>,
  instant: Date | null,
): TargetValues => ({
  principalId,
  roleDefinitionId: target.roleDefinitionId,
  scopeId: target.scopeId,
  instant,
});

/** Which schedules or requests are meant: words that stand in the statement as they are. */
export interface Side {
  readonly provider: Provider;
  readonly kind: Kind;
}

/** On which side, and of which variant, the target is wanted. */
export const sideOf = ({ kind, target: { provider } }: Wanted): Side => ({ provider, kind });

/** A word of ours, as SQL. */
export const literal = (word: Provider | Kind): Sql => raw(`'${word}'`);

/** Whether the schedule or request `row` is for exactly the target, and the principal's. */
export const isFor = (
  row: string,
  { principalId, roleDefinitionId, scopeId }: Open<TargetValues>,
  { provider, kind }: Side,
): Sql =>
  sql`${raw(row)}.principal_id = ${principalId} and ${raw(row)}.provider = ${literal(provider)}
    and ${raw(row)}.role_definition_id = ${roleDefinitionId} and ${raw(row)}.scope_id = ${scopeId} and ${raw(row)}.kind = ${literal(kind)}`;

/** Whether it may make a group a member of another one: then and now, for groups that are eligible become no members (G-9). */
export const isNesting = ({ kind, target, action }: Pick<Wanted, 'kind' | 'target' | 'action'>): boolean =>
  isMembership(target) && kind === 'assignment' && (action === 'adminAssign' || action === 'adminRenew');

/** `hanging (id)`, for a recursive `with`: these schedules, what was activated through them, through what was activated so, and so on, that has not ended. */
export const hangingFrom = (scheduleIds: Sql, at: Sql): Sql => sql`hanging (id) as (
    ${scheduleIds}
    union
    select next.id from hanging as h cross join lateral (
      select a.id from schedule as a where a.activated_through @> array[h.id] and a.activated_through <> '{}' and ${notEnded('a', at)}
      union all
      select a.id from schedule as a where a.activated_using = h.id and ${notEnded('a', at)}) as next)`;
