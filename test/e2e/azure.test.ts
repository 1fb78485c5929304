import {
  AzureApprovalsDocument,
  AzureAssignmentsDocument,
  AzureEligibilitiesDocument,
  AzureInstanceChangedDocument,
  AzureRequestChangedDocument,
  AzureRoleDefinitionsDocument,
  AzureScopeDocument,
  AzureScopesDocument,
  CancelAzureAssignmentRequestDocument,
  CreateAzureScopeDocument,
  DeleteAzureScopeDocument,
  ElevateAccessDocument,
  EligibleChildResourcesDocument,
  UpdateAzureScopeDocument,
} from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast, type Person } from '../support/cast';
import {
  activateAzure,
  askAssignment,
  askEligibility,
  azureActivation,
  azureEligibility,
  azureRoles,
  holdsOutside,
  makeAzureEligible,
  plantTree,
  rg,
  rg2,
  root,
  subscription,
} from './azure-scenario';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  await app.reset();
  await plantTree(app);
});
afterAll(() => app.stop());

const scopesSeenBy = async (person: Person, filter = {}) =>
  (await app.as(person).ask(AzureScopesDocument, { filter })).azureScopes;
const assignmentsSeenBy = (person: Person, filters = {}) => app.as(person).ask(AzureAssignmentsDocument, filters);
const codesIn = ({ userErrors }: { readonly userErrors: readonly { readonly code: string }[] }) =>
  userErrors.map(({ code }) => code);

describe('the tree', () => {
  test('shows everybody what is at, above and below what he has, and nobody else anything (L.2)', async () => {
    await makeAzureEligible(app);
    const ids = async (person: Person) => (await scopesSeenBy(person)).nodes.map(({ id }) => id);
    expect((await ids('alice')).toSorted()).toEqual([rg, root, subscription].toSorted());
    expect((await ids('ben')).length).toBe(4);
    for (const person of ['adam', 'carol', 'sam', 'ann'] as const)
      expect([person, await ids(person)]).toEqual([person, []]);
  });

  test('has parents and children, in any letter case, with paths as they were written', async () => {
    const { nodes, totalCount } = await scopesSeenBy('ben', { parent: { eq: subscription.toUpperCase() } });
    expect(totalCount).toBe(2);
    expect(nodes[0]).toMatchObject({ id: rg, name: 'Web', type: 'resourcegroup', parent: { id: subscription } });
    const [top] = (await scopesSeenBy('ben', { id: { eq: root.toUpperCase() } })).nodes;
    expect(top).toMatchObject({ parent: null, children: { nodes: [{ id: subscription }] } });
    const { azureScope } = await app.as('ben').ask(AzureScopeDocument, { id: rg.toUpperCase() });
    expect(azureScope).toMatchObject({ id: rg });
    expect(await app.as('adam').ask(AzureScopeDocument, { id: rg })).toEqual({ azureScope: null });
    expect(await app.as('ben').ask(AzureScopeDocument, { id: 'no path' })).toEqual({ azureScope: null });
  });

  test('is extended, changed and cut back by mutation; who may not is told so', async () => {
    const id = `${rg}/providers/Microsoft.Storage/storageAccounts/logs`;
    const input = { id, displayName: 'Logs' };
    const { createAzureScope } = await app.as('ben').ask(CreateAzureScopeDocument, { input });
    expect(createAzureScope).toMatchObject({
      azureScope: { id, type: 'Microsoft.Storage/storageAccounts' },
      userErrors: [],
    });
    for (const person of ['alice', 'adam'] as const) {
      const refused = await app.as(person).ask(CreateAzureScopeDocument, { input: { ...input, id: `${id}2` } });
      expect(codesIn(refused.createAzureScope)).toEqual(['InsufficientPermissions']);
    }
    const change = await app
      .as('ben')
      .ask(UpdateAzureScopeDocument, { input: { id: id.toUpperCase(), displayName: 'Old logs' } });
    expect(change.updateAzureScope).toMatchObject({ azureScope: { id, displayName: 'Old logs' }, userErrors: [] });
    const used = await app.as('ben').ask(DeleteAzureScopeDocument, { input: { id: rg } });
    expect(codesIn(used.deleteAzureScope)).toEqual(['Conflict']);
    const gone = await app.as('ben').ask(DeleteAzureScopeDocument, { input: { id } });
    expect(gone.deleteAzureScope).toEqual({ deletedAzureScopeId: id.toLowerCase(), userErrors: [] });
    const none = await app.as('ben').ask(CreateAzureScopeDocument, { input: { id: '/x', displayName: 'x' } });
    expect(none.createAzureScope.userErrors).toEqual([{ code: 'InvalidScope', path: ['input', 'id'] }]);
  });

  test('S-1 a Global Administrator sees nothing, elevates, and sees all', async () => {
    expect((await scopesSeenBy('adam')).totalCount).toBe(0);
    const elevate = async (person: Person) =>
      (await app.as(person).ask(ElevateAccessDocument, { input: { scope: root } })).elevateAccess;
    expect(codesIn(await elevate('carol'))).toEqual(['InsufficientPermissions']);
    expect((await elevate('adam')).userErrors).toEqual([]);
    expect(codesIn(await elevate('adam'))).toEqual(['RoleAssignmentExists']);
    expect((await scopesSeenBy('adam')).totalCount).toBe(4);
  });

  test('12.1 eligibleChildResources are those where one may activate something', async () => {
    await makeAzureEligible(app);
    const below = async (scope: string, more: { resourceType?: string; getAllChildren?: boolean } = {}) =>
      (await app.as('alice').ask(EligibleChildResourcesDocument, { scope, ...more })).eligibleChildResources.nodes;
    expect(await below(subscription.toUpperCase())).toEqual([{ id: rg, name: 'Web', type: 'resourcegroup' }]);
    expect(await below(subscription, { resourceType: 'ResourceGroup' })).toHaveLength(1);
    expect(await below(subscription, { resourceType: 'subscription' })).toEqual([]);
    expect(await below(root)).toEqual([]);
    expect(await below(root, { getAllChildren: true })).toMatchObject([{ id: rg }]);
  });
});

test('roles are there for everybody to read', async () => {
  const { azureRoleDefinitions } = await app
    .as('alice')
    .ask(AzureRoleDefinitionsDocument, { filter: { roleName: { eq: 'Storage Blob Data Reader' } } });
  expect(azureRoleDefinitions.nodes).toMatchObject([
    { id: azureRoles.blobReader, type: 'BuiltInRole', assignableScopes: ['/'], permissions: [{ notActions: [] }] },
  ]);
  const byPath = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${azureRoles.owner.toUpperCase()}`;
  const found = await app.as('alice').ask(AzureRoleDefinitionsDocument, { filter: { id: { eq: byPath } } });
  expect(found.azureRoleDefinitions.nodes).toMatchObject([{ roleName: 'Owner' }]);
});

describe('who holds what', () => {
  test('an activation below the eligibility, in whatever spelling, shows in all three layers', async () => {
    const eligibility = await makeAzureEligible(app, { scope: subscription.toUpperCase() });
    const path = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${azureRoles.contributor}`;
    const request = await activateAzure(app, { scope: rg.toUpperCase(), roleDefinitionId: path.toUpperCase() });
    expect(request).toMatchObject({
      name: request.id,
      requestType: 'SelfActivate',
      status: 'Provisioned',
      scope: rg,
      roleDefinitionId: path,
      principalType: 'User',
      requestorId: cast.alice,
      linkedRoleEligibilityScheduleId: eligibility.id,
      targetRoleAssignmentScheduleId: request.id,
      targetRoleAssignmentScheduleInstanceId: null,
      expandedProperties: {
        scope: { id: rg, displayName: 'Web', type: 'resourcegroup' },
        roleDefinition: { id: path, displayName: 'Contributor', type: 'BuiltInRole' },
        principal: { id: cast.alice, displayName: 'Alice', email: 'alice@contoso.example', type: 'User' },
      },
    });
    const seen = await assignmentsSeenBy('alice', { schedules: { roleDefinitionId: { eq: azureRoles.contributor } } });
    expect(seen.azureRoleAssignmentSchedules.nodes).toMatchObject([
      {
        id: request.id,
        scope: rg,
        memberType: 'Direct',
        assignmentType: 'Activated',
        roleAssignmentScheduleRequestId: request.id,
        linkedRoleEligibilityScheduleId: eligibility.id,
        endDateTime: '2026-01-01T02:00:00Z',
        roleDefinition: { roleName: 'Contributor' },
      },
    ]);
    expect(seen.azureRoleAssignmentScheduleInstances.nodes).toMatchObject([
      {
        roleAssignmentScheduleId: request.id,
        originRoleAssignmentId: `${rg}/providers/Microsoft.Authorization/roleAssignments/${request.id}`,
        linkedRoleEligibilityScheduleInstanceId: eligibility.id,
      },
    ]);
    app.clock.advance('PT2H');
    expect((await assignmentsSeenBy('alice')).azureRoleAssignmentScheduleInstances.nodes).toEqual([]);
  });

  test('S-4 what stands above a scope is found at it as Inherited, what is beside it is not', async () => {
    await makeAzureEligible(app, { scope: subscription });
    await makeAzureEligible(app, { scope: rg });
    await makeAzureEligible(app, { scope: rg2 });
    const instances = { atScope: { eq: rg.toUpperCase() } };
    const at = await app.as('alice').ask(AzureEligibilitiesDocument, { instances, schedules: instances });
    const rows = [
      { scope: subscription, memberType: 'Inherited' },
      { scope: rg, memberType: 'Direct' },
    ];
    const shown = at.azureRoleEligibilityScheduleInstances.nodes.map(({ scope, memberType }) => ({
      scope,
      memberType,
    }));
    expect(shown).toEqual(expect.arrayContaining(rows));
    expect(shown).toHaveLength(2);
    expect(at.azureRoleEligibilitySchedules.nodes).toHaveLength(2);
    const inherited = { ...instances, memberType: { eq: 'Inherited' as const } };
    const only = await app.as('alice').ask(AzureEligibilitiesDocument, { instances: inherited });
    expect(only.azureRoleEligibilityScheduleInstances.nodes).toMatchObject([{ scope: subscription }]);
    const all = await app.as('alice').ask(AzureEligibilitiesDocument, {});
    expect(all.azureRoleEligibilityScheduleInstances.nodes.map(({ memberType }) => memberType)).toEqual(
      Array(3).fill('Direct'),
    );
  });

  test('directory administrators and readers see none of it; Readers of the scope and above see it (L.2)', async () => {
    await makeAzureEligible(app);
    await activateAzure(app);
    await holdsOutside(app, cast.ann, subscription, azureRoles.reader);
    for (const [person, count] of [
      ['adam', 0],
      ['carol', 0],
      ['sam', 0],
      ['ann', 1],
      ['ben', 1],
    ] as const) {
      const filter = { principalId: { eq: cast.alice } };
      const seen = await assignmentsSeenBy(person, { requests: filter, schedules: filter, instances: filter });
      const counts = Object.values(seen).map(({ nodes }) => nodes.length);
      expect([person, counts]).toEqual([person, [count, count, count]]);
    }
    const { azureRoleAssignmentApprovals } = await app.as('adam').ask(AzureApprovalsDocument, {});
    expect(azureRoleAssignmentApprovals.nodes).toEqual([]);
  });

  test('what is not well formed is refused where it lies', async () => {
    const refused = async (input: ReturnType<typeof azureEligibility>) =>
      (await askEligibility(app.as('ben'), input)).userErrors.map(({ code, path }) => [code, path?.at(-1)]);
    expect(await refused(azureEligibility({ scope: '/x' }))).toEqual([['InvalidScope', 'scope']]);
    expect(await refused(azureEligibility({ roleDefinitionId: 'x' }))).toEqual([['RoleNotFound', 'roleDefinitionId']]);
    expect(await refused(azureEligibility({ name: 'x' }))).toEqual([['Request_BadRequest', 'name']]);
    expect(await refused(azureEligibility({ condition: 'x' }))).toEqual([['Request_BadRequest', 'conditionVersion']]);
    const linkedRoleEligibilityScheduleId = cast.alice;
    expect(await refused(azureEligibility({ linkedRoleEligibilityScheduleId }))).toEqual([
      ['Request_BadRequest', 'linkedRoleEligibilityScheduleId'],
    ]);
  });

  test('S-9 a name that is used is refused', async () => {
    const name = '64caffb6-55c0-4deb-a585-68e948ea1ad6';
    expect((await makeAzureEligible(app, { name: name.toUpperCase() })).id).toBe(name);
    const again = await askEligibility(app.as('ben'), azureEligibility({ name, principalId: cast.ann }));
    expect(again.userErrors).toMatchObject([{ code: 'Conflict', path: ['input', 'name'] }]);
  });

  test('a request is validated without being stored, and withdrawn before it begins', async () => {
    await makeAzureEligible(app);
    const startDateTime = '2026-01-01T05:00:00Z';
    const scheduleInfo = { startDateTime, expiration: { type: 'AfterDuration', duration: 'PT1H' } } as const;
    const dry = await askAssignment(app.as('alice'), azureActivation({ scheduleInfo, isValidationOnly: true }));
    expect(dry.azureRoleAssignmentScheduleRequest).toMatchObject({
      isValidationOnly: true,
      requestType: 'SelfActivate',
    });
    const { id, status, scheduleInfo: told } = await activateAzure(app, { scheduleInfo });
    expect([status, told?.expiration?.type]).toEqual(['Granted', 'AfterDuration']);
    const { cancelAzureRoleAssignmentScheduleRequest } = await app
      .as('alice')
      .ask(CancelAzureAssignmentRequestDocument, { input: { id } });
    expect(cancelAzureRoleAssignmentScheduleRequest).toMatchObject({
      azureRoleAssignmentScheduleRequest: { status: 'Canceled' },
      userErrors: [],
    });
  });
});

test('the streams tell whoever reads the scope, and whoever it is about', async () => {
  await makeAzureEligible(app);
  const after = await app.head();
  const requests = app.as('ben').watch(AzureRequestChangedDocument, { after });
  const instances = app.as('alice').watch(AzureInstanceChangedDocument, { after });
  const { id } = await activateAzure(app);
  const request = { id, scope: rg, status: 'Provisioned' };
  expect((await requests.next()).azureRoleAssignmentScheduleRequestChanged).toEqual({
    type: 'requestCreated',
    scopeId: rg.toLowerCase(),
    azureRoleAssignmentScheduleRequest: request,
  });
  expect((await instances.next()).azureRoleAssignmentScheduleInstanceChanged).toMatchObject({
    isActive: true,
    azureRoleAssignmentScheduleInstance: { id, scope: rg, memberType: 'Direct' },
  });
  await requests.end();
  await instances.end();
});
