import 'reflect-metadata';
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { type AuthChecker, buildSchemaSync, type PubSub } from 'type-graphql';
import { invariant } from '../domain/errors';
import { installPlannedResolvers, type TypeNameOf } from '../queries/planner/install';
import { allShapes } from '../queries/shapes/all-shapes';
import { AccessCheckResolver } from './access-check/access-check.resolver';
import { AdministrativeUnitResolver } from './administrative-unit/administrative-unit.resolver';
import { ApprovalMutations } from './approval/approval.mutations';
import { approvalResolver } from './approval/approval.resolver';
import { ApprovalBulkMutations } from './approval/approval-bulk.mutations';
import { DirectoryAuditResolver } from './audit/directory-audit.resolver';
import type { Context } from './context';
import { callMutationsDirectly } from './direct-mutations';
import { EmergencyMutations } from './emergency/emergency.mutations';
import { EmergencyUsedResolver } from './emergency/emergency-use.event';
import { EmergencyUseResolver } from './emergency/emergency-use.resolver';
import { ChangeEventResolver, ChangeEventType } from './event/event.payloads';
import { EventSubscriptions } from './event/event.subscriptions';
import { HeartbeatType, ReadyType } from './event/event.types';
import { variantChanges } from './event/variant-changes';
import { GuestMutations } from './guest/guest.mutations';
import { HomeOrganizationMutations } from './guest/home-organization.mutations';
import { MeResolver } from './me/me.resolver';
import { PolicyMutations } from './policy/policy.mutations';
import { PolicyAssignmentResolver, PolicyResolver } from './policy/policy.resolver';
import { policyRuleTypeName } from './policy/policy-rule.type';
import { policyRuleTypes } from './policy/policy-rules.types';
import { subjectSetTypeName } from './policy/subject-set.type';
import { GroupResolver, ServicePrincipalResolver, UserResolver } from './principal/principal.resolvers';
import { ActivationRequirementsResolver } from './requirements/activation-requirements.resolver';
import { RoleAssignmentResolver } from './role-assignment/role-assignment.resolver';
import { RoleDefinitionResolver } from './role-definition/role-definition.resolver';
import { demandRules, mutationRules, queryRules, type RootFieldRules, subscriptionRules } from './root-field-rules';
import { SeparationMutations } from './separation/separation.mutations';
import { SeparationRuleResolver } from './separation/separation.resolver';
import { AccessChecksResolver } from './target/access-checks';
import { familyResolvers } from './target/family.resolvers';
import { requestMutations } from './target/request.mutations';
import { resourceOrphans, resourceResolvers, resourceTypeNames } from './target/resources';
import { variants } from './target/variants';
import { userErrorTypes } from './user-error.type';

type Resolvers = Parameters<typeof buildSchemaSync>[0]['resolvers'];

const resolvers: Resolvers = [
  RoleDefinitionResolver,
  RoleAssignmentResolver,
  PolicyResolver,
  PolicyAssignmentResolver,
  DirectoryAuditResolver,
  UserResolver,
  GroupResolver,
  ServicePrincipalResolver,
  AdministrativeUnitResolver,
  MeResolver,
  AccessCheckResolver,
  AccessChecksResolver,
  ActivationRequirementsResolver,
  SeparationRuleResolver,
  ...resourceResolvers,
  ...variants.flatMap(familyResolvers),
  ...variants.map(approvalResolver),
  ...variants.flatMap(requestMutations),
  ...variants.flatMap(variantChanges),
  ApprovalMutations,
  ApprovalBulkMutations,
  PolicyMutations,
  SeparationMutations,
  EventSubscriptions,
  ChangeEventResolver,
  EmergencyUseResolver,
  EmergencyMutations,
  EmergencyUsedResolver,
  GuestMutations,
  HomeOrganizationMutations,
];

/** Values within rows that are of several types. */
const typeNames: Readonly<Record<string, TypeNameOf>> = {
  UnifiedRoleManagementPolicyRule: policyRuleTypeName,
  SubjectSet: subjectSetTypeName,
  ...resourceTypeNames,
};

const rules: RootFieldRules = { query: queryRules, mutation: mutationRules, subscription: subscriptionRules };

/** TypeGraphQL asks for a broker where there are subscriptions; ours all follow the outbox (design: events). */
const feedInstead: PubSub = {
  publish: () => invariant(false, 'events are stored with their change, never published'),
  subscribe: () => {
    throw new Error('Invariant broken: a subscription names its own source');
  },
};

/** "Signed in", no more: both doors refuse whoever is not, and what one may do is decided where the rules say. */
const isSignedIn = (context: Partial<Context>): boolean => context.caller !== undefined;
const authChecker: AuthChecker<Partial<Context>> = ({ context }) => isSignedIn(context);

/**
 * The whole API. Reads nothing and keeps nothing: the context of each operation brings what resolvers need.
 *
 * Throws, with the name of the place, where a root field has no rule, or a type has a field that nothing resolves.
 */
export function buildApiSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers,
    orphanedTypes: [
      ...policyRuleTypes,
      ...resourceOrphans,
      ...userErrorTypes,
      ReadyType,
      HeartbeatType,
      ChangeEventType,
    ],
    authChecker,
    pubSub: feedInstead,
    // Scalars and the planner judge every argument; class-validator never sees a bare one.
    validate: false,
  });
  demandRules(schema, rules);
  callMutationsDirectly(schema, isSignedIn);
  return installPlannedResolvers(schema, allShapes, typeNames);
}

/** The schema as it is checked in: in alphabetical order, so that moving code does not show. */
export const printApiSchema = (): string => `${printSchema(lexicographicSortSchema(buildApiSchema()))}\n`;
