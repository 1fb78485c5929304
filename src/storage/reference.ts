import type { Policy } from '../domain/policy/policy';
import type { RoleDefinition } from '../domain/principal';
import { rulesOf, type Target } from '../domain/target';
import { one } from './fact-pieces';
import { policyIn, roleIn } from './fact-records';
import type { JsonRow } from './records';
import { referenceVersion } from './session';
import { type Sql, sql } from './sql';

/** A role, and the policy of a target that it is held at, as one version of the reference has them; null for what there is not. */
export interface Known {
  readonly version: string;
  readonly role: RoleDefinition | null;
  readonly policy: Policy | null;
}

/** How many targets are kept: more than most organisations have roles, and a bound for the memory. */
const most = 1_000;

/**
 * Keeps roles and policies under one version of the reference: that which the latest statement saw.
 *
 * They are large, seldom changed, and read by every change. Each statement that needs them says which version it sees, in
 * the same snapshot; what is kept under another one is nobody's, so that a change counts at once, whoever made it.
 */
export class Reference {
  private version = '';
  private readonly known = new Map<string, Known>();

  /** What the statement is likely to find; its version tells whether it did. */
  peek(target: Target): Known | null {
    return this.known.get(keyOf(target)) ?? null;
  }

  /** What there is under a version that a statement has seen, or under the present one where it has to be asked for. */
  async read(target: Target, version: unknown, ask: (statement: Sql) => Promise<JsonRow | undefined>): Promise<Known> {
    const kept = this.peek(target);
    if (kept !== null && kept.version === version) return kept;
    const found = knownIn(await ask(referenceStatement(target)));
    this.keep(target, found);
    return found;
  }

  private keep(target: Target, found: Known): void {
    if (found.version !== this.version || this.known.size >= most) this.known.clear();
    this.version = found.version;
    this.known.set(keyOf(target), found);
  }
}

const keyOf = (target: Target): string =>
  JSON.stringify([target.provider, target.roleDefinitionId, policyScope(target)]);

const policyScope = ({ provider, scopeId }: Target): string => rulesOf(provider).policyScope(scopeId);

const referenceStatement = (target: Target): Sql => {
  const { provider, roleDefinitionId } = target;
  return sql`select ${referenceVersion} as version,
    ${one(sql`select d.* from role_definition as d where d.id = ${roleDefinitionId} and d.provider = ${provider}`)} as role,
    ${one(sql`select p.* from policy as p
      where p.provider = ${provider} and p.role_definition_id = ${roleDefinitionId} and p.scope_id = ${policyScope(target)}`)} as policy`;
};

/** Frozen, for it is given to many. */
const knownIn = ({ version, role, policy }: JsonRow = {}): Known =>
  frozen({ version: version as string, role: roleIn(role), policy: policyIn(policy) });

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
