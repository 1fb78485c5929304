import {
  CreateGroupAssignmentRequestDocument,
  type CreateGroupAssignmentRequestMutationVariables,
  CreateGroupEligibilityRequestDocument,
  RolesOfMineDocument,
} from '../graphql/graphql';
import type { TestApp } from '../support/app';
import { cast, type Person, roles } from '../support/cast';
import type { Client } from '../support/client';

type RequestInput = CreateGroupAssignmentRequestMutationVariables['input'];

/** A role-assignable group that carol owns and that holds two roles. */
export const officeAdmins = '0ff1ce00-0000-4000-8000-000000000001';
const officeRoles = [roles.groupsAdministrator, roles.userAdministrator];

/** Puts {@link officeAdmins} into the directory. */
export async function fillOfficeAdmins({ sql }: TestApp): Promise<void> {
  await sql(
    `insert into principal (id, type, display_name, security_enabled, mail_enabled, is_assignable_to_role)
       values ($1, 'group', 'Office admins', true, false, true)`,
    [officeAdmins],
  );
  await sql('insert into object_owner values ($1, $2)', [officeAdmins, cast.carol]);
  await sql(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, created_at)
       select gen_random_uuid(), 'assignment', 'directory', $1, role, '/', 'Assigned', '2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z'
         from unnest($2::text[]) as role`,
    [officeAdmins, officeRoles],
  );
}

const hours = (duration: string): RequestInput['scheduleInfo'] => ({ expiration: { type: 'afterDuration', duration } });

/** Ben's activation of his membership for two hours, but for what differs. */
export const groupActivation = (differing: Partial<RequestInput> = {}): RequestInput => ({
  action: 'selfActivate',
  principalId: cast.ben,
  accessId: 'member',
  groupId: officeAdmins,
  justification: 'incident 4711',
  scheduleInfo: hours('PT2H'),
  ...differing,
});

/** What carol sends to make somebody eligible for 30 days; ben and membership unless told otherwise. */
export const groupEligibility = (differing: Partial<RequestInput> = {}): RequestInput => ({
  action: 'adminAssign',
  principalId: cast.ben,
  accessId: 'member',
  groupId: officeAdmins,
  justification: 'on call',
  scheduleInfo: hours('P30D'),
  ...differing,
});

export const askForMembership = async (client: Client, input: RequestInput) =>
  (await client.ask(CreateGroupAssignmentRequestDocument, { input }))
    .createPrivilegedAccessGroupAssignmentScheduleRequest;

export const askForEligibility = async (client: Client, input: RequestInput) =>
  (await client.ask(CreateGroupEligibilityRequestDocument, { input }))
    .createPrivilegedAccessGroupEligibilityScheduleRequest;

/** The request in a payload that must not be a refusal. */
export function groupRequestIn<Request>(payload: {
  readonly privilegedAccessGroupAssignmentScheduleRequest?: Request | null;
  readonly privilegedAccessGroupEligibilityScheduleRequest?: Request | null;
  readonly userErrors: readonly object[];
}): Request {
  const request =
    payload.privilegedAccessGroupAssignmentScheduleRequest ?? payload.privilegedAccessGroupEligibilityScheduleRequest;
  if (!request || payload.userErrors.length > 0) throw new Error(`it was refused: ${JSON.stringify(payload)}`);
  return request;
}

/** Carol, who owns the group, makes somebody eligible; ben for membership unless told otherwise. */
export const makeGroupEligible = async ({ as }: TestApp, differing: Partial<RequestInput> = {}) =>
  groupRequestIn(await askForEligibility(as('carol'), groupEligibility(differing)));

/** Ben becomes a member; it must not be refused. */
export const activateMembership = async ({ as }: TestApp, differing: Partial<RequestInput> = {}) =>
  groupRequestIn(await askForMembership(as('ben'), groupActivation(differing)));

/** The roles that somebody has now, his groups' included, in no order. */
export const rolesOf = async ({ as }: TestApp, person: Person) =>
  (await as(person).ask(RolesOfMineDocument, {})).roleAssignmentScheduleInstances.nodes;

/** The roles of {@link officeAdmins} as their holders see them. */
export const officeRolesHeld = officeRoles.map((roleDefinitionId) => ({
  roleDefinitionId,
  principalId: officeAdmins,
  memberType: 'Group',
  endDateTime: null,
}));

/** From now on activations of a membership of the group wait for that person; the policy must exist. */
export async function demandGroupApproval({ sql }: TestApp, approver: Person): Promise<void> {
  await sql(
    `update policy set rules = (select jsonb_agg(case rule ->> 'id' when 'Approval_EndUser_Assignment' then jsonb_set(
         jsonb_set(rule, '{setting,isApprovalRequired}', 'true'),
         '{setting,approvalStages,0,primaryApprovers}', jsonb_build_array(jsonb_build_object('kind', 'singleUser', 'userId', $1::text, 'description', null)))
       else rule end order by place) from jsonb_array_elements(rules) with ordinality as r (rule, place))
      where provider = 'group' and scope_id = $2 and role_definition_id = 'member'`,
    [cast[approver], officeAdmins],
  );
}
