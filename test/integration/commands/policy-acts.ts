import { updatePolicy } from '../../../src/commands/update-policy';
import type { ApprovalSettings, SubjectSet } from '../../../src/domain/policy/policy';
import type { RuleEdit } from '../../../src/domain/policy/rule-edit';
import type { Target } from '../../../src/domain/target';
import { caller, type Person } from '../../support/cast';
import type { Stage } from '../../support/stage';
import { approvalBy } from './acts';

/** A policy of a target as it is stored. */
interface Stored {
  readonly id: string;
  readonly role: string;
  readonly longest: string;
  readonly changed_by: string | null;
}

/** An activation lasts an hour at most. */
export const anHour: RuleEdit = { id: 'Expiration_EndUser_Assignment', maximumDuration: 'PT1H' };

/** An activation needs the approval of one of these. */
export const approvedBy = (...approvers: readonly SubjectSet[]): RuleEdit => approvedIn(approvalBy(...approvers));

/** An activation needs approval in that manner. */
export const approvedIn = (setting: ApprovalSettings): RuleEdit => ({ id: 'Approval_EndUser_Assignment', setting });

/** Somebody changes rules of the policy of a target, whether or not it is there. */
export const change = async (stage: Stage, target: Target, rules: readonly RuleEdit[], who: Person = 'adam') =>
  (await stage.run(updatePolicy, { target, rules }, caller(who))).result;

/** The policies at a scope, by what they are for. */
export const policiesAt = async (stage: Stage, scopeId: string): Promise<readonly Stored[]> =>
  (
    await stage.pool.query<Stored>(
      `select id, role_definition_id as role, rules -> 0 ->> 'maximumDuration' as longest, last_modified_by_name as changed_by
         from policy where scope_id = $1 order by role_definition_id`,
      [scopeId],
    )
  ).rows;

/** The events about the scope, in order, with the activities of their audit entries. */
export const toldAt = async (stage: Stage, scopeId: string): Promise<readonly string[]> =>
  (
    await stage.pool.query<{ type: string }>('select type from outbox where scope_id = $1 order by id', [scopeId])
  ).rows.map(({ type }) => type);
