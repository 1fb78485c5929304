import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import {
  AssignmentInstancesDocument,
  AssignmentRequestDocument,
  CreateAssignmentRequestDocument,
} from '../graphql/graphql';
import { type Client, createTestClient } from '../support/client';
import {
  buildService,
  databasePid,
  demoToken,
  freePort,
  isAlive,
  type Place,
  type Service,
  startService,
} from '../support/service';

const alice = '00000001-0000-4000-8000-000000000001';
const groupsAdministrator = 'fdd7a751-b60b-444a-984c-02652fe8fa1c';

let place: Place;
let service: Service | null = null;

beforeAll(async () => {
  place = { dataDir: await mkdtemp(join(tmpdir(), 'portcullis-e2e-')), port: await freePort() };
  await buildService();
}, 60_000);
afterAll(async () => {
  await service?.end('SIGTERM');
  // A test that failed between kill and next start leaves a server that nobody else would end.
  const database = await databasePid(place);
  if (database !== null && isAlive(database)) process.kill(database, 'SIGINT');
  await rm(place.dataDir, { recursive: true });
}, 60_000);

async function start(): Promise<{ readonly running: Service; readonly client: Client }> {
  const running = await startService(place);
  service = running;
  const token = await demoToken(place, 'alice');
  return { running, client: createTestClient(running.url, async () => token) };
}

async function activate(client: Client) {
  const { createRoleAssignmentScheduleRequest } = await client.ask(CreateAssignmentRequestDocument, {
    input: {
      action: 'selfActivate',
      principalId: alice,
      roleDefinitionId: groupsAdministrator,
      directoryScopeId: '/',
      justification: 'incident 4711',
      scheduleInfo: { expiration: { type: 'afterDuration', duration: 'PT2H' } },
    },
  });
  expect(createRoleAssignmentScheduleRequest.userErrors).toEqual([]);
  return createRoleAssignmentScheduleRequest.roleAssignmentScheduleRequest;
}

test('security 26, 27: what was answered survives kill -9, and SIGTERM leaves nothing behind', async () => {
  const first = await start();
  const request = await activate(first.client);
  expect(await first.running.end('SIGKILL')).toBe('SIGKILL');

  const second = await start();
  const id = request?.id ?? '';
  const { roleAssignmentScheduleRequest } = await second.client.ask(AssignmentRequestDocument, { id });
  expect(roleAssignmentScheduleRequest).toMatchObject({ ...request });
  const { roleAssignmentScheduleInstances } = await second.client.ask(AssignmentInstancesDocument, { on: 'principal' });
  expect(roleAssignmentScheduleInstances.nodes.map((instance) => instance.id)).toContain(id);

  const database = await databasePid(place);
  expect(database !== null && isAlive(database)).toBe(true);
  const asked = performance.now();
  expect(await second.running.end('SIGTERM')).toBe(0);
  expect(performance.now() - asked).toBeLessThan(15_000);
  service = null;
  expect(database !== null && isAlive(database)).toBe(false);
}, 120_000);
