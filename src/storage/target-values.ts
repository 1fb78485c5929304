import type { Provider } from '../domain/providers/provider';
import { isMembership, type Kind } from '../domain/target';
import { notEnded } from './fact-pieces';
import { raw, type Sql, sql } from './sql';
import type { Wanted } from './transaction';
import type { Open } from './written-once';

/** What a statement about a target is filled with. */
export interface TargetValues {
  readonly principalId: string;
  readonly provider: Provider;
  readonly kind: Kind;
  readonly roleDefinitionId: string;
  readonly scopeId: string;
  readonly instant: Date | null;
}

/** What these are in PostgreSQL. */
export const targetTypes = {
  principalId: 'uuid',
  provider: 'text',
  kind: 'text',
  roleDefinitionId: 'text',
  scopeId: 'text',
  instant: 'timestamptz',
} as const;

/** What is filled in for a target that is wanted. */
export const valuesFor = (
  { principalId, target, kind }: Pick<Wanted, 'principalId' | 'target' | 'kind'>,
  instant: Date | null,
): TargetValues => ({
  principalId,
  provider: target.provider,
  kind,
  roleDefinitionId: target.roleDefinitionId,
  scopeId: target.scopeId,
  instant,
});

/**
 * Whether the schedule or request `row` is for exactly the target, and the principal's. Provider and kind are parameters,
 * for a variant that has only just come into use is not in the statistics yet, and would be thought to have no rows.
 */
export const isFor = (
  row: string,
  { principalId, provider, kind, roleDefinitionId, scopeId }: Open<TargetValues>,
): Sql =>
  sql`${raw(row)}.principal_id = ${principalId} and ${raw(row)}.provider = ${provider}
    and ${raw(row)}.role_definition_id = ${roleDefinitionId} and ${raw(row)}.scope_id = ${scopeId} and ${raw(row)}.kind = ${kind}`;

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
