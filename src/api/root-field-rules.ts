import type { GraphQLSchema } from 'graphql';
import { accessCheckFields } from './target/access-checks';
import { familyRules } from './target/family-rules';
import { resourceFields } from './target/resources';
import { variants } from './target/variants';

/**
 * How each root field decides who may use it. What is not listed here does not become part of the API.
 *
 * - `visible`: any caller; the statement holds only rows that its question's `visible` lets him see.
 * - `self`: any caller; tells of the caller alone.
 * - `permits`: any caller; the command's `permits` decides (domain/authorization.ts).
 * - `perEvent`: any caller; every event is judged when it is delivered.
 */
export type RootFieldRule = 'visible' | 'self' | 'permits' | 'perEvent';

type Rules = Readonly<Record<string, RootFieldRule>>;

const lists: readonly (readonly [plural: string, singular: string])[] = [
  ['roleDefinitions', 'roleDefinition'],
  ['roleAssignments', 'roleAssignment'],
  ['roleManagementPolicies', 'roleManagementPolicy'],
  ['roleManagementPolicyAssignments', 'roleManagementPolicyAssignment'],
  ['directoryAudits', 'directoryAudit'],
  ['users', 'user'],
  ['groups', 'group'],
  ['servicePrincipals', 'servicePrincipal'],
  ['administrativeUnits', 'administrativeUnit'],
  ['emergencyAccessUses', 'emergencyAccessUse'],
  ['separationOfDutiesRules', 'separationOfDutiesRule'],
];

const ofVariants = variants.map(({ variant }) => familyRules(variant));
const together = (kind: 'query' | 'mutation' | 'subscription'): Rules =>
  Object.assign({}, ...ofVariants.map((rules) => rules[kind]));

export const queryRules: Rules = {
  ...together('query'),
  ...Object.fromEntries(lists.flat().map((name): [string, RootFieldRule] => [name, 'visible'])),
  me: 'self',
  accessCheck: 'visible',
  ...Object.fromEntries(accessCheckFields.map((name): [string, RootFieldRule] => [name, 'visible'])),
  activationRequirements: 'visible',
  privilegedAccessGroupActivationRequirements: 'visible',
  ...Object.fromEntries(resourceFields.query.map((name): [string, RootFieldRule] => [name, 'visible'])),
  // A place in the stream says nothing of what happened there.
  eventCursor: 'self',
};

export const mutationRules: Rules = {
  ...together('mutation'),
  updateApprovalStage: 'permits',
  updateApprovalStages: 'permits',
  updateRoleManagementPolicy: 'permits',
  updateRoleManagementPolicyRule: 'permits',
  settleEmergencyAccess: 'permits',
  updateEmergencyAccount: 'permits',
  withdrawGuest: 'permits',
  withdrawHomeOrganization: 'permits',
  createSeparationOfDutiesRule: 'permits',
  updateSeparationOfDutiesRule: 'permits',
  deleteSeparationOfDutiesRule: 'permits',
  ...Object.fromEntries(resourceFields.mutation.map((name): [string, RootFieldRule] => [name, 'permits'])),
};

export const subscriptionRules: Rules = {
  ...together('subscription'),
  pimEvents: 'perEvent',
  emergencyAccessUsed: 'perEvent',
};

/** Rules of all root fields, by the kind of operation. */
export interface RootFieldRules {
  readonly query: Rules;
  readonly mutation: Rules;
  readonly subscription: Rules;
}

/** Default deny (security.md 25): throws with the name of a root field that has no rule, or a rule that has no field. */
export function demandRules(schema: GraphQLSchema, { query, mutation, subscription }: RootFieldRules): void {
  const types = [
    [schema.getQueryType(), query],
    [schema.getMutationType(), mutation],
    [schema.getSubscriptionType(), subscription],
  ] as const;
  for (const [type, rules] of types) {
    const fields = Object.keys(type?.getFields() ?? {});
    const unruled = fields.filter((name) => !Object.hasOwn(rules, name));
    const idle = Object.keys(rules).filter((name) => !fields.includes(name));
    if (unruled.length > 0)
      throw new Error(`Root fields without a rule in api/root-field-rules.ts: ${unruled.join(', ')}.`);
    if (idle.length > 0) throw new Error(`Rules for root fields that do not exist: ${idle.join(', ')}.`);
  }
}
