import { updatePolicy } from '../../src/commands/update-policy';
import {
  ApprovalPendingDocument,
  CancelAssignmentRequestDocument,
  EventsDocument,
  type EventsSubscription,
  InstanceChangedDocument,
  RequestChangedDocument,
} from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { caller, cast, roles } from '../support/cast';
import type { Watch } from '../support/client';
import {
  activate,
  changePolicy,
  decide,
  demandApproval,
  eligibility,
  makeEligible,
  requestAssignment,
  requestIn,
} from './scenario';

let app: TestApp;
beforeEach(async () => {
  app = await startTestApp();
});
afterEach(() => app.stop());

type Message = EventsSubscription['pimEvents'];
type Change = Extract<Message, { __typename: 'ChangeEvent' }>;

/** A subscription to everything that has said Ready; heartbeats are passed over. */
async function ready(person: Parameters<TestApp['as']>[0], variables = {}) {
  const watch = app.as(person).watch(EventsDocument, variables);
  const { pimEvents } = await watch.next();
  expect(pimEvents.__typename).toBe('Ready');
  return watch;
}

async function nextChange(watch: Watch<EventsSubscription>): Promise<Change> {
  for (;;) {
    const { pimEvents } = await watch.next();
    if (pimEvents.__typename === 'ChangeEvent') return pimEvents;
  }
}

/** The next change that is not the request's own: a cursor given out while others write may lie before its change. */
async function laterChange(watch: Watch<EventsSubscription>, requestId: string | undefined): Promise<Change> {
  for (;;) {
    const change = await nextChange(watch);
    if (change.roleAssignmentScheduleRequest?.id !== requestId) return change;
  }
}

/**
 * A place in the stream before what happens next, once the beginnings of the cast's own roles have been announced. What
 * has just been announced may come after it, while other transactions run: it is only ever too early.
 */
async function head(): Promise<string> {
  await app.app.announceDue();
  return app.head();
}

describe('a dashboard that watches approvalPending', () => {
  beforeEach(async () => {
    await makeEligible(app);
    await demandApproval(app);
  });

  test.each(['ann', 'ben', 'sam'] as const)('%s sees a new request, and sees it leave when decided', async (person) => {
    const pending = app.as(person).watch(ApprovalPendingDocument, { after: await head() });
    const { id } = await activate(app);
    const assignedToMe = person !== 'sam';
    expect((await pending.next()).approvalPending).toMatchObject({
      type: 'requestApprovalRequested',
      isPending: true,
      principalId: cast.alice,
      approval: { id, stages: [{ status: 'InProgress', assignedToMe }] },
      roleAssignmentScheduleRequest: { id, status: 'PendingApproval' },
    });
    await decide(app, 'ann', id);
    expect((await pending.next()).approvalPending).toMatchObject({
      type: 'requestApproved',
      isPending: false,
      approval: { id, stages: [{ status: 'Completed' }] },
      roleAssignmentScheduleRequest: { id, status: 'Provisioned' },
    });
    await pending.end();
  });

  test('it leaves as well when it is denied, withdrawn or lapses', async () => {
    const pending = app.as('ann').watch(ApprovalPendingDocument, { after: await head() });
    const next = async () => (await pending.next()).approvalPending;
    await decide(app, 'ann', (await activate(app)).id, 'Deny');
    expect([await next(), await next()]).toMatchObject([
      { isPending: true },
      { type: 'requestDenied', isPending: false },
    ]);
    const { id } = await activate(app);
    await app.as('alice').ask(CancelAssignmentRequestDocument, { input: { id } });
    expect([await next(), await next()]).toMatchObject([
      { isPending: true },
      { type: 'requestCanceled', isPending: false },
    ]);
    await activate(app);
    app.clock.advance('P1D');
    expect(await app.app.announceDue()).toBe(1);
    expect([await next(), await next()]).toMatchObject([
      { isPending: true },
      { type: 'requestTimedOut', isPending: false },
    ]);
    await pending.end();
  });
});

test('the typed streams tell what becomes of a request and of what it brings', async () => {
  await makeEligible(app);
  const after = await head();
  const requests = app.as('alice').watch(RequestChangedDocument, { after });
  const instances = app.as('sam').watch(InstanceChangedDocument, { after, filter: { principalId: cast.alice } });
  const { id } = await activate(app);
  const instance = async () => (await instances.next()).roleAssignmentScheduleInstanceChanged;
  const change = async () => (await requests.next()).roleAssignmentScheduleRequestChanged;
  expect(await change()).toEqual({
    type: 'requestCreated',
    roleAssignmentScheduleRequest: { id, status: 'Provisioned' },
  });
  expect(await change()).toMatchObject({ type: 'requestProvisioned' });
  expect(await instance()).toEqual({
    type: 'requestProvisioned',
    isActive: true,
    principalId: cast.alice,
    roleAssignmentScheduleInstance: { id },
  });
  app.clock.advance('PT2H');
  expect(await app.app.announceDue()).toBe(1);
  expect(await instance()).toEqual({
    type: 'scheduleEnded',
    isActive: false,
    principalId: cast.alice,
    roleAssignmentScheduleInstance: null,
  });
  expect(await app.app.announceDue()).toBe(0);
  await Promise.all([requests.end(), instances.end()]);
});

describe('a socket cut in the middle of 1,000 events', () => {
  const total = 1_000;
  const writers = 8;

  /** As many changes of policies as told, by several writers at once. */
  async function changePolicies(): Promise<void> {
    const policies = await app.sql('select id from policy');
    const rules = [{ id: 'Expiration_EndUser_Assignment', maximumDuration: 'PT4H' }];
    const write = async (writer: number) => {
      for (let n = writer; n < total; n += writers) {
        const policyId = String(policies[n % policies.length]?.id);
        await app.app.run(updatePolicy, { policyId, rules }, caller('adam'));
      }
    };
    await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  }

  test('and resumed: none is missing, none out of order', async () => {
    const first = await ready('adam');
    const changing = changePolicies();
    const seen: Change[] = [];
    while (seen.length < total / 2) seen.push(await nextChange(first));
    first.cut();
    const second = await ready('adam', { after: seen.at(-1)?.cursor });
    while (seen.length < total) seen.push(await nextChange(second));
    await changing;
    const stored = await app.sql('select event_id::text as id from outbox order by tx_id, id');
    expect(seen.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
    expect(seen.every(({ type, roleManagementPolicy }) => type === 'policyUpdated' && roleManagementPolicy)).toBe(true);
    await second.end();
  }, 60_000);
});

describe('security 10: judged per event at delivery', () => {
  const policyChange = () =>
    changePolicy(app, [{ id: 'Expiration_EndUser_Assignment', maximumDuration: 'PT4H' }], roles.userAdministrator);

  test('whoever loses the right gets no more events but his own', async () => {
    const watch = await ready('sam');
    await policyChange();
    expect(await nextChange(watch)).toMatchObject({ type: 'policyUpdated' });
    requestIn(
      await requestAssignment(app.as('adam'), {
        action: 'adminRemove',
        principalId: cast.sam,
        roleDefinitionId: roles.securityReader,
        directoryScopeId: '/',
      }),
    );
    await policyChange();
    await makeEligible(app);
    await makeEligible(app, { principalId: cast.sam });
    const [created, revoked, next] = [await nextChange(watch), await nextChange(watch), await nextChange(watch)];
    expect([created, revoked]).toMatchObject([
      { type: 'requestCreated', principalId: cast.sam, roleDefinitionId: roles.securityReader },
      { type: 'requestRevoked', principalId: cast.sam },
    ]);
    expect(next).toMatchObject({ type: 'requestCreated', principalId: cast.sam });
    await watch.end();
  });

  test('a right that ends by itself ends for subscribers in that instant, no job having run', async () => {
    const scheduleInfo = { expiration: { type: 'afterDuration', duration: 'PT1H' } } as const;
    const input = eligibility({ principalId: cast.ben, roleDefinitionId: roles.securityReader, scheduleInfo });
    const assigned = await requestAssignment(app.as('adam'), { ...input, justification: 'a reason' });
    const watch = await ready('ben', { after: assigned.eventCursor });
    app.clock.advance('PT59M59S');
    await policyChange();
    expect(await laterChange(watch, assigned.roleAssignmentScheduleRequest?.id)).toMatchObject({
      type: 'policyUpdated',
    });
    app.clock.advance('PT1S');
    await policyChange();
    await makeEligible(app, { principalId: cast.ben });
    expect(await nextChange(watch)).toMatchObject({ type: 'requestCreated', principalId: cast.ben });
    await watch.end();
  });

  test('whoever is disabled is refused from then on', async () => {
    const watch = await ready('sam');
    await app.sql('update principal set account_enabled = false where id = $1', [cast.sam]);
    await policyChange();
    await expect(nextChange(watch)).rejects.toThrow();
    await watch.end();
  });
});
