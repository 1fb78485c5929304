import { TypedDocumentString } from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast, groups, type Person, roles } from '../support/cast';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.reset());
afterAll(() => app.stop());

interface Check {
  readonly hasAccess: boolean;
  readonly endDateTime: string | null;
  readonly assignmentType: string | null;
  readonly memberType: string | null;
  readonly roleAssignmentScheduleId: string | null;
  readonly throughGroupId: string | null;
  readonly membershipScheduleIds: readonly string[];
}

const fields =
  'hasAccess endDateTime assignmentType memberType roleAssignmentScheduleId throughGroupId membershipScheduleIds';

async function check(as: Person, field: string): Promise<Check | null> {
  const document = new TypedDocumentString<{ readonly check: Check | null }, Record<string, never>>(
    `{ check: ${field} { ${fields} } }`,
  );
  return (await app.as(as).ask(document, {})).check;
}

const ofRole = (who: string, role: string) => `accessCheck(principalId: "${who}", roleDefinitionId: "${role}")`;
const ofGroup = (who: string, access: string, group: string) =>
  `privilegedAccessGroupAccessCheck(principalId: "${who}", accessId: ${access}, groupId: "${group}")`;
const ofResource = (who: string, role: string, scope: string) =>
  `azureRoleAccessCheck(principalId: "${who}", roleDefinitionId: "${role}", scope: "${scope}")`;

/** Lets somebody hold something since the year before; what ends was activated from an eligibility for it. */
async function give(
  provider: string,
  principal: string,
  role: string,
  scope: string,
  end: string | null = null,
): Promise<string> {
  const [row] = await app.sql(
    `with rests as (insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, start_at, created_at)
         select gen_random_uuid(), 'eligibility', $1, $2, $3, $4, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z' where $5::timestamptz is not null
         returning id)
     insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, activated_using, start_at, end_at, created_at)
       values (gen_random_uuid(), 'assignment', $1, $2, $3, $4, case when $5::timestamptz is null then 'Assigned' else 'Activated' end,
         (select id from rests), '2025-01-01T00:00:00Z', $5, '2025-01-01T00:00:00Z') returning id::text`,
    [provider, principal, role, scope, end],
  );
  return String(row?.id);
}

const nothing: Check = {
  hasAccess: false,
  endDateTime: null,
  assignmentType: null,
  memberType: null,
  roleAssignmentScheduleId: null,
  throughGroupId: null,
  membershipScheduleIds: [],
};
const [morning, noon] = ['2026-01-01T09:00:00Z', '2026-01-01T12:00:00Z'];

test('G-10: a role of a group is held for as long as the membership lasts, and is activated with it', async () => {
  const membership = await give('group', cast.alice, 'member', groups.plain, noon);
  const role = await give('directory', groups.plain, roles.userAdministrator, '/');
  const held = {
    hasAccess: true,
    endDateTime: noon,
    assignmentType: 'Activated',
    memberType: 'Group',
    roleAssignmentScheduleId: role,
    throughGroupId: groups.plain,
    membershipScheduleIds: [`${groups.plain}_member_${membership}`],
  };
  expect(await check('alice', ofRole(cast.alice, roles.userAdministrator))).toEqual(held);
  expect(await check('alice', ofGroup(cast.alice, 'member', groups.plain))).toEqual({
    ...held,
    memberType: 'Direct',
    roleAssignmentScheduleId: `${groups.plain}_member_${membership}`,
    throughGroupId: null,
    membershipScheduleIds: [],
  });
  app.clock.set(noon);
  expect(await check('alice', ofRole(cast.alice, roles.userAdministrator))).toEqual(nothing);
  expect(await check('alice', ofGroup(cast.alice, 'member', groups.plain))).toEqual(nothing);
});

test('of several ways the one that lasts longest counts, and of equals the direct one', async () => {
  await give('group', cast.alice, 'member', groups.plain, morning);
  await give('directory', groups.plain, roles.userAdministrator, '/');
  const byHelpdesk = await give('directory', groups.helpdesk, roles.userAdministrator, '/');
  expect(await check('alice', ofRole(cast.alice, roles.userAdministrator))).toMatchObject({
    endDateTime: null,
    assignmentType: 'Assigned',
    roleAssignmentScheduleId: byHelpdesk,
    throughGroupId: groups.helpdesk,
    membershipScheduleIds: [],
  });
  const own = await give('directory', cast.alice, roles.userAdministrator, '/');
  expect(await check('alice', ofRole(cast.alice, roles.userAdministrator))).toMatchObject({
    memberType: 'Direct',
    roleAssignmentScheduleId: own,
  });
});

test('G-6, G-7: what the directory says of a group counts; strangers may not ask, owners and readers may', async () => {
  const question = ofGroup(cast.ben, 'member', groups.approvers);
  const through = { hasAccess: true, memberType: 'Group', throughGroupId: groups.innerApprovers, endDateTime: null };
  expect(await check('ben', question)).toMatchObject(through);
  expect(await check('alice', question)).toBeNull();
  expect(await check('adam', question)).toMatchObject(through);
  await give('group', cast.alice, 'owner', groups.approvers, noon);
  expect(await check('alice', question)).toMatchObject(through);
  expect(await check('alice', ofGroup(cast.alice, 'owner', groups.approvers))).toMatchObject({
    hasAccess: true,
    assignmentType: 'Activated',
    endDateTime: noon,
  });
});

describe('resources', () => {
  const root = '/providers/microsoft.management/managementgroups/contoso';
  const subscription = '/subscriptions/5ab50000-0000-4000-8000-000000000001';
  const web = `${subscription}/resourcegroups/web`;
  const [reader, contributor] = ['acdd72a7-3385-48ef-bd42-f606fba81ae7', 'b24988ac-6180-42a0-ab88-20f7382dd24c'];

  beforeEach(() =>
    app.owner(`
      truncate resource_scope;
      insert into resource_scope (id, spelling, type, display_name, parent_id, covered_by) values
        ('${root}', '${root}', 'managementgroup', 'Contoso', null, '{${root}}'),
        ('${subscription}', '${subscription}', 'subscription', 'One', '${root}', '{${root},${subscription}}'),
        ('${web}', '${web}', 'resourcegroup', 'web', '${subscription}', '{${root},${subscription},${web}}'),
        ('${web}2', '${web}2', 'resourcegroup', 'web2', '${subscription}', '{${root},${subscription},${web}2}');
      insert into role_definition (id, provider, display_name, is_built_in, is_enabled) values
        ('${reader}', 'azure', 'Reader', true, true), ('${contributor}', 'azure', 'Contributor', true, true) on conflict do nothing`),
  );

  test('S-4: what is held above is inherited, in any spelling; a like name is another scope', async () => {
    const id = await give('azure', cast.alice, contributor, web, noon);
    const above = await give('azure', groups.helpdesk, reader, subscription);
    expect(await check('alice', ofResource(cast.alice, contributor, web.toUpperCase()))).toMatchObject({
      hasAccess: true,
      memberType: 'Direct',
      roleAssignmentScheduleId: id,
      endDateTime: noon,
    });
    expect(await check('alice', ofResource(cast.alice, contributor, `${web}2`))).toEqual(nothing);
    expect(await check('alice', ofResource(cast.alice, reader, web))).toMatchObject({
      hasAccess: true,
      memberType: 'Inherited',
      roleAssignmentScheduleId: above,
      throughGroupId: groups.helpdesk,
    });
    expect(await check('alice', ofResource(cast.alice, reader, root))).toEqual(nothing);
  });

  test('L.2: no directory role tells what is held at a resource; a role at the scope or above does', async () => {
    await give('azure', cast.alice, contributor, web);
    const question = ofResource(cast.alice, contributor, web);
    expect(await check('adam', question)).toBeNull();
    await give('azure', cast.ben, reader, subscription);
    expect(await check('ben', question)).toMatchObject({ hasAccess: true });
    expect(await check('ben', ofResource(cast.alice, contributor, root))).toBeNull();
  });

  test('a path that is none is InvalidScope', async () => {
    const document = new TypedDocumentString<object, Record<string, never>>(
      `{ ${ofResource(cast.alice, reader, '/subscriptions/one')} { hasAccess } }`,
    );
    const { errors } = await app.as('alice').send(document, {});
    expect(errors?.[0]?.extensions?.code).toBe('InvalidScope');
  });
});
