import {
  AskForGroupAssignmentDocument,
  type AskForGroupAssignmentMutationVariables,
  AskForGroupEligibilityDocument,
} from '../../graphql/graphql';
import { startTestApp, type TestApp } from '../../support/app';
import type { Client } from '../../support/client';
import { assignOutsidePim } from '../scenario';
import { insertGroup, insertUsers, published } from './published';

/** People and groups of the fourth section's samples; the principal himself administers. */
export const ids = {
  principal: '3cce9d87-3986-4f19-8335-7ed075408ca2',
  requestor: 'c277c8cb-6bb7-42e5-a17f-0add9a718151',
  first: '6be4b305-b75e-4efc-bfcc-31bd3b53a5f8',
  second: '56f2d212-e49c-42e3-8298-0188e5bef094',
  group: '2b5ed229-4072-478d-9504-a047ebd4b07d',
  assignedGroup: '68e55cce-cf7e-4a2d-9046-3e4e75c4bfa7',
  approvedGroup: 'd5f0ad2e-6b34-401b-b6da-0c8fc2c5a3fc',
} as const;

/** Those who live the samples, in the order of their dates. */
export interface Section {
  readonly app: TestApp;
  readonly caller: Client;
  /** Puts the clock to an instant and gives it back. */
  readonly at: (instant: string) => string;
}

/** Starts the service at an instant, with the samples' people and groups. */
export async function startSection(start: string): Promise<Section> {
  const app = await startTestApp(start);
  const { principal, requestor, first, second, group, assignedGroup, approvedGroup } = ids;
  await insertUsers(app, {
    Principal: principal,
    Requestor: requestor,
    Approver: published.approver,
    First: first,
    Second: second,
  });
  await insertGroup(app, { id: group, displayName: 'Managed group', memberIds: [] });
  await insertGroup(app, { id: assignedGroup, displayName: 'Another group', memberIds: [] });
  await insertGroup(app, { id: approvedGroup, displayName: 'Group with approval', memberIds: [] });
  await assignOutsidePim(app, principal);
  return {
    app,
    caller: app.asPrincipal(principal),
    at: (instant) => {
      app.clock.set(instant);
      return instant;
    },
  };
}

export type GroupRequestInput = AskForGroupAssignmentMutationVariables['input'];

/** Asks for an active membership or ownership; it must not be refused. */
export async function groupAssignment(client: Client, input: GroupRequestInput) {
  const { createPrivilegedAccessGroupAssignmentScheduleRequest: payload } = await client.ask(
    AskForGroupAssignmentDocument,
    { input },
  );
  const request = payload.privilegedAccessGroupAssignmentScheduleRequest;
  if (!request || payload.userErrors.length > 0) throw new Error(`it was refused: ${JSON.stringify(payload)}`);
  return request;
}

/** Asks for an eligibility in a group; it must not be refused. */
export async function groupEligibility(client: Client, input: GroupRequestInput) {
  const { createPrivilegedAccessGroupEligibilityScheduleRequest: payload } = await client.ask(
    AskForGroupEligibilityDocument,
    { input },
  );
  const request = payload.privilegedAccessGroupEligibilityScheduleRequest;
  if (!request || payload.userErrors.length > 0) throw new Error(`it was refused: ${JSON.stringify(payload)}`);
  return request;
}

/** What the samples ask for a membership of the principal's. */
export const input = (sample: Omit<GroupRequestInput, 'accessId' | 'principalId'>): GroupRequestInput => ({
  accessId: 'member',
  principalId: ids.principal,
  ...sample,
});

/** The longest that a group's policy allows for an eligibility at first. */
export const forAYear = { expiration: { type: 'afterDuration', duration: 'P365D' } } as const;

/** The id of a schedule in the samples' group. */
export const ofGroup = (scheduleId: string) => `${ids.group}_member_${scheduleId}`;
