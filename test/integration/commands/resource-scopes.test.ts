import { createResourceScope } from '../../../src/commands/create-resource-scope';
import { deleteResourceScope } from '../../../src/commands/delete-resource-scope';
import { ruleResourceScope } from '../../../src/commands/rule-resource-scope';
import { updateResourceScope } from '../../../src/commands/update-resource-scope';
import { caller, cast, type Person } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { codeOf, refusal, statusOf } from './acts';
import {
  account,
  activate,
  contributor,
  first,
  holdsOutside,
  makeEligible,
  owner,
  plant,
  reader,
  rg,
  root,
  second,
  west,
} from './resource-acts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const create = (id: string, parent: string | null = null, as: Person = 'ben') =>
  stage.run(
    createResourceScope,
    { id: id.toLowerCase(), spelling: id, displayName: 'A scope', parentId: parent?.toLowerCase() ?? null },
    caller(as),
  );
const change = (id: string, set: { parent?: string; displayName?: string }, as: Person = 'ben') =>
  stage.run(
    updateResourceScope,
    {
      id: id.toLowerCase(),
      parentId: set.parent?.toLowerCase() ?? null,
      ...(set.displayName !== undefined && { displayName: set.displayName }),
    },
    caller(as),
  );
const remove = (id: string, as: Person = 'ben') => stage.run(deleteResourceScope, { id: id.toLowerCase() }, caller(as));
const rule = (scope: string, as: Person = 'adam', principalId: string = cast[as]) =>
  stage.run(ruleResourceScope, { principalId, scopeId: scope.toLowerCase() }, caller(as));

const found = (id: string) =>
  stage.one<{
    spelling: string;
    type: string;
    covered_by: string[];
    parent_id: string | null;
    deleted_at: Date | null;
  }>('select * from resource_scope where id = $1', [id.toLowerCase()]);
const lower = (...paths: readonly string[]) => paths.map((path) => path.toLowerCase());
const recorded = () =>
  stage.one<{ events: number; audits: number }>(`select
    (select count(*)::int from outbox where type like 'resource.scope%') as events,
    (select count(*)::int from directory_audit where activity_display_name = 'Resource updated' and result = 'success'
       and category = 'ResourceManagement') as audits`);

describe('from nothing (S-1)', () => {
  test('a Global Administrator makes the root, takes access there, and only then manages what is below', async () => {
    await create(root, null, 'adam');
    expect(await codeOf(create(first, null, 'adam'))).toBe('InsufficientPermissions');
    await rule(root);
    await create(first, null, 'adam');
    expect(await found(first)).toMatchObject({
      spelling: first,
      type: 'subscription',
      covered_by: lower(first, root),
    });
    expect(await recorded()).toEqual({ events: 2, audits: 2 });
  });

  test('taking access is audited, told, and done once', async () => {
    await create(root, null, 'adam');
    const { result } = await rule(root);
    const told = await stage.one(
      `select a.activity_display_name as activity, a.category, a.scope_id, o.type from directory_audit as a
        join outbox as o on o.schedule_id = $1 where a.activity_display_name = 'Add member to role outside of PIM (permanent)'`,
      [result.scheduleId],
    );
    expect(told).toMatchObject({
      category: 'ResourceManagement',
      scope_id: root.toLowerCase(),
      type: 'schedule.started',
    });
    expect(await codeOf(rule(root))).toBe('RoleAssignmentExists');
  });

  test.each([
    ['a Privileged Role Administrator', 'carol', cast.carol],
    ['an application', 'robot', cast.robot],
    ['a Global Administrator for somebody else', 'adam', cast.alice],
  ] as const)('%s does not take access', async (_who, as, principalId) => {
    await plant(stage);
    expect(await codeOf(rule(root, as, principalId))).toBe('InsufficientPermissions');
  });

  test('access is taken at the top only', async () => {
    await plant(stage);
    const { code, message } = await refusal(rule(first));
    expect({ code, names: message.includes(root.toLowerCase()) }).toEqual({ code: 'InvalidScope', names: true });
    expect(await codeOf(rule(`${root}x`))).toBe('InvalidScope');
  });
});

describe('with a tree that Ben owns', () => {
  beforeEach(async () => {
    await plant(stage);
    await holdsOutside(stage, 'ben', owner, root);
    await holdsOutside(stage, 'sam', reader, root);
    await holdsOutside(stage, 'ann', owner, first);
  });

  test('a nested resource stands below the resource in its path', async () => {
    await create(`${account}/blobServices/default`);
    expect(await found(`${account}/blobServices/default`)).toMatchObject({
      type: 'Microsoft.Storage/storageAccounts/blobServices',
      covered_by: lower(`${account}/blobServices/default`, account, rg, first, west, root),
    });
  });

  test.each([
    ['a reader', 'sam'],
    ['a Global Administrator', 'adam'],
    ['a stranger', 'alice'],
  ] as const)('%s may change nothing, and hears the same of what is not there', async (_who, as) => {
    const attempts = [
      create(`${first}/resourceGroups/new`, null, as),
      create(`${first}/resourceGroups/none/providers/a/b/c`, null, as),
      change(rg, { displayName: 'x' }, as),
      change(`${first}/resourceGroups/none`, { displayName: 'x' }, as),
      remove(account, as),
      remove(`${account}x`, as),
    ];
    expect(await Promise.all(attempts.map(codeOf))).toEqual(Array(6).fill('InsufficientPermissions'));
  });

  test('an Owner of a subscription changes what is below it, not itself, nor its siblings', async () => {
    await create(`${first}/resourceGroups/new`, null, 'ann');
    await change(rg, { displayName: 'Renamed' }, 'ann');
    await remove(account, 'ann');
    expect(await codeOf(change(first, { displayName: 'x' }, 'ann'))).toBe('InsufficientPermissions');
    expect(await codeOf(create(`${second}/resourceGroups/new`, null, 'ann'))).toBe('InsufficientPermissions');
    expect(await codeOf(create(`${root}2`, west, 'ann'))).toBe('InsufficientPermissions');
  });

  test('a move needs both places: Ann, who owns one side, does not move', async () => {
    await holdsOutside(stage, 'ann', owner, west);
    expect(await codeOf(change(first, { parent: root }, 'ann'))).toBe('InsufficientPermissions');
    await change(first, { parent: root });
    expect((await found(account)).covered_by).toEqual(lower(account, rg, first, root));
    expect((await found(first)).parent_id).toBe(root.toLowerCase());
  });

  test('a moved management group takes all below it along, and its old holders lose what they activated there (W-1)', async () => {
    await makeEligible(stage, { scope: west });
    await makeEligible(stage, { scope: root, principalId: cast.carol });
    const lost = await activate(stage, { scope: rg });
    const kept = await activate(stage, { scope: rg }, 'carol');
    const ends = (id: string) => stage.one('select revoked_at from schedule where id = $1', [id]);
    await change(first, { parent: root });
    expect(await ends(lost.id)).toEqual({ revoked_at: stage.clock.now() });
    expect(await ends(kept.id)).toEqual({ revoked_at: null });
    expect(await statusOf(stage, kept.id)).toBe('Provisioned');
  });

  test.each([
    ['what is there', () => create(rg.toUpperCase()), 'Conflict'],
    [
      'a resource group whose subscription is missing',
      () => create(`${first.replace(/.$/, 'e')}/resourceGroups/x`),
      'InsufficientPermissions',
    ],
    [
      'a resource whose resource group is missing',
      () => create(`${first}/resourceGroups/none/providers/a/b/c`),
      'InvalidScope',
    ],
    [
      'a resource group with another parent than its path',
      () => create(`${first}/resourceGroups/x`, second),
      'Request_BadRequest',
    ],
    ['a subscription below a subscription', () => create(first.replace(/.$/, 'e'), second), 'Request_BadRequest'],
    ['a name of blanks', () => change(rg, { displayName: ' ' }), 'Request_BadRequest'],
    ['a management group below itself', () => change(west, { parent: west }), 'Request_BadRequest'],
    ['the removal of what has scopes below it', () => remove(rg), 'Conflict'],
    ['the removal of what is not there', () => remove(`${first}/resourceGroups/none`), 'InvalidScope'],
  ] as const)('refused: %s', async (_what, attempt, code) => {
    expect(await codeOf(attempt())).toBe(code);
    expect(await recorded()).toEqual({ events: 0, audits: 0 });
  });

  test('nothing is removed where somebody is eligible, until that has ended; afterwards the path can be used again', async () => {
    await makeEligible(stage, { scope: account, roleDefinitionId: contributor });
    expect(await codeOf(remove(account))).toBe('Conflict');
    stage.clock.advance('PT6M');
    await makeEligible(stage, { action: 'adminRemove', scope: account, withoutPeriod: true });
    await remove(account);
    expect((await found(account)).deleted_at).toEqual(stage.clock.now());
    expect(await codeOf(makeEligible(stage, { scope: account }))).not.toBe('Conflict');
    await create(account);
    expect((await found(account)).deleted_at).toBeNull();
  });

  test('an assignment and a removal of its scope at the same time: one of the two is refused', async () => {
    const outcomes = await Promise.allSettled([makeEligible(stage, { scope: account }), remove(account)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('eight levels of management groups do not fit', async () => {
    const name = (n: number) => `/providers/Microsoft.Management/managementGroups/level${n}`;
    await create(name(3), west);
    for (const n of [4, 5, 6, 7]) await create(name(n), name(n - 1));
    expect(await codeOf(create(name(8), name(7)))).toBe('Request_BadRequest');
    await create(`${root}-other`, null, 'adam');
    expect(await codeOf(create(`${west}-none`, `${root}-other`))).toBe('InsufficientPermissions');
  });
});
