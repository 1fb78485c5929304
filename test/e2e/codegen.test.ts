import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const root = join(__dirname, '../..');
const run = promisify(execFile);

let folder: string;

/** An integrator's project: the schema, codegen.yml, the tools, and nothing else of ours. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portcullis-codegen-'));
  await Promise.all(['schema.graphql', 'codegen.yml'].map((file) => copyFile(join(root, file), join(folder, file))));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rm(folder, { recursive: true }));

const tool = (script: string, args: readonly string[], env = {}) =>
  run(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  });
const generate = (env = {}) => tool('@graphql-codegen/cli/cjs/bin.js', ['--config', 'codegen.yml', '--silent'], env);

const document = `
import { graphql } from './graphql/index';
import type { MyRequestsQuery } from './graphql/graphql';

export const myRequests = graphql(\`query MyRequests($first: Int) {
  roleAssignmentScheduleRequests(on: principal, first: $first) { nodes { id status createdDateTime } }
}\`);
type Row = MyRequestsQuery['roleAssignmentScheduleRequests']['nodes'][number];
export const isOpen = ({ status }: Row): boolean => status === 'PendingApproval' || status === 'Granted';
export const madeAt = ({ createdDateTime }: Row): string => createdDateTime;
`;

test('design 2: the schema alone gives the types of everything', async () => {
  await generate();
  const types = await readFile(join(folder, 'test/graphql/graphql.ts'), 'utf8');
  expect(types).toContain('export type UnifiedRoleAssignmentScheduleRequest =');
  expect(types).toContain('export type UpdateApprovalStageInput =');
  expect(types).toContain('DateTime: { input: string; output: string; }');
}, 60_000);

test("an integrator's own documents are typed, and what is not in the schema is refused", async () => {
  await mkdir(join(folder, 'src'));
  await writeFile(join(folder, 'src/requests.ts'), document);
  const own = { GRAPHQL_DOCUMENTS: 'src/*.ts', GRAPHQL_OUTPUT: 'src/graphql/' };
  await generate(own);
  const compiled = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'node16', 'src/requests.ts'];
  await expect(tool('typescript/bin/tsc', compiled)).resolves.toMatchObject({ stdout: '' });
  await writeFile(join(folder, 'src/requests.ts'), document.replace(' status ', ' state '));
  await expect(generate(own)).rejects.toMatchObject({ code: 1 });
}, 60_000);
