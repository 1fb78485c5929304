import type { Pool } from 'pg';
import { invariant } from '../domain/errors';
import { providers, resourceProvider } from '../domain/providers/all';
import type { Provider } from '../domain/providers/provider';
import type { AssignmentType } from '../domain/schedule';
import { callerId } from '../storage/session';
import { allOf, raw, type Sql, sql } from '../storage/sql';
import { allowedInTenant, isAllowedAtScope } from '../storage/visibility';
import { type Asked, waysIntoGroup, waysToRole } from './access-ways';
import { type Session, Slot } from './planner/binding';
import { compileRecord, type RecordPlan, type RecordQuestion } from './planner/record-question';
import { createRunOn } from './planner/statement';

/** Who is asked about, for which role of which provider, where. */
export interface AccessQuestion {
  readonly provider: Provider;
  readonly principalId: string;
  /** Canonical; for groups the word `member` or `owner`. */
  readonly roleDefinitionId: string;
  /** Canonical, such as `/` or `/administrativeUnits/{id}`. */
  readonly scopeId: string;
}

/** Whether a principal holds a role at this moment, until when, and through what. */
export interface AccessAnswer {
  readonly hasAccess: boolean;
  /** When the longest of what gives access ends; null when it never does, or there is no access. */
  readonly endAt: Date | null;
  /** Activated where the assignment is, or a membership that brings it. */
  readonly assignmentType: AssignmentType | null;
  readonly memberType: 'Direct' | 'Group' | 'Inherited' | null;
  /** As the API knows the schedule; null for what the directory gives, or when there is no access. */
  readonly scheduleId: string | null;
  /** The group that holds it, where it is not the principal's own. */
  readonly throughGroupId: string | null;
  /** The memberships held through PIM that bring it, outermost last; as the API knows their schedules. */
  readonly membershipScheduleIds: readonly string[];
}

/** Asks on behalf of a caller; null when the caller may not know (L.1: oneself, or those who may read PIM). */
export type CheckAccess = (question: AccessQuestion, session: Session) => Promise<AccessAnswer | null>;

/** The values of an {@link accessQuestionOf question}. */
export const accessValues = ({ principalId, roleDefinitionId, scopeId }: AccessQuestion): readonly string[] => [
  principalId,
  roleDefinitionId,
  scopeId,
];

const slot = (place: number, type: string): Sql => sql`${new Slot(({ ids }) => ids[place])}::${raw(type)}`;
const asked: Asked = { principalId: slot(0, 'uuid'), roleDefinitionId: slot(1, 'text'), scopeId: slot(2, 'text') };

/** What gives the role where it is asked about: what is held there, in the tenant, or at a scope above. */
function waysOf(provider: Provider): Sql {
  if (provider === 'group') return waysIntoGroup(asked);
  if (provider === 'directory') return waysToRole(provider, asked, (scope) => sql`${scope} in ('/', ${asked.scopeId})`);
  return waysToRole(
    provider,
    asked,
    (scope) => sql`${scope} = any ((
    select reached.covered_by from resource_scope as reached where reached.id = ${asked.scopeId} and reached.deleted_at is null)::text[])`,
  );
}

/** Oneself, and whoever may read what is held there. */
const mayBeKnown = (provider: Provider): Sql =>
  provider === 'directory'
    ? allowedInTenant('schedule.read')
    : isAllowedAtScope('schedule.read', provider, asked.scopeId);

/** What counts at all: an enabled principal, an enabled role, and a group that is not deleted (M-7). */
const counts = (provider: Provider): Sql =>
  allOf([
    sql`exists (select from role_definition as r where r.id = ${asked.roleDefinitionId} and r.provider = ${raw(`'${provider}'`)} and r.is_enabled)`,
    sql`exists (select from principal as p where p.id = ${asked.principalId} and p.account_enabled is not false and p.deleted_at is null)`,
    ...(provider === 'group'
      ? [
          sql`exists (select from principal as g where g.id = ${asked.scopeId}::uuid and g.type = 'group' and g.deleted_at is null)`,
        ]
      : []),
  ]);

/** What is held at a scope above comes from there, whoever holds it (S-4); in the tenant a role is the same everywhere. */
const memberType = (provider: Provider): Sql => sql`case
  ${provider === resourceProvider.provider ? sql`when access.scope_id <> ${asked.scopeId} then 'Inherited'` : raw('')}
  when access.group_id is not null then 'Group' when access.scope_id is not null then 'Direct' end`;

/** The id of a schedule as the API has it: groups name themselves in it (A-2). */
const knownId = (provider: Provider): Sql =>
  provider === 'group'
    ? sql`access.scope_id || '_' || ${asked.roleDefinitionId} || '_' || access.id`
    : raw('access.id');

/** Hardly anything comes through memberships of PIM, and then there is nothing to look up. */
const steps = raw(`case when cardinality(access.through) > 0 then known_memberships(access.through) else '[]' end`);

/**
 * The access check: one indexed statement. The way that lasts longest decides, of several the direct one: the principal's
 * own, or that of a group it is in, for as long as it is. A disabled principal and a disabled role give none (M-7). The
 * record's properties are those of the API's `AccessCheck`.
 */
const questionAbout = (provider: Provider): RecordQuestion => ({
  allowed: sql`(${callerId} = ${asked.principalId} or ${mayBeKnown(provider)})`,
  hasOwnReaders: provider === resourceProvider.provider,
  cells: {
    hasAccess: { sql: raw('access.scope_id is not null'), as: 'boolean' },
    endDateTime: { sql: raw('access.end_at'), as: 'instant' },
    assignmentType: { sql: raw('access.assignment_type'), as: 'text' },
    memberType: { sql: memberType(provider), as: 'text' },
    roleAssignmentScheduleId: { sql: knownId(provider), as: 'text' },
    throughGroupId: { sql: raw('access.group_id'), as: 'text' },
    membershipScheduleIds: { sql: steps, as: 'list' },
  },
  joined: sql`left join lateral (
    select way.* from (${waysOf(provider)}) as way
     where ${counts(provider)}
     order by way.end_at desc nulls first, way.group_id nulls first, way.id limit 1) as access on true`,
});

const questions: ReadonlyMap<Provider, RecordQuestion> = new Map(
  Object.values(providers).map(({ provider }) => [provider, questionAbout(provider)]),
);

/** The access check of a provider; the same object each time, for plans are kept by it. */
export function accessQuestionOf(provider: Provider): RecordQuestion {
  const question = questions.get(provider);
  invariant(question, `there is an access check for ${provider}`);
  return question;
}

/** Makes the access check for whoever asks without a document, as the executor does. */
export const createCheckAccess = (pool: Pool): CheckAccess => {
  const plans = new Map<Provider, RecordPlan>();
  const run = createRunOn(() => pool);
  return async (question, session) => {
    const { provider } = question;
    const plan = plans.get(provider) ?? compileRecord(accessQuestionOf(provider), false);
    plans.set(provider, plan);
    const record = plan.record(await run(plan, { session, ids: accessValues(question), lists: [] }));
    if (record === null) return null;
    const { endDateTime: endAt, roleAssignmentScheduleId: scheduleId, ...rest } = record;
    return { endAt, scheduleId, ...rest } as AccessAnswer;
  };
};
