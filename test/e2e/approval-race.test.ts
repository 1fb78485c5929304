import { ApprovalsDocument, DecideDocument, type DecideMutation } from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast } from '../support/cast';
import { post } from '../support/client';
import { activation, demandApproval, makeEligible } from './scenario';

const races = 200;
const perRequest = 10;

let app: TestApp;
let pending: readonly string[];

beforeAll(async () => {
  app = await startTestApp();
  await makeEligible(app);
  await demandApproval(app);
  pending = await activateEverywhere();
}, 60_000);
afterAll(() => app.stop());

/** Alice asks for the role at as many administrative units as there are races, several to a request. */
async function activateEverywhere(): Promise<readonly string[]> {
  const units = await app.sql(
    `insert into administrative_unit (id, display_name)
       select gen_random_uuid(), 'Unit ' || number from generate_series(1, $1) as number returning id::text`,
    [races],
  );
  const scopes = units.map(({ id }) => `/administrativeUnits/${id}`);
  const authorization = `Bearer ${await app.issuer.token({ oid: cast.alice, amr: ['mfa'] })}`;
  const requested: string[] = [];
  for (let from = 0; from < races; from += perRequest) {
    const answer = await post<Readonly<Record<string, Created>>>(
      app.url,
      createAt(scopes.slice(from, from + perRequest)),
      { authorization },
    );
    requested.push(...Object.values(answer.data ?? {}).map((created) => created.roleAssignmentScheduleRequest.id));
  }
  return requested;
}

interface Created {
  readonly roleAssignmentScheduleRequest: { readonly id: string };
}

function createAt(scopes: readonly string[]) {
  const parameters = scopes.map((_, n) => `$input${n}: CreateRoleAssignmentScheduleRequestInput!`);
  const fields = scopes.map(
    (_, n) => `r${n}: createRoleAssignmentScheduleRequest(input: $input${n}) { roleAssignmentScheduleRequest { id } }`,
  );
  const inputs = scopes.map((directoryScopeId, n) => [`input${n}`, activation({ directoryScopeId })] as const);
  return { query: `mutation (${parameters}) { ${fields.join(' ')} }`, variables: Object.fromEntries(inputs) };
}

type Decided = DecideMutation['updateApprovalStage'];

async function race(approvalId: string): Promise<readonly Decided[]> {
  const verdicts = [
    ['ann', 'Approve'],
    ['ben', 'Deny'],
  ] as const;
  return Promise.all(
    verdicts.map(
      async ([person, reviewResult]) =>
        (await app.as(person).ask(DecideDocument, { input: { approvalId, reviewResult, justification: 'mine' } }))
          .updateApprovalStage,
    ),
  );
}

/** The one who decided, when there is exactly one and the other learned of him. */
function winnerOf(decisions: readonly Decided[]): string | null {
  const won = decisions.filter(({ userErrors }) => userErrors.length === 0);
  const lost = decisions.filter(({ userErrors }) => userErrors.length > 0);
  const winner = won[0]?.approvalStage?.reviewedBy?.id ?? null;
  const [error] = lost[0]?.userErrors ?? [];
  const told = error?.__typename === 'DecisionConflictError' && error.code === 'ApprovalAlreadyDecided';
  return won.length === 1 && told && error.winner.decidedBy?.id === winner ? winner : null;
}

test(`E-6 two approvers at the same instant, ${races} times: one winner each, and the other learns who`, async () => {
  expect(pending).toHaveLength(races);
  const winners: (string | null)[] = [];
  for (let from = 0; from < races; from += 4) {
    const decided = await Promise.all(pending.slice(from, from + 4).map(race));
    winners.push(...decided.map(winnerOf));
  }
  expect(winners.filter((winner) => winner === cast.ann || winner === cast.ben)).toHaveLength(races);
  const stored = await app.sql(
    `select s.reviewed_by_id::text as winner, r.status from unnest($1::uuid[]) with ordinality as asked (id, number)
       join approval_stage as s on s.approval_id = asked.id join schedule_request as r on r.id = asked.id order by number`,
    [pending],
  );
  expect(stored).toEqual(winners.map((winner) => ({ winner, status: winner === cast.ann ? 'Provisioned' : 'Denied' })));
  const { roleAssignmentApprovals } = await app.as('ann').ask(ApprovalsDocument, { on: 'approver' });
  expect(roleAssignmentApprovals.nodes).toEqual([]);
}, 60_000);
