import {
  CancelGroupAssignmentDocument,
  GroupAssignmentInstancesDocument,
  GroupAssignmentRequestsDocument,
  GroupAssignmentsDocument,
} from '../../graphql/graphql';
import { approvalBy, changeGroupPolicy } from '../group-policies';
import { byUser, noExpiration, published } from './published';
import {
  forAYear,
  groupAssignment,
  groupEligibility,
  ids,
  input,
  ofGroup,
  type Section,
  startSection,
} from './section-4';

// The samples in the order of their dates. Times in answers have three decimals at most here, and creation and
// completion are one instant, where Graph's take seconds.
let section: Section;
beforeAll(async () => {
  section = await startSection('2022-02-26T08:00:00Z');
});
afterAll(() => section.app.stop());

test('4.6 and 4.7: what waits for approval, by principal and by approver, and its cancellation', async () => {
  const own = { principalId: ids.requestor, groupId: ids.approvedGroup };
  await changeGroupPolicy(section.caller, ids.approvedGroup, [approvalBy({ userId: published.approver })]);
  await groupEligibility(section.caller, { ...own, accessId: 'member', action: 'adminAssign', scheduleInfo: forAYear });
  const { id } = await groupAssignment(section.app.asPrincipal(ids.requestor), {
    ...own,
    accessId: 'member',
    action: 'selfActivate',
    justification: 'Activate access',
    scheduleInfo: {
      startDateTime: '2022-04-01T08:00:00Z',
      expiration: { type: 'afterDuration', duration: 'PT8H' },
    },
    ticketInfo: { ticketNumber: '09876' },
  });
  const request = {
    ...own,
    id,
    accessId: 'member',
    status: 'PendingApproval',
    approvalId: id,
    createdDateTime: '2022-02-26T08:00:00Z',
    completedDateTime: null,
    isValidationOnly: false,
    action: 'selfActivate',
    scheduleInfo: {
      // The sample repeats the start that was asked for; here there is none before the decision (B-6), as in sample 1.10.
      startDateTime: null,
      recurrence: null,
      expiration: { type: 'afterDuration', endDateTime: null, duration: 'PT8H' },
    },
    justification: 'Activate access',
    customData: null,
    failureReason: null,
    targetScheduleId: `${ids.approvedGroup}_member_${id}`,
    ticketInfo: { ticketNumber: '09876', ticketSystem: null },
    createdBy: byUser(ids.requestor),
  };
  const filter = { status: { eq: 'PendingApproval' }, groupId: { eq: ids.approvedGroup } } as const;
  for (const [who, on] of [
    [ids.requestor, 'principal'],
    [published.approver, 'approver'],
  ] as const) {
    const found = await section.app.asPrincipal(who).ask(GroupAssignmentRequestsDocument, { on, filter });
    expect(found.privilegedAccessGroupAssignmentScheduleRequests.nodes).toEqual([request]);
  }
  const { cancelPrivilegedAccessGroupAssignmentScheduleRequest: canceled } = await section.app
    .asPrincipal(ids.requestor)
    .ask(CancelGroupAssignmentDocument, { input: { id } });
  // Graph answers 204 without a body; a mutation shows what became of the request.
  expect(canceled).toEqual({
    privilegedAccessGroupAssignmentScheduleRequest: {
      ...request,
      status: 'Canceled',
      completedDateTime: '2022-02-26T08:00:00Z',
    },
    userErrors: [],
  });
});

describe('4.5 lists of a group', () => {
  const outsidePim = 'dce168aa-2909-4f10-8cc9-c98e82d8b507';
  // Graph's samples say Assigned and Direct, against its own enums, which are in lower camel case (resources.md 4.3).
  const held = { accessId: 'member', groupId: ids.group, memberType: 'direct', assignmentType: 'assigned' };

  test('4.5 a schedule made outside PIM was created by no request', async () => {
    section.at('2023-09-29T15:48:00.273Z');
    await section.app.sql(
      `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, created_at)
         values ($1, 'assignment', 'group', $2, 'member', $3, 'Assigned', '2022-04-11T11:50:06.343Z', '2023-01-11T11:50:06.343Z')`,
      [outsidePim, ids.second, ids.group],
    );
    const { privilegedAccessGroupAssignmentSchedules } = await section.caller.ask(GroupAssignmentsDocument, {
      filter: { groupId: { eq: ids.group }, principalId: { eq: ids.second } },
    });
    expect(privilegedAccessGroupAssignmentSchedules.nodes).toEqual([
      {
        ...held,
        id: ofGroup(outsidePim),
        scheduleInfo: { startDateTime: '2022-04-11T11:50:06.343Z', recurrence: null, expiration: noExpiration },
        createdDateTime: '2023-01-11T11:50:06.343Z',
        modifiedDateTime: null,
        createdUsing: null,
        status: 'Provisioned',
        principalId: ids.second,
        activatedUsing: null,
      },
    ]);
  });

  test('4.5 instances: one with an end, one from outside PIM', async () => {
    const endDateTime = '2024-03-27T15:47:19.653Z';
    const { id } = await groupAssignment(section.caller, {
      ...input({ groupId: ids.group, action: 'adminAssign', justification: 'for half a year' }),
      principalId: ids.first,
      scheduleInfo: { expiration: { type: 'afterDateTime', endDateTime } },
    });
    const { privilegedAccessGroupAssignmentScheduleInstances } = await section.caller.ask(
      GroupAssignmentInstancesDocument,
      {
        filter: { groupId: { eq: ids.group } },
      },
    );
    const instances = privilegedAccessGroupAssignmentScheduleInstances.nodes;
    expect(instances).toHaveLength(2);
    expect(instances).toEqual(
      expect.arrayContaining([
        {
          ...held,
          // In the sample an instance has an id of its own; here a schedule and its instance share theirs.
          id: ofGroup(id),
          assignmentScheduleId: ofGroup(id),
          principalId: ids.first,
          startDateTime: '2023-09-29T15:48:00.273Z',
          endDateTime,
        },
        {
          ...held,
          id: ofGroup(outsidePim),
          assignmentScheduleId: ofGroup(outsidePim),
          principalId: ids.second,
          startDateTime: null,
          endDateTime: null,
        },
      ]),
    );
  });
});
