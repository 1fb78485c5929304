import type { TargetFacts } from '../domain/new-request';
import { activationApproval, type Policy, type UnifiedApprovalStage } from '../domain/policy/policy';
import { isProtected } from '../domain/protection';
import { encodeCursor } from './cursor';
import { accountIn, lockAccountStatement, lockedUseIn, lockUseStatement } from './emergency-facts';
import { lockedScheduleIn, policyIn, recordIn, recordsIn, roleIn, rowsIn, scopeIn } from './fact-records';
import {
  globalAdministratorsStatement,
  heldApartStatement,
  stagesWithoutApproverStatement,
  targetFactsStatement,
} from './facts';
import { requestFactsIn, targetFactsIn } from './found-facts';
import { earlierResult, earlierStatement, lockKeyStatement } from './kept-result';
import { lockGuest } from './locked-guest';
import { openedBy, openStatement } from './open-statement';
import { protectionIn, protectionStatement } from './protection-facts';
import type { JsonRow } from './records';
import type { Reference } from './reference';
import {
  ableApproversStatement,
  heldApartFromStatement,
  lockPolicyStatement,
  lockRequestStatement,
  lockScheduleStatement,
  policyFactsStatement,
  requestFactsStatement,
  wantedIn,
  wantedStatement,
} from './request-facts';
import {
  holdScopeStatement,
  isInTree,
  lockScopeStatement,
  lockTreeStatement,
  scopeFactsIn,
  scopeFactsStatement,
} from './resource-scope-facts';
import { recordStatement, saveStatement } from './save';
import { lockNewRulesStatement, lockRuleStatement, separationIn, separationStatement } from './separation-facts';
import { type Sql, type Statement, sql } from './sql';
import { successionIn, successionStatement } from './succession-facts';
import { principalTable } from './tables/principal';
import { scheduleRequestTable } from './tables/schedule-request';
import {
  endsFurther,
  isRestedOn,
  lockEndedStatement,
  lockGuardStatement,
  lockHangingStatement,
  lockPrincipalStatement,
} from './target-locks';
import type { Instant, LockedPolicy, LockedRequest, Tx, Wanted, WantedPolicy } from './transaction';

type Ask = (statement: Statement) => Promise<JsonRow | undefined>;

/** One transaction on one session; statements that are not waited for go out together. */
export interface Transaction {
  readonly ask: Ask;
  /** Sends the last statement together with the commit; when it fails, nothing is committed. */
  readonly askAndCommit: (statement: Statement, announces: 'news' | 'nothing') => Promise<JsonRow | undefined>;
  readonly readBehind: Tx['readBehind'];
}

/** What the transactions of a process have in common. */
export interface TxParts {
  /** The tests' clock. */
  readonly instant: Instant;
  /** Yields UUIDs of version 7. */
  readonly newId: () => string;
  readonly reference: Reference;
}

/** Answers what a command asks in the words of {@link Tx}. */
export function createTx({ ask, askAndCommit, readBehind }: Transaction, { instant, newId, reference }: TxParts): Tx {
  return {
    open: async (caller) => {
      const row = (await ask(openStatement(caller, instant()))) ?? {};
      const { known, actor } = openedBy(caller, row);
      return { known, actor, tenantId: row.tenant_id as string, now: row.now as Date };
    },
    earlierResult: async (attempt) => {
      const [, row] = await Promise.all([ask(lockKeyStatement(attempt)), ask(earlierStatement(attempt, instant()))]);
      return earlierResult(row, attempt);
    },
    targetFacts: (wanted) => targetFacts(ask, wanted, { instant, reference }),
    wantedBy: async (requestId) => wantedIn(await ask(wantedStatement(requestId))),
    lockRequest: (requestId) => lockRequest(ask, requestId, { instant, reference }),
    lockSchedule: async (scheduleId) => {
      const row = await ask(lockScheduleStatement(scheduleId, instant()));
      const found = lockedScheduleIn(row);
      const held =
        found && row?.is_guarded ? await ask(protectionStatement('schedule', found.schedule, instant())) : null;
      return found && { ...found, protection: protectionIn(held?.protection) };
    },
    lockPolicy: (wanted, approverIds) => lockPolicy(ask, wanted, approverIds),
    lockSeparation: async (ruleId, roleDefinitionIds) => {
      const [, row = {}] = await Promise.all([
        ask(ruleId === null ? lockNewRulesStatement : lockRuleStatement(ruleId)),
        ask(separationStatement(ruleId, roleDefinitionIds)),
      ]);
      return separationIn(row);
    },
    lockResourceScope: async (wanted) => {
      const [, , row = {}] = await Promise.all([
        ask(lockTreeStatement),
        ask(lockScopeStatement(wanted)),
        ask(scopeFactsStatement(wanted, instant())),
      ]);
      return scopeFactsIn(row);
    },
    lockEmergencyUse: async (id) => lockedUseIn(await ask(lockUseStatement(id))),
    lockAccount: async (principalId) => accountIn(await ask(lockAccountStatement(principalId))),
    lockGuest: (userId) => lockGuest(ask, userId, instant()),
    hasEverBeenHeld: async (roleDefinitionId) => {
      const [, row] = await Promise.all([
        ask(lockRoleStatement(roleDefinitionId)),
        ask(everHeldStatement(roleDefinitionId)),
      ]);
      return row?.held === true;
    },
    save: async (outcome, attempt) => {
      const row = (await askAndCommit(saveStatement(outcome, attempt, newId), 'news')) ?? {};
      return encodeCursor({ txId: row.tx_id as string, id: row.id as string });
    },
    record: async (entry) => {
      await askAndCommit(recordStatement(entry), 'nothing');
    },
    readBehind,
  };
}

type FactParts = Pick<TxParts, 'instant' | 'reference'>;

async function targetFacts(ask: Ask, wanted: Wanted, { instant, reference }: FactParts): Promise<TargetFacts> {
  const { target } = wanted;
  const guess = reference.peek(target);
  const [, locked, , , , row = {}] = await Promise.all([
    isProtected(target) ? ask(lockGuardStatement(wanted)) : undefined,
    ask(lockPrincipalStatement(wanted)),
    isInTree(target) ? ask(holdScopeStatement(target)) : undefined,
    isRestedOn(wanted) ? ask(lockEndedStatement(wanted, instant())) : undefined,
    endsFurther(wanted) ? ask(lockHangingStatement(wanted, instant())) : undefined,
    ask(targetFactsStatement(wanted, instant(), approvalStages(guess?.policy))),
  ]);
  // Few roles are parted and few accounts are for emergencies; every request would pay for the questions.
  const [known, apart, told] = await Promise.all([
    reference.read(target, row.version, ask),
    Number(locked?.parted ?? 0) > 0 ? ask(heldApartStatement(wanted, instant())) : null,
    locked?.is_emergency === true && wanted.action === 'selfActivate'
      ? ask(globalAdministratorsStatement(instant()))
      : null,
  ]);
  const { role, policy } = known;
  const left =
    wanted.action === 'selfActivate' && known !== guess
      ? await ask(stagesWithoutApproverStatement(wanted.principalId, approvalStages(policy), instant()))
      : null;
  return { role, policy, ...targetFactsIn({ ...row, ...apart, ...told, ...left }) };
}

/** The stages that an activation has to go through under a policy. */
function approvalStages(policy: Policy | null | undefined): readonly UnifiedApprovalStage[] {
  if (!policy) return [];
  const { isApprovalRequired, approvalStages: stages } = activationApproval(policy);
  return isApprovalRequired ? stages : [];
}

async function lockPolicy(
  ask: Ask,
  wanted: WantedPolicy,
  approverIds: readonly string[],
): Promise<LockedPolicy | null> {
  const [locked, row] = await Promise.all([
    ask(lockPolicyStatement(wanted)),
    ask(policyFactsStatement(wanted, approverIds)),
  ]);
  const policy = policyIn(locked?.policy);
  const target = 'target' in wanted ? wanted.target : policy;
  if (!target || !row) return null;
  const knownPrincipals = recordsIn(principalTable, row.known);
  return { target, policy, role: roleIn(row.role), scope: scopeIn(row.scope), knownPrincipals };
}

async function lockRequest(
  ask: Ask,
  requestId: string,
  { instant, reference }: FactParts,
): Promise<LockedRequest | null> {
  const [locked, row = {}] = await Promise.all([
    ask(lockRequestStatement(requestId)),
    ask(requestFactsStatement(requestId, instant())),
  ]);
  const request = recordIn(scheduleRequestTable, locked?.request);
  if (!request) return null;
  // Asked for only now, for few roles are guarded or parted and few requests succeed another or have several stages, and every decision would pay for it.
  const [{ role }, held, apart, succession, able] = await Promise.all([
    reference.read(request, row.version, ask),
    locked?.is_guarded ? ask(protectionStatement('schedule_request', request, instant())) : null,
    Number(locked?.parted ?? 0) > 0 ? ask(heldApartFromStatement(request, instant())) : null,
    locked?.is_successor === true ? ask(successionStatement(requestId, instant())).then(successionIn) : null,
    rowsIn(row.stages).length > 1 ? ask(ableApproversStatement(requestId, instant())) : null,
  ]);
  return {
    request,
    role,
    ...requestFactsIn({ ...row, ...apart, ...able }),
    succession,
    protection: protectionIn(held?.protection),
  };
}

const lockRoleStatement = (roleDefinitionId: string): Sql =>
  sql`select pg_advisory_xact_lock(hashtextextended(${roleDefinitionId}::text, 0))`;

const everHeldStatement = (roleDefinitionId: string): Sql => sql`select exists (
  select from schedule where provider = 'directory' and kind = 'assignment' and scope_id = '/' and role_definition_id = ${roleDefinitionId}) as held`;
