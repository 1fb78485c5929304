import type { Pool } from 'pg';

/** What the directory says of whoever a token names. */
export interface KnownCaller {
  readonly type: 'user' | 'group' | 'servicePrincipal';
  /** False for a disabled or deleted principal. */
  readonly isEnabled: boolean;
}

/** Looks up the principal of a token; null when the directory does not know it. */
export async function findCaller(pool: Pool, principalId: string): Promise<KnownCaller | null> {
  const { rows } = await pool.query<KnownCaller>({
    name: 'find_caller',
    text: `select type, coalesce(account_enabled, false) and deleted_at is null as "isEnabled" from principal where id = $1::uuid`,
    values: [principalId],
  });
  return rows[0] ?? null;
}
