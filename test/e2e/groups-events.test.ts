import {
  GroupApprovalPendingDocument,
  GroupEventsDocument,
  GroupInstanceChangedDocument,
  GroupRequestChangedDocument,
} from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast, groups } from '../support/cast';
import {
  activateMembership,
  askForEligibility,
  demandGroupApproval,
  fillOfficeAdmins,
  groupEligibility,
  groupRequestIn,
  makeGroupEligible,
  officeAdmins,
} from './groups-scenario';
import { decide, makeEligible } from './scenario';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  await app.reset();
  await fillOfficeAdmins(app);
});
afterAll(() => app.stop());

const head = () => app.head();

test('the streams of groups tell what becomes of a request and of what it brings, and nothing of roles', async () => {
  const after = await head();
  const requests = app.as('ben').watch(GroupRequestChangedDocument, { after });
  const instances = app.as('carol').watch(GroupInstanceChangedDocument, { after });
  await makeEligible(app, { principalId: cast.ben });
  await makeGroupEligible(app);
  const { id } = await activateMembership(app);
  const change = async () => (await requests.next()).privilegedAccessGroupAssignmentScheduleRequestChanged;
  const instance = async () => (await instances.next()).privilegedAccessGroupAssignmentScheduleInstanceChanged;
  expect(await change()).toEqual({
    type: 'requestCreated',
    scopeId: officeAdmins,
    directoryScopeId: null,
    roleDefinitionId: 'member',
    privilegedAccessGroupAssignmentScheduleRequest: { id, accessId: 'member', status: 'Provisioned' },
  });
  expect(await change()).toMatchObject({ type: 'requestProvisioned' });
  expect(await instance()).toEqual({
    type: 'requestProvisioned',
    isActive: true,
    principalId: cast.ben,
    privilegedAccessGroupAssignmentScheduleInstance: { id: `${officeAdmins}_member_${id}`, memberType: 'direct' },
  });
  app.clock.advance('PT2H');
  await app.app.announceDue();
  expect(await instance()).toEqual({
    type: 'scheduleEnded',
    isActive: false,
    principalId: cast.ben,
    privilegedAccessGroupAssignmentScheduleInstance: null,
  });
  await Promise.all([requests.end(), instances.end()]);
});

test('an approver of a group hears what begins to wait for him, and what waits no longer', async () => {
  await makeGroupEligible(app);
  await demandGroupApproval(app, 'ann');
  const pending = app.as('ann').watch(GroupApprovalPendingDocument, { after: await head() });
  const { id } = await activateMembership(app);
  const next = async () => (await pending.next()).privilegedAccessGroupApprovalPending;
  expect(await next()).toEqual({
    type: 'requestApprovalRequested',
    isPending: true,
    approval: { id },
    privilegedAccessGroupAssignmentScheduleRequest: { id, status: 'PendingApproval' },
  });
  await decide(app, 'ann', id);
  expect(await next()).toMatchObject({ type: 'requestApproved', isPending: false, approval: { id } });
  await pending.end();
});

test('the stream of everything holds the records of groups, and can be narrowed to one group', async () => {
  const filter = { scopeId: groups.plain.toUpperCase(), types: ['requestProvisioned', 'resourceOnboarded'] as const };
  const events = app.as('adam').watch(GroupEventsDocument, { after: await head(), filter });
  expect(await events.next()).toMatchObject({ pimEvents: { __typename: 'Ready' } });
  await makeGroupEligible(app);
  const { id } = groupRequestIn(await askForEligibility(app.as('adam'), groupEligibility({ groupId: groups.plain })));
  const heard = [(await events.next()).pimEvents, (await events.next()).pimEvents];
  expect(heard).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ type: 'resourceOnboarded', scopeId: groups.plain }),
      {
        __typename: 'ChangeEvent',
        type: 'requestProvisioned',
        scopeId: groups.plain,
        roleDefinitionId: 'member',
        roleAssignmentScheduleRequest: null,
        privilegedAccessGroupAssignmentScheduleRequest: null,
        privilegedAccessGroupEligibilityScheduleRequest: { id },
        privilegedAccessGroupEligibilitySchedule: { id: `${groups.plain}_member_${id}` },
      },
    ]),
  );
  await events.end();
});
