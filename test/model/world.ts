import { graphql } from 'graphql';
import type { Client } from 'pg';
import type { Context } from '../../src/api/context';
import { buildApiSchema } from '../../src/api/schema';
import { createSeparationRule } from '../../src/commands/create-separation-rule';
import { updatePolicy } from '../../src/commands/update-policy';
import type { Caller } from '../../src/domain/actor';
import type { ApprovalSettings, SubjectSet, UnifiedApprovalStage } from '../../src/domain/policy/policy';
import { type CheckAccess, createCheckAccess } from '../../src/queries/check-access';
import { createReader, type Reader } from '../../src/queries/planner/reader';
import { connect } from '../../src/storage/connection';
import { caller, cast } from '../support/cast';
import { openStage, type Stage } from '../support/stage';
import { stagesFor } from './asking';
import { initialModel, nameOf, opening, type Policy, parted, role, type StageSpec } from './machine';

/** The real machine on PostgreSQL: one database that every history begins anew in. */
export interface World {
  readonly stage: Stage;
  /** The owner of the tables, who may put them back. */
  readonly owner: Client;
  readonly checkAccess: CheckAccess;
  /** Statuses of all requests as the API shows them to somebody. */
  readonly statusesShown: (as: string) => Promise<Readonly<Record<string, string>>>;
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A caller by his id. */
export const as = (principalId: string): Caller => caller('alice', { principalId });

export async function openWorld(): Promise<World> {
  const stage = await openStage();
  const owner = await connect(stage.ownerUrl, {});
  await stage.run(createSeparationRule, ruleOfSeparation, as(cast.adam));
  for (const [roleId, policy] of Object.entries(initialModel().policies))
    await setPolicy(stage, cast.adam, roleId, policy);
  const { rows: policies } = await owner.query('select id, rules from policy where role_definition_id = any ($1)', [
    Object.values(role),
  ]);
  return {
    stage,
    owner,
    checkAccess: createCheckAccess(stage.pool),
    statusesShown: shownBy(stage, createReader({ database: stage.dataSource })),
    reset: () => reset(stage, owner, JSON.stringify(policies)),
    close: async () => {
      await owner.end();
      await stage.close();
    },
  };
}

const ruleOfSeparation = {
  displayName: 'Groups or users',
  description: null,
  roleDefinitionIds: parted,
  level: 'Assignment',
} as const;

const emptied = [
  'idempotency_key',
  'outbox',
  'directory_audit',
  'approval_stage',
  'approval',
  'schedule',
  'emergency_use',
  'schedule_request',
  'group_member',
];

/** Puts everything back to what the model begins with. */
async function reset(stage: Stage, owner: Client, policies: string): Promise<void> {
  const model = initialModel();
  await owner.query(`begin;
    alter table directory_audit disable trigger directory_audit_is_append_only;
    ${emptied.map((table) => `delete from ${table};`).join('\n')}
    alter table directory_audit enable trigger directory_audit_is_append_only;
    update principal set account_enabled = true, is_emergency_account = false, manager_id = null where type = 'user';
    update principal set is_emergency_account = true where id = any ('{${model.emergency.join(',')}}');
    ${Object.entries(model.managers)
      .map(([who, managedBy]) => `update principal set manager_id = '${managedBy}' where id = '${who}';`)
      .join('\n')}
    insert into group_member (group_id, member_id) values ${Object.entries(model.members)
      .flatMap(([group, members]) => members.map((member) => `('${group}', '${member}')`))
      .join(', ')};
    commit;`);
  await owner.query(
    `update policy as p set rules = known.rules from jsonb_to_recordset($1) as known (id text, rules jsonb)
      where p.id::text = known.id and p.rules is distinct from known.rules`,
    [policies],
  );
  await owner.query(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, created_at, start_announced_at, activated_using)
      select id, kind, 'directory', who, role, '/', case when activated then 'Activated' when kind = 'assignment' then 'Assigned' end, to_timestamp(start / 1000),
          to_timestamp("end" / 1000), to_timestamp(start / 1000), to_timestamp(start / 1000), "using"
        from jsonb_to_recordset($1) as given (id uuid, kind text, who uuid, role text, start float8, "end" float8, activated boolean, "using" uuid)`,
    [JSON.stringify(model.held)],
  );
  stage.clock.set(new Date(opening).toISOString());
}

const subjectsOf = ({
  users,
  groups,
  managers,
}: Pick<StageSpec, 'users' | 'groups' | 'managers'>): readonly SubjectSet[] => [
  ...users.map((userId) => ({ kind: 'singleUser', userId, description: null }) as const),
  ...groups.map((groupId) => ({ kind: 'groupMembers', groupId, description: null }) as const),
  ...managers.map((managerLevel) => ({ kind: 'requestorManager', managerLevel }) as const),
];

const stageOf = (spec: StageSpec): UnifiedApprovalStage => ({
  approvalStageTimeOutInDays: Math.floor(spec.hours / 24),
  approvalStageTimeOutInHours: spec.hours % 24,
  isApproverJustificationRequired: true,
  isEscalationEnabled: spec.escalation !== null,
  escalationTimeInMinutes: spec.escalation?.minutes ?? 0,
  primaryApprovers: subjectsOf(spec),
  escalationApprovers: spec.escalation ? subjectsOf({ users: [], managers: [], groups: spec.escalation.groups }) : [],
});

const modes = {
  none: 'SingleStage',
  single: 'SingleStage',
  alice: 'SingleStage',
  serial: 'Serial',
  parallel: 'Parallel',
} as const;

/** Somebody edits the policy of a role, so that it says what the model says. */
export async function setPolicy(stage: Stage, by: string, roleId: string, { approval, hours }: Policy): Promise<void> {
  const specs = approval === 'none' ? stagesFor.single : stagesFor[approval];
  const setting: ApprovalSettings = {
    isApprovalRequired: approval !== 'none',
    isApprovalRequiredForExtension: false,
    isRequestorJustificationRequired: true,
    isApproverAllowedInSeveralStages: false,
    approvalMode: modes[approval],
    approvalStages: specs.map(stageOf),
  };
  const { id } = await stage.one<{ id: string }>('select id from policy where role_definition_id = $1', [roleId]);
  const rules = [
    { id: 'Approval_EndUser_Assignment', setting },
    { id: 'Expiration_EndUser_Assignment', maximumDuration: `PT${hours}H` },
  ];
  await stage.run(updatePolicy, { policyId: id, rules }, as(by));
}

const question = `{
  roleAssignmentScheduleRequests(first: 100) { nodes { id status } }
  roleEligibilityScheduleRequests(first: 100) { nodes { id status } } }`;

/** Statuses of all requests as the API shows them to somebody; it is asked without HTTP. */
export function shownBy(stage: Stage, reader: Reader): World['statusesShown'] {
  const schema = buildApiSchema();
  return async (who) => {
    const { data, errors } = await graphql({ schema, source: question, contextValue: contextOf(who, reader, stage) });
    if (errors) throw errors[0]?.originalError ?? errors[0];
    const answer: Readonly<Record<string, { nodes: readonly { id: string; status: string }[] }>> = JSON.parse(
      JSON.stringify(data),
    );
    return Object.fromEntries(
      Object.values(answer).flatMap(({ nodes }) => nodes.map(({ id, status }) => [id, status])),
    );
  };
}

function contextOf(who: string, reader: Reader, stage: Stage): Context {
  const session = { callerId: who, instant: stage.clock.now() };
  const noChange = () => Promise.reject(new Error(`${nameOf(who)} asks a question only.`));
  return {
    caller: as(who),
    loaders: reader.loaders(session),
    read: {
      page: (asked, args, info) => reader.page(asked, args, info, session),
      one: (asked, id, info) => reader.one(asked, id, info, session),
      byIds: (asked, ids, info, path) => reader.byIds(asked, ids, info, path, session),
    },
    run: noChange,
    checkAccess: noChange,
    guestsOf: noChange,
    activationRequirements: noChange,
    head: noChange,
    subscribe: () => {
      throw new Error('Nobody subscribes here.');
    },
  };
}
