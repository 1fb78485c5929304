import { TypedDocumentString } from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast, groups, type Person, roles, unit } from '../support/cast';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.reset());
afterAll(() => app.stop());

interface Access {
  readonly id: string;
  readonly provider: string;
  readonly roleName: string;
  readonly scopeName: string | null;
  readonly endDateTime: string | null;
  readonly memberType: string;
  readonly throughGroup: { readonly displayName: string } | null;
}

interface Page<T> {
  readonly totalCount: number;
  readonly nodes: readonly T[];
  readonly pageInfo: {
    readonly endCursor: string | null;
    readonly startCursor: string | null;
    readonly hasNextPage: boolean;
  };
}

interface Me {
  readonly me: {
    readonly eligibleAccess: Page<Access & { readonly isActive: boolean; readonly hasPendingRequest: boolean }>;
    readonly activeAccess: Page<Access & { readonly assignmentType: string; readonly isFromDirectory: boolean }>;
    readonly pendingRequests: Page<{ readonly roleName: string; readonly status: string; readonly action: string }>;
  };
}

const reached = 'id provider roleName scopeName endDateTime memberType throughGroup { displayName }';
const facts = 'totalCount pageInfo { startCursor endCursor hasNextPage }';
const document = (eligible: string, active: string) =>
  new TypedDocumentString<Me, Record<string, never>>(`{ me {
    eligibleAccess${eligible} { ${facts} nodes { ${reached} isActive hasPendingRequest } }
    activeAccess${active} { ${facts} nodes { ${reached} assignmentType isFromDirectory } }
    pendingRequests { ${facts} nodes { roleName status action } } } }`);

const meOf = async (person: Person, eligible = '', active = '') =>
  (await app.as(person).ask(document(eligible, active), {})).me;

type Held = readonly [
  kind: 'assignment' | 'eligibility',
  provider: string,
  principal: string,
  role: string,
  scope: string,
  end?: string,
];

/** Lets somebody hold something since the beginning of the year before, until an end or for ever; yields its id. */
async function give(...[kind, provider, principal, role, scope, end]: Held): Promise<string> {
  const [row] = await app.sql(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, created_at)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, case $1 when 'assignment' then 'Assigned' end, '2025-01-01T00:00:00Z', $6, '2025-01-01T00:00:00Z')
       returning id::text`,
    [kind, provider, principal, role, scope, end ?? null],
  );
  return String(row?.id);
}

const noon = '2026-01-01T12:00:00Z';

test('issue 5.7: roles, memberships and ownerships in one list each, with how they come and until when (G-6, H-12)', async () => {
  const membership = await give('assignment', 'group', cast.alice, 'member', groups.plain, noon);
  await give('assignment', 'directory', groups.plain, roles.userAdministrator, '/');
  await give('eligibility', 'directory', groups.plain, roles.groupsAdministrator, `/administrativeUnits/${unit}`);
  await give('eligibility', 'group', cast.alice, 'owner', groups.approvers);
  const { activeAccess, eligibleAccess } = await meOf('alice');
  expect(activeAccess.nodes.map(({ id: _, ...row }) => row)).toEqual(
    [
      {
        provider: 'group',
        roleName: 'Member',
        scopeName: 'IT Helpdesk',
        endDateTime: null,
        memberType: 'Direct',
        throughGroup: null,
        assignmentType: 'Assigned',
        isFromDirectory: true,
      },
      {
        provider: 'group',
        roleName: 'Member',
        scopeName: 'Plain',
        endDateTime: noon,
        memberType: 'Direct',
        throughGroup: null,
        assignmentType: 'Assigned',
        isFromDirectory: false,
      },
      {
        provider: 'directory',
        roleName: 'User Administrator',
        scopeName: 'Directory',
        endDateTime: noon,
        memberType: 'Group',
        throughGroup: { displayName: 'Plain' },
        assignmentType: 'Assigned',
        isFromDirectory: false,
      },
    ]
      .sort((one, other) => Number(one.roleName > other.roleName))
      .map((row) => expect.objectContaining(row)),
  );
  expect(activeAccess.nodes.map(({ id }) => id)).toContain(`${groups.plain}_member_${membership}`);
  expect(eligibleAccess.nodes).toMatchObject([
    {
      provider: 'directory',
      roleName: 'Groups Administrator',
      scopeName: 'Berlin',
      endDateTime: noon,
      memberType: 'Group',
      throughGroup: { displayName: 'Plain' },
      isActive: false,
    },
    {
      provider: 'group',
      roleName: 'Owner',
      scopeName: 'Approvers',
      endDateTime: null,
      memberType: 'Direct',
      throughGroup: null,
      isActive: false,
    },
  ]);
});

test('A-3, W-1: at its end a membership is gone, and with it all that it brought', async () => {
  await give('assignment', 'group', cast.alice, 'member', groups.plain, noon);
  await give('assignment', 'directory', groups.plain, roles.userAdministrator, '/');
  app.clock.set('2026-01-01T11:59:59.999Z');
  expect((await meOf('alice')).activeAccess.totalCount).toBe(3);
  app.clock.set(noon);
  expect((await meOf('alice')).activeAccess.nodes).toMatchObject([{ scopeName: 'IT Helpdesk', isFromDirectory: true }]);
});

test('what waits is shown until it lapses, and marks what it is for (E-9)', async () => {
  await give('eligibility', 'directory', cast.alice, roles.groupsAdministrator, '/');
  await app.sql(
    `insert into schedule_request (id, kind, provider, action, principal_id, role_definition_id, scope_id, status, has_schedule,
       expiration_type, approval_id, lapses_at, created_by_id, created_by_application, created_at)
       values ('5e000000-0000-4000-8000-000000000001', 'assignment', 'directory', 'selfActivate', $1, $2, '/', 'PendingApproval', true,
         'notSpecified', '5e000000-0000-4000-8000-000000000001', $3, $1, false, '2025-12-31T00:00:00Z')`,
    [cast.alice, roles.groupsAdministrator, noon],
  );
  const waiting = await meOf('alice');
  expect(waiting.pendingRequests.nodes).toEqual([
    { roleName: 'Groups Administrator', status: 'PendingApproval', action: 'selfActivate' },
  ]);
  expect(waiting.eligibleAccess.nodes).toMatchObject([{ hasPendingRequest: true }]);
  expect((await meOf('ann')).pendingRequests.nodes).toEqual([]);
  app.clock.set(noon);
  const lapsed = await meOf('alice');
  expect([lapsed.pendingRequests.totalCount, lapsed.eligibleAccess.nodes[0]?.hasPendingRequest]).toEqual([0, false]);
});

describe('pages of one list, filtered and ordered', () => {
  const ends = [
    '2026-03-01T00:00:00Z',
    '2026-02-01T00:00:00Z',
    undefined,
    '2026-02-01T00:00:00Z',
    '2026-04-01T00:00:00Z',
  ];
  const all = [
    roles.globalAdministrator,
    roles.groupsAdministrator,
    roles.securityReader,
    roles.userAdministrator,
    roles.privilegedRoleAdministrator,
  ];
  beforeEach(async () => {
    for (const [index, role] of all.entries())
      await give('eligibility', 'directory', cast.alice, role, '/', ends[index]);
    await give('eligibility', 'group', cast.alice, 'member', groups.plain);
  });
  const ordered = 'orderBy: [endDateTime_ASC, roleName_DESC]';
  const right = [
    'User Administrator',
    'Groups Administrator',
    'Global Administrator',
    'Privileged Role Administrator',
    'Security Reader',
    'Member',
  ];

  test('forwards, two by two, what has no end last', async () => {
    const names: string[] = [];
    let after = '';
    for (let more = true; more; ) {
      const { eligibleAccess } = await meOf('alice', `(first: 2, ${ordered}${after})`);
      names.push(...eligibleAccess.nodes.map(({ roleName }) => roleName));
      expect(eligibleAccess.totalCount).toBe(right.length);
      after = `, after: "${eligibleAccess.pageInfo.endCursor}"`;
      more = eligibleAccess.pageInfo.hasNextPage;
    }
    expect(names).toEqual(right);
  });

  test('backwards from the end', async () => {
    const { eligibleAccess } = await meOf('alice', `(last: 2, ${ordered})`);
    expect(eligibleAccess.nodes.map(({ roleName }) => roleName)).toEqual(right.slice(-2));
    const before = await meOf('alice', `(last: 3, before: "${eligibleAccess.pageInfo.startCursor}", ${ordered})`);
    expect(before.eligibleAccess.nodes.map(({ roleName }) => roleName)).toEqual(right.slice(1, 4));
  });

  test('by provider, role, scope and end, each list by itself', async () => {
    const soon = 'filter: { provider: { eq: directory }, endDateTime: { lt: "2026-03-01T00:00:00Z" } }';
    const { eligibleAccess, activeAccess } = await meOf('alice', `(${soon})`, '(filter: { provider: { eq: azure } })');
    expect(eligibleAccess.nodes.map(({ roleName }) => roleName)).toEqual([
      'Groups Administrator',
      'User Administrator',
    ]);
    expect([eligibleAccess.totalCount, activeAccess.totalCount]).toEqual([2, 0]);
    const byScope = await meOf('alice', `(filter: { scopeId: { eq: "${groups.plain}" } })`);
    expect(byScope.eligibleAccess.nodes).toMatchObject([{ provider: 'group', roleName: 'Member' }]);
    const byRole = await meOf('alice', `(filter: { roleDefinitionId: { in: ["member", "${roles.securityReader}"] } })`);
    expect(byRole.eligibleAccess.totalCount).toBe(2);
  });

  test('a cursor of another order is refused', async () => {
    const { eligibleAccess } = await meOf('alice', '(first: 1)');
    const { errors } = await app
      .as('alice')
      .send(document(`(after: "${eligibleAccess.pageInfo.endCursor}", ${ordered})`, ''), {});
    expect(errors?.[0]?.extensions?.code).toBe('Request_BadRequest');
  });
});
