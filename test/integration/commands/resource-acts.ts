import { commandFor } from '../../../src/commands/submit-request';
import type { Condition, NewRequest } from '../../../src/domain/new-request';
import { resourceProvider, resourceRole } from '../../../src/domain/providers/all';
import { caller, cast, type Person } from '../../support/cast';
import { newRequest, type RequestInput, type Stage } from '../../support/stage';
import { importing } from '../import/importing';

/** The tree of these tests, as Azure writes its paths. */
export const root = '/providers/Microsoft.Management/managementGroups/contoso';
export const west = '/providers/Microsoft.Management/managementGroups/west';
export const first = '/subscriptions/dfa2a084-766f-4003-8ae1-c4aeb893a99f';
export const second = '/subscriptions/b1477448-2cc6-4ceb-93b4-54a202a89413';
export const rg = `${first}/resourceGroups/rg`;
export const rg2 = `${first}/resourceGroups/rg2`;
export const account = `${rg}/providers/Microsoft.Storage/storageAccounts/logs`;

export const { owner, contributor, reader, userAccessAdministrator, storageBlobDataReader } = resourceRole;

/** Fills the tree: the root holds both subscriptions, one of them below a management group. */
export const plant = (stage: Stage, more: object = {}): Promise<unknown> =>
  importing(
    { url: stage.ownerUrl, drop: () => Promise.resolve() },
    {
      azureScopes: [
        { id: root },
        { id: west, parent: root },
        { id: first, parent: west },
        { id: second, parent: root },
        { id: rg },
        { id: rg2 },
        { id: account },
      ],
      ...more,
    },
  );

type Asked = Partial<RequestInput> & {
  readonly scope?: string;
  readonly condition?: Condition | null;
  readonly linkedEligibilityId?: string | null;
  readonly requestId?: string | null;
};

/** Sends a request about a role on resources as somebody; what is not said is Contributor at the resource group. */
export async function ask(stage: Stage, as: Person, { scope = rg, ...asked }: Asked = {}) {
  const { roleDefinitionId = contributor } = asked;
  const request: NewRequest = {
    ...newRequest(as, { ...asked, roleDefinitionId }),
    target: { provider: resourceProvider.provider, roleDefinitionId, scopeId: scope.toLowerCase() },
  };
  return (await stage.run(commandFor(request), request, caller(as))).result.request;
}

/** Makes Alice, or somebody else, eligible for half a year; by Ben, who owns the root, unless told otherwise. */
export const makeEligible = (stage: Stage, asked: Asked = {}, as: Person = 'ben') =>
  ask(stage, as, {
    action: 'adminAssign',
    kind: 'eligibility',
    principalId: cast.alice,
    end: { duration: 'P180D' },
    ...asked,
  });

/** Gives Alice, or somebody else, the role for a month. */
export const assign = (stage: Stage, asked: Asked = {}, as: Person = 'ben') =>
  makeEligible(stage, { kind: 'assignment', end: { duration: 'P30D' }, ...asked }, as);

/** Alice activates the role for two hours. */
export const activate = (stage: Stage, asked: Asked = {}, as: Person = 'alice') =>
  ask(stage, as, { end: { duration: 'PT2H' }, ...asked });

/** Somebody holds a role at a scope without an end, as if given outside of PIM. */
export const holdsOutside = (stage: Stage, person: Person, roleDefinitionId: string, scope: string) =>
  stage.pool.query(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, created_at)
     values (gen_random_uuid(), 'assignment', 'azure', $1, $2, $3, 'Assigned', '2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z')`,
    [cast[person], roleDefinitionId, scope.toLowerCase()],
  );
