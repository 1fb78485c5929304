import type { Pool } from 'pg';
import { adminRole } from '../../src/domain/providers/admin-role';
import { resourceRole } from '../../src/domain/providers/azure';
import { cast, groups, unit } from './cast';

const subscription = '/subscriptions/5ab50000-0000-4000-8000-000000000001';
const web = `${subscription}/resourcegroups/web`;

/** Scopes of the cloud: a management group, a subscription, two groups of resources of like names, and what one of them holds. */
export const resourceScopes = {
  root: '/providers/microsoft.management/managementgroups/contoso',
  subscription,
  web,
  webTwo: `${web}2`,
  store: `${web}/providers/microsoft.storage/storageaccounts/store`,
  /** Beside the tree: nothing that is held elsewhere reaches it. */
  apart: '/subscriptions/5ab50000-0000-4000-8000-000000000002',
} as const;

/** A role on resources that lets nobody see what others hold. */
export const dataReader = resourceRole.storageBlobDataReader;

const parents: Readonly<Record<keyof typeof resourceScopes, readonly string[]>> = {
  root: [],
  subscription: [resourceScopes.root],
  web: [resourceScopes.root, subscription],
  webTwo: [resourceScopes.root, subscription],
  store: [resourceScopes.root, subscription, web],
  apart: [],
};

const names = Object.keys(resourceScopes).filter((name): name is keyof typeof resourceScopes => name in resourceScopes);
const tree = names.map((name) => {
  const [id, above] = [resourceScopes[name], parents[name]];
  const parent = above.at(-1);
  return `('${id}', '${id}', 'a type', '${name}', ${parent ? `'${parent}'` : 'null'}, '{${[...above, id].join()}}')`;
});

const schedule = `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, created_at)
  select gen_random_uuid(), kind, provider, principal::uuid, role, scope, case kind when 'assignment' then 'Assigned' end,
      start_at::timestamptz, end_at::timestamptz, '2020-01-01T00:00:00Z'`;

type Held = readonly [provider: string, principalId: string, role: string, scopeId: string, kind?: string, span?: Span];
type Span = readonly [startAt: string, endAt: string | null];

const always: Span = ['2020-01-01T00:00:00Z', null];
const past: Span = ['2020-01-01T00:00:00Z', '2021-01-01T00:00:00Z'];
const future: Span = ['2090-01-01T00:00:00Z', null];

const holding = (...held: readonly Held[]): string =>
  `${schedule} from (values ${held
    .map(([provider, principal, role, scope, kind = 'assignment', [startAt, endAt] = always]) =>
      [provider, principal, role, scope, kind, startAt, endAt].map((text) => (text ? `'${text}'` : 'null')).join(),
    )
    .map((row) => `(${row})`)
    .join()}) as held (provider, principal, role, scope, kind, start_at, end_at)`;

/** What Dave holds and has asked for, with a policy, an approval by Ann and an audit entry: of each role at each scope. */
const thingsOf = (provider: string, roles: readonly string[], scopes: readonly string[]): string =>
  `
  ${schedule} from things.at, unnest(array['assignment', 'eligibility']) as kind;
  with asked as (
    insert into schedule_request (id, kind, provider, action, principal_id, role_definition_id, scope_id, status, has_schedule,
        expiration_type, created_by_id, created_by_application, created_at, approval_id, lapses_at)
      select id, 'assignment', provider, 'selfActivate', principal::uuid, role, scope, 'PendingApproval', true, 'notSpecified',
          principal::uuid, false, '2020-01-01T00:00:00Z', id, '2090-01-01T00:00:00Z'
        from (select *, gen_random_uuid() as id from things.at) as one
      returning id, principal_id),
  waiting as (insert into approval (id, created_at) select id, '2020-01-01T00:00:00Z' from asked returning id)
  insert into approval_stage (id, approval_id, requestor_id, position, status, review_result, is_approver_justification_required,
      expires_at, primary_approvers, approver_user_ids, approver_group_ids, is_decided_by_administrators)
    select gen_random_uuid(), waiting.id, asked.principal_id, 0, 'InProgress', 'NotReviewed', true, '2090-01-01T00:00:00Z', '[]',
        '{${cast.ann}}', '{}', false
      from waiting join asked using (id);
  insert into policy (id, provider, role_definition_id, scope_id, rules, is_organization_default)
    select provider || ' ' || scope || ' ' || role, provider, role, scope, (select rules from policy limit 1), false from things.at;
  insert into directory_audit (id, activity_at, activity_display_name, category, correlation_id, initiated_by, initiated_by_id,
      logged_by_service, operation_type, result, target_resources, additional_details, subject_id, provider, scope_id)
    select gen_random_uuid(), '2020-01-01T00:00:00Z', 'Something', 'RoleManagement', gen_random_uuid(), '{"app": null, "user": null}',
        principal::uuid, 'PIM', 'Add', 'success', '[]', '[]', principal::uuid, provider, scope
      from things.at;`.replaceAll(
    'things.at',
    `(select '${provider}' as provider, '${cast.dave}' as principal, role, scope, '${past[0]}' as start_at, null as end_at
      from unnest('{${roles.join()}}'::text[]) as role, unnest('{${scopes.join()}}'::text[]) as scope) as thing`,
  );

/**
 * Rows of a role-assignable group, the helpdesk, and of another one, Plain: Alice owns Plain in the directory, Ann the
 * helpdesk through PIM; Sam did once, Carol will. Ben is Groups Administrator, Sam that of a unit only, and the robot
 * Identity Governance Administrator.
 */
export const fillGroups = async (pool: Pool): Promise<void> => {
  const { groupsAdministrator, identityGovernanceAdministrator } = adminRole;
  await pool.query(`
    insert into object_owner (object_id, owner_id) values ('${groups.plain}', '${cast.alice}') on conflict do nothing;
    ${holding(
      ['group', cast.ann, 'owner', groups.helpdesk],
      ['group', cast.sam, 'owner', groups.helpdesk, 'assignment', past],
      ['group', cast.carol, 'owner', groups.helpdesk, 'assignment', future],
      ['group', cast.sam, 'owner', groups.plain, 'eligibility'],
      ['directory', cast.ben, groupsAdministrator, '/'],
      ['directory', cast.sam, groupsAdministrator, `/administrativeUnits/${unit}`],
      ['directory', cast.robot, identityGovernanceAdministrator, '/'],
    )};
    ${thingsOf('group', ['member', 'owner'], [groups.helpdesk, groups.plain])}`);
};

/**
 * The tree of {@link resourceScopes} and rows at each of them: Ben is Owner of the subscription, Alice User Access
 * Administrator of `web`, the approvers' group Contributor of `webTwo`; Carol is Reader of `store` as a member of Plain, which
 * she is through PIM; Sam is eligible for Owner at the root, and was once; Dave is Owner there, and disabled.
 */
export const fillResources = async (pool: Pool): Promise<void> => {
  const { owner, contributor, reader, userAccessAdministrator } = resourceRole;
  const { root, webTwo, store } = resourceScopes;
  await pool.query(`
    insert into resource_scope (id, spelling, type, display_name, parent_id, covered_by) values ${tree.join()};
    insert into role_definition (id, provider, display_name, is_built_in, is_enabled)
      select id, 'azure', id, true, true from unnest('{${Object.values(resourceRole).join()}}'::text[]) as id on conflict do nothing;
    ${holding(
      ['azure', cast.ben, owner, subscription],
      ['azure', cast.alice, userAccessAdministrator, web],
      ['azure', groups.approvers, contributor, webTwo],
      ['group', cast.carol, 'member', groups.plain],
      ['azure', groups.plain, reader, store],
      ['azure', cast.sam, owner, root, 'eligibility'],
      ['azure', cast.sam, owner, root, 'assignment', past],
      ['azure', cast.dave, owner, root],
    )};
    ${thingsOf('azure', [dataReader, contributor], Object.values(resourceScopes))}`);
};
