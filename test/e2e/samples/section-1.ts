import { startTestApp, type TestApp } from '../../support/app';
import type { Client } from '../../support/client';
import { assignOutsidePim, requestAssignment, requestEligibility, requestIn } from '../scenario';
import { defineAttributeAdministrator, insertUsers, published, type SampleInput } from './published';

type Sample = Omit<SampleInput, 'principalId' | 'roleDefinitionId'>;

/** The administrator and the principal of the first section's samples, who live them in the order of their dates. */
export interface Section {
  readonly app: TestApp;
  readonly administrator: Client;
  readonly principal: Client;
  /** Puts the clock to an instant and gives it back. */
  readonly at: (instant: string) => string;
}

/** Starts the service at an instant, with the samples' people and roles. */
export async function startSection(start: string): Promise<Section> {
  const app = await startTestApp(start);
  await insertUsers(app, {
    Principal: published.principal,
    Administrator: published.administrator,
    Approver: published.approver,
  });
  await assignOutsidePim(app, published.administrator);
  await defineAttributeAdministrator(app);
  return {
    app,
    administrator: app.asPrincipal(published.administrator),
    principal: app.asPrincipal(published.principal),
    at: (instant) => {
      app.clock.set(instant);
      return instant;
    },
  };
}

const input = (roleDefinitionId: string, sample: Sample): SampleInput => ({
  principalId: published.principal,
  roleDefinitionId,
  directoryScopeId: '/',
  ...sample,
});

/** Asks for an assignment of a role of the principal's, tenant-wide; it must not be refused. */
export const assigned = async (client: Client, roleDefinitionId: string, sample: Sample) =>
  requestIn(await requestAssignment(client, input(roleDefinitionId, sample)));

/** Asks for an eligibility of the principal's, tenant-wide; it must not be refused. */
export const eligible = async (client: Client, roleDefinitionId: string, sample: Sample) =>
  requestIn(await requestEligibility(client, input(roleDefinitionId, sample)));
