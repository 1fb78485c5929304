import type { Client } from 'pg';
import { PimError } from '../../domain/errors';
import { resourceNames } from '../../domain/providers/all';
import { ensureBuiltInRoles, ensurePolicies } from '../built-in-roles';
import { connect } from '../connection';
import { errorCode } from '../error-code';
import { checkCycles } from './check-cycles';
import { checkIds, checkObjects } from './checks';
import { recordImport } from './import-audit';
import { describeReport, hasChanges, type ImportReport } from './import-report';
import { keepOwners } from './kept-owners';
import { endLostActivations, lockThoseWhoLeft } from './lost-eligibility';
import { storeLinks } from './merge-links';
import { countObjects, mergeObjects, storeObjects } from './merge-objects';
import { type NamedOrganization, settleOrganization } from './organization';
import { guardProtectedRoles, keepProtectedRoles } from './protected-roles';
import { type ImportProgress, stageFile } from './stage-file';
import { storeAssignments } from './store-assignments';
import { activationsOutOfReach, storeScopes } from './store-scopes';
import {
  endWithdrawn,
  findNewlyWithdrawn,
  lockWithdrawn,
  type NewlyWithdrawn,
  settleWithdrawals,
} from './withdrawn-guests';

/** What an import needs to know. */
export interface ImportOptions {
  /** Address of a migrated database, as a user who may write its tables. */
  readonly url: string;
  /** The file's bytes: a stream, or anything else that gives them chunk by chunk. */
  readonly source: AsyncIterable<unknown>;
  /** What the audit calls the file. */
  readonly fileName: string;
  /** When it happens; null for the database's clock. Begins role assignments and dates the audit's entry. */
  readonly now: Date | null;
  readonly newId: () => string;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Goes through everything, answers what would be done, and stores nothing. */
  readonly isDryRun?: boolean;
}

/** A large file takes as long as it takes, and so may waiting for another import. */
const unlimited = {
  timezone: 'UTC',
  statement_timeout: 0,
  lock_timeout: 0,
  idle_in_transaction_session_timeout: 0,
  idle_session_timeout: 0,
  work_mem: '64MB',
};

/** Any number will do, as long as every version uses the same. */
const importLock = 8_261_945_373;

/**
 * SQLSTATEs of a lost race: a deadlock, or somebody else's row that came between our look and our writing. The next
 * attempt looks again, and says in words what is in the way.
 */
const races: ReadonlySet<string> = new Set(['40001', '40P01', '23P01', '23505']);

const mostAttempts = 5;

/**
 * Brings the directory to what a file in Graph's shapes says, all or nothing, and answers what that changed.
 *
 * Objects are known by their ids: new ones are added, stored ones get the properties that the file brings and keep the
 * others, and what the file does not name stays. Members and owners become those of the lists that it brings. A file
 * that breaks a rule is refused with the line of the fault (`PimError` Request_BadRequest); then nothing is stored
 * but the audit's entry of the attempt. The same file a second time changes nothing. Imports take turns.
 */
export async function importDirectory(options: ImportOptions): Promise<ImportReport> {
  const { url, source, onProgress = () => undefined } = options;
  const session = await connect(url, unlimited);
  try {
    const organization = await stageFile(session, source, onProgress);
    const isDryRun = options.isDryRun === true;
    const report = await inTransaction(session, () => store(session, organization, options), isDryRun);
    if (!isDryRun && hasChanges(report)) await refreshFigures(session);
    return report;
  } catch (error) {
    if (error instanceof PimError && !options.isDryRun) await recordRefusal(session, error, options);
    throw error;
  } finally {
    await session.end();
  }
}

async function store(
  session: Client,
  organization: NamedOrganization | null,
  { fileName, now, newId }: ImportOptions,
): Promise<ImportReport> {
  await session.query(`select pg_advisory_xact_lock(${importLock})`);
  // A gateway may mark an emergency account at the same time: what is read here must still stand when it is written.
  await session.query('lock table principal in share row exclusive mode');
  const organizationId = await settleOrganization(session, organization);
  await ensureBuiltInRoles(session);
  await checkIds(session);
  await settleWithdrawals(session, now ?? (await clockOf(session)));
  await mergeObjects(session);
  await checkObjects(session);
  const withdrawn = await findNewlyWithdrawn(session);
  const objects = await countObjects(session);
  const guarded = await guardProtectedRoles(session, now);
  await storeObjects(session);
  const links = await storeLinks(session);
  await checkCycles(session, now);
  await ensurePolicies(session, newId);
  const ending = { withdrawn, canTouchMembers: guarded.length > 0 };
  await lockWhatEnds(session, ending);
  const moment = { now: now ?? (await clockOf(session)), newId, tenantId: organizationId };
  const { moved, ...scopes } = await storeScopes(session, moment.now);
  const activationsEnded = await endAccess(session, { ...ending, moved }, moment);
  const roleAssignments = await storeAssignments(session, moment.now, newId);
  const judgedAt = now ?? (await clockOf(session));
  await keepProtectedRoles(session, guarded, { ...moment, now: judgedAt });
  await keepOwners(session, { ...moment, now: judgedAt });
  const ended = { activationsEnded, guestsWithdrawn: withdrawn.length };
  const report = { ...objects, [resourceNames.scopes]: scopes, roleAssignments, links, ...ended, organizationId };
  const details = describeReport(report);
  await recordImport(session, { fileName, tenantId: organizationId, result: 'success', reason: null, details }, moment);
  return report;
}

/** Whose access the file can end. */
interface Ending {
  /** How many scopes of resources stand elsewhere than they did. */
  readonly moved: number;
  readonly withdrawn: readonly NewlyWithdrawn[];
  readonly canTouchMembers: boolean;
}

async function lockWhatEnds(session: Client, { withdrawn, canTouchMembers }: Omit<Ending, 'moved'>): Promise<void> {
  if (canTouchMembers) await lockThoseWhoLeft(session);
  await lockWithdrawn(session, withdrawn);
}

/** Ahead of the assignments, for whoever holds a role by an activation is given no assignment of it. */
async function endAccess(
  session: Client,
  { withdrawn, canTouchMembers, moved }: Ending,
  moment: Parameters<typeof endWithdrawn>[2],
): Promise<number> {
  await endWithdrawn(session, withdrawn, moment);
  const left = canTouchMembers ? await endLostActivations(session, moment) : 0;
  return left + (moved > 0 ? await endLostActivations(session, moment, activationsOutOfReach(moment.now)) : 0);
}

/** Repeats what lost a race: the staged rows are still there. */
async function inTransaction<T>(session: Client, act: () => Promise<T>, isDryRun: boolean): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    await session.query('begin isolation level read committed');
    try {
      const result = await act();
      await session.query(isDryRun ? 'rollback' : 'commit');
      return result;
    } catch (error) {
      // A session that broke has nothing to roll back; the first error says more.
      await session.query('rollback').catch(() => undefined);
      if (!races.has(errorCode(error) ?? '') || attempt === mostAttempts) throw error;
    }
  }
}

/**
 * Brings the planner's figures up to date. The database would do so by itself within a minute or so; until then, reads
 * over a large directory that is new to it take seconds instead of milliseconds.
 */
async function refreshFigures(session: Client): Promise<void> {
  await session.query(
    'analyze principal, group_member, object_owner, administrative_unit, administrative_unit_member, role_definition, resource_scope, schedule',
  );
}

async function recordRefusal(session: Client, refused: PimError, { fileName, now, newId }: ImportOptions) {
  const moment = { now: now ?? (await clockOf(session)), newId };
  const told = { fileName, tenantId: null, result: 'failure', reason: refused.message, details: [] } as const;
  await recordImport(session, told, moment);
}

async function clockOf(session: Client): Promise<Date> {
  const { rows } = await session.query<{ now: Date }>(`select date_trunc('milliseconds', clock_timestamp()) as now`);
  const [row] = rows;
  if (!row) throw new Error('Invariant broken: the database has no clock');
  return row.now;
}
