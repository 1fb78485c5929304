import { isLeafType, isObjectType } from 'graphql';
import { buildApiSchema } from '../../../src/api/schema';
import { resourceRole } from '../../../src/domain/providers/all';
import { directoryQuestions, groupQuestions, resourceQuestions } from '../../../src/queries/target/list-family';
import { scheduleRequestTable } from '../../../src/storage/tables/schedule-request';
import { cast, groups, type Person } from '../../support/cast';
import { activate, makeEligible } from '../commands/acts';
import { by, demandStages, person } from '../commands/staged';
import { createRandom, type Random } from './random';
import { openServers, type Servers } from './servers';

let servers: Servers;
beforeAll(async () => {
  servers = await openServers();
});
afterAll(() => servers.close());

const schema = buildApiSchema();
const messageCenterReader = '790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b';
const hour = { expiration: { type: 'afterDuration', duration: 'PT1H' } };

/** A type of request, and how its fields and mutations are named. */
interface Family {
  readonly field: string;
  readonly type: string;
  /** Fields of nothing but values below them. */
  readonly nested: readonly string[];
  /** Values that other rows tell. */
  readonly elsewhere: readonly string[];
}

const identity = 'createdBy { user { id displayName } application { id } device { id } }';
const ticket = 'ticketInfo { ticketNumber ticketSystem }';
const schedule = 'scheduleInfo { startDateTime expiration { type endDateTime duration } __typename }';
const graphs = { nested: [identity, ticket, schedule, 'appScope { id }'], elsewhere: [] };
const groupsHave = { nested: [identity, ticket, schedule], elsewhere: [] };
const azures = { nested: groupsHave.nested, elsewhere: ['scope', 'principalType'] };

const families = {
  roleAssignment: { field: 'roleAssignmentScheduleRequest', type: 'UnifiedRoleAssignmentScheduleRequest', ...graphs },
  roleEligibility: {
    field: 'roleEligibilityScheduleRequest',
    type: 'UnifiedRoleEligibilityScheduleRequest',
    ...graphs,
  },
  groupEligibility: {
    field: 'privilegedAccessGroupEligibilityScheduleRequest',
    type: 'PrivilegedAccessGroupEligibilityScheduleRequest',
    ...groupsHave,
  },
  azureEligibility: {
    field: 'azureRoleEligibilityScheduleRequest',
    type: 'AzureRoleEligibilityScheduleRequest',
    ...azures,
  },
} satisfies Readonly<Record<string, Family>>;

/** Fields of a type that its record alone tells. */
function valuesOf({ type: name, nested, elsewhere }: Pick<Family, 'type' | 'nested' | 'elsewhere'>): readonly string[] {
  const type = schema.getType(name);
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  const leaves = fields.filter((field) => isLeafType(nullable(field.type)) && !elsewhere.includes(field.name));
  return [...leaves.map((field) => field.name), ...nested];
}

const nullable = (type: unknown) => schema.getType(String(type).replace('!', ''));

/** A selection of some values, some of them under other names, behind fragments and directives. */
function someOf(random: Random, type: string, values: readonly string[]): string {
  const asked = random.some(values, 1 + random.below(values.length)).map((value, index) => {
    const named = random.chance(0.3) ? `a${index}: ${value}` : value;
    if (random.chance(0.1)) return `... on ${type} { ${named} }`;
    return /^\w+: \w+$|^\w+$/.test(named) && random.chance(0.1) ? `${named} @include(if: $yes) __typename` : named;
  });
  return asked.join(' ');
}

interface Shown {
  readonly payload: unknown;
  readonly id: string;
  readonly isRead: boolean;
}

const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** Whether a planned statement was among those that were sent. */
const hasRead = (): boolean => servers.sent().some((text) => text.startsWith('with session as'));

async function mutate(
  as: Person,
  verb: 'create' | 'cancel' | 'update',
  { field }: Family,
  input: object,
  selected: string,
): Promise<Shown> {
  const name = capital(field);
  const query = `mutation ($input: ${capital(verb)}${name}Input!, $yes: Boolean = true) { done: ${verb}${name}(input: $input) {
    userErrors { code message } key: ${field} @include(if: $yes) { id } ${selected} } }`;
  const { body } = await servers.direct(as, { query, variables: { input } });
  expect(body.errors).toBeUndefined();
  const { done } = body.data as { done: Readonly<Record<string, unknown>> };
  expect(done.userErrors).toEqual([]);
  const { userErrors: _none, key, ...payload } = done;
  return { payload, id: (key as { id: string }).id, isRead: hasRead() };
}

/** What reading tells of the same request in the same words. */
async function readAgain(as: Person, { field }: Family, id: string, selected: string): Promise<unknown> {
  const places = selected.replaceAll(`: ${field} {`, `: ${field}(id: $id) {`);
  const query = `query ($id: ID!, $yes: Boolean = true) { ${places} key: ${field}(id: $id) @include(if: $yes) { id } }`;
  const { body } = await servers.direct(as, { query, variables: { id } });
  expect(body.errors).toBeUndefined();
  const { key, ...read } = body.data as Readonly<Record<string, unknown>>;
  expect(key).toEqual({ id });
  return read;
}

const questions = [directoryQuestions, groupQuestions, resourceQuestions].flatMap(
  ({ assignmentRequest, eligibilityRequest }) => [assignmentRequest, eligibilityRequest],
);

const random = createRandom(20_260_102);

/** The same object at three places: with all its values, and with some of them. */
function threeOf(family: Family): string {
  const values = valuesOf(family);
  const [two, three] = [someOf(random, family.type, values), someOf(random, family.type, values)];
  return [
    `one: ${family.field} { ${values.join(' ')} }`,
    `two: ${family.field} { ${two} }`,
    `three: ${family.field} { ${three} }`,
  ].join(' ');
}

/** Carries it out, and holds what is told of it to what is read right after. */
async function expectTold(as: Person, verb: 'create' | 'cancel', family: Family, input: object): Promise<string> {
  const selected = threeOf(family);
  const { payload, id, isRead } = await mutate(as, verb, family, input, selected);
  expect({ isRead, selected, payload }).toEqual({
    isRead: false,
    selected,
    payload: await readAgain(as, family, id, selected),
  });
  return id;
}

const grant = (principalId: string, differing: object = {}) => ({
  action: 'adminAssign',
  principalId,
  roleDefinitionId: messageCenterReader,
  directoryScopeId: '/',
  justification: 'say "why" 🚪',
  ticketInfo: { ticketNumber: 'T-1', ticketSystem: 'tickets' },
  customData: '{"a": 1}',
  scheduleInfo: { expiration: { type: 'afterDateTime', endDateTime: '2026-03-01T08:00:00.25+01:00' } },
  ...differing,
});

const own = (person: Person, differing: object = {}) =>
  grant(cast[person], { action: 'selfActivate', scheduleInfo: hour, ...differing });

const { roleAssignment, roleEligibility, groupEligibility, azureEligibility } = families;

describe('issue 3: the payload is told from what was stored, as reading it at that instant would tell it', () => {
  test('who makes a request, of every variant', async () => {
    await expectTold('adam', 'create', roleEligibility, grant(cast.ben.toUpperCase()));
    await expectTold('adam', 'create', roleAssignment, grant(cast.carol));
    const { roleDefinitionId: _role, directoryScopeId: _scope, ...common } = grant(cast.ben);
    const member = { ...common, accessId: 'member', groupId: groups.plain };
    await expectTold('adam', 'create', groupEligibility, member);
    const { action: _action, customData: _data, ...resource } = common;
    await expectTold('ben', 'create', azureEligibility, {
      ...resource,
      requestType: 'AdminAssign',
      principalId: cast.carol,
      scope: '/subscriptions/E0A10000-0000-4000-8000-000000000001',
      roleDefinitionId: resourceRole.storageBlobDataReader,
      condition: "@Resource[name] StringEquals 'a'",
      conditionVersion: '2.0',
      scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'P30D' } },
    });
  });

  test('who activates, ends an activation, and withdraws one that is to begin', async () => {
    const scheduleInfo = { ...hour, startDateTime: '2026-01-01T12:00:00.5Z' };
    const id = await expectTold('ben', 'create', roleAssignment, own('ben', { scheduleInfo }));
    await expectTold('ben', 'cancel', roleAssignment, { id });
    await expectTold('ben', 'create', roleAssignment, own('ben'));
    servers.stage.clock.advance('PT10M');
    const { scheduleInfo: _none, ...end } = own('ben', { action: 'selfDeactivate' });
    await expectTold('ben', 'create', roleAssignment, end);
  });

  test('who waits for a decision, and does so no longer', async () => {
    servers.stage.clock.set('2026-02-25T00:00:00.000Z');
    const input = own('ben', {
      action: 'selfExtend',
      scheduleInfo: { expiration: { type: 'afterDuration', duration: 'P9D' } },
    });
    const id = await expectTold('ben', 'create', roleEligibility, input);
    await expectTold('ben', 'cancel', roleEligibility, { id });
  });
});

test.each(['adam', 'alice', 'ben', 'robot'] as const)(
  'L.1: of all requests there are, those that %s would be told are his to see',
  async (as) => {
    const records = await servers.stage.dataSource.getRepository(scheduleRequestTable).find();
    let count = 0;
    for (const { name, isSeenByAuthor } of questions) {
      const ids = records.filter((record) => isSeenByAuthor?.(record, cast[as])).map(({ id }) => id);
      const query = `query ($ids: [ID!]) { ${name}(filter: { id: { in: $ids } }) { totalCount } }`;
      const { body } = await servers.direct(as, { query, variables: { ids } });
      expect([name, body]).toEqual([name, { data: { [name]: { totalCount: ids.length } } }]);
      count += ids.length;
    }
    expect(count).toBeGreaterThan(0);
  },
);

describe('issue 3: it is read where the record does not tell it, or not for certain that the caller sees it', () => {
  test('who withdraws what somebody else has asked for, and who decides on it', async () => {
    const extend = { action: 'selfExtend', scheduleInfo: { expiration: { type: 'afterDuration', duration: 'P9D' } } };
    const selected = threeOf(roleEligibility);
    const first = await mutate('ben', 'create', roleEligibility, own('ben', extend), '');
    const canceled = await mutate('adam', 'cancel', roleEligibility, { id: first.id }, selected);
    expect(canceled.isRead).toBe(true);
    expect(canceled.payload).toEqual(await readAgain('adam', roleEligibility, first.id, selected));
    const { id } = await mutate('ben', 'create', roleEligibility, own('ben', extend), '');
    const decided = await mutate(
      'adam',
      'update',
      roleEligibility,
      { id, decision: 'AdminDenied', reason: 'no' },
      selected,
    );
    expect(decided.isRead).toBe(true);
    expect(decided.payload).toEqual(await readAgain('adam', roleEligibility, id, selected));
  });

  test.each([
    'principal { id }',
    'roleDefinition { displayName }',
    'targetSchedule { id status }',
    'directoryScope { id }',
  ])('%s', async (relation) => {
    const scheduleInfo = { ...hour, startDateTime: '2026-02-26T12:00:00Z' };
    const told = `one: ${roleAssignment.field} { id status } `;
    const selected = `${told} two: ${roleAssignment.field} { status ${relation} }`;
    const { payload, id, isRead } = await mutate(
      'ben',
      'create',
      roleAssignment,
      own('ben', { scheduleInfo }),
      selected,
    );
    expect(isRead).toBe(true);
    expect(payload).toEqual(await readAgain('ben', roleAssignment, id, selected));
    expect((await mutate('ben', 'cancel', roleAssignment, { id }, told)).isRead).toBe(false);
  });

  test('what is answered again under its key is as it stands by now', async () => {
    const scheduleInfo = { ...hour, startDateTime: '2026-02-26T12:00:00Z' };
    const keyed = own('ben', { scheduleInfo, idempotencyKey: 'once' });
    const selected = `one: ${roleAssignment.field} { id status }`;
    const first = await mutate('ben', 'create', roleAssignment, keyed, selected);
    expect(first).toMatchObject({ isRead: false, payload: { one: { status: 'Granted' } } });
    await mutate('ben', 'cancel', roleAssignment, { id: first.id }, '');
    const again = await mutate('ben', 'create', roleAssignment, keyed, selected);
    expect(again).toMatchObject({ isRead: true, id: first.id, payload: { one: { status: 'Canceled' } } });
  });

  test('a validation is told as it was judged, and a refusal tells nothing', async () => {
    const query = `mutation ($input: CreateRoleAssignmentScheduleRequestInput!) { createRoleAssignmentScheduleRequest(input: $input) {
      userErrors { code } roleAssignmentScheduleRequest { status isValidationOnly } } }`;
    const validated = await servers.direct('ben', {
      query,
      variables: { input: own('ben', { isValidationOnly: true }) },
    });
    const roleAssignmentScheduleRequest = { status: 'Granted', isValidationOnly: true };
    expect(validated.body.data).toEqual({
      createRoleAssignmentScheduleRequest: { userErrors: [], roleAssignmentScheduleRequest },
    });
    const refused = await servers.direct('ben', { query, variables: { input: own('alice') } });
    expect(refused.body.data).toEqual({
      createRoleAssignmentScheduleRequest: {
        userErrors: [{ code: 'InsufficientPermissions' }],
        roleAssignmentScheduleRequest: null,
      },
    });
  });
});

const stageValues = valuesOf({
  type: 'ApprovalStage',
  nested: ['reviewedBy { id displayName __typename }', 'currentApprovers { id }'],
  elsewhere: ['assignedToMe'],
});

async function decide(as: Person, approvalId: string, reviewResult: string, selected: string) {
  const query = `mutation ($input: UpdateApprovalStageInput!, $yes: Boolean = true) { done: updateApprovalStage(input: $input) {
    userErrors { code } id: approvalStage @include(if: $yes) { id } ${selected} } }`;
  const input = { approvalId, reviewResult, justification: 'say "why" 🚪' };
  const { body } = await servers.direct(as, { query, variables: { input } });
  expect(body.errors).toBeUndefined();
  const { userErrors, id: _id, ...payload } = (body.data as { done: Readonly<Record<string, unknown>> }).done;
  expect(userErrors).toEqual([]);
  return { payload, isRead: hasRead() };
}

/** The stage at that place, under the same names as in the payload. */
async function stageAgain(as: Person, approvalId: string, position: number, selected: string): Promise<unknown> {
  const places = selected.replaceAll(': approvalStage {', ': stages {');
  const query = `query ($id: ID!, $yes: Boolean = true) { approval: roleAssignmentApproval(id: $id) { first: stages @include(if: $yes) { id } ${places} } }`;
  const { body } = await servers.direct(as, { query, variables: { id: approvalId } });
  const { first: _ids, ...stages } = (body.data as { approval: Readonly<Record<string, readonly unknown[]>> }).approval;
  return Object.fromEntries(Object.entries(stages).map(([name, all]) => [name, all[position]]));
}

describe('issue 3: who decides is told the stage as he left it', () => {
  beforeAll(async () => {
    await makeEligible(servers.stage, { principalId: cast.carol });
    await demandStages(servers.stage, 'Serial', [by(person('ann')), by(person('sam'))]);
  });

  const asked = async () => (await activate(servers.stage, {}, 'carol')).id;
  const selection = () =>
    `one: approvalStage { ${stageValues.join(' ')} } two: approvalStage { ${someOf(random, 'ApprovalStage', stageValues)} }`;

  test('one after the other, and a denial', async () => {
    for (const verdicts of [
      ['Approve', 'Deny'],
      ['Approve', 'Approve'],
    ]) {
      const id = await asked();
      for (const [position, verdict] of verdicts.entries()) {
        const [who, selected] = [position === 0 ? 'ann' : 'sam', selection()] as const;
        const { payload, isRead } = await decide(who, id, verdict, selected);
        expect({ isRead, selected, payload }).toEqual({
          isRead: false,
          selected,
          payload: await stageAgain(who, id, position, selected),
        });
      }
    }
  });
});
