import { createSeparationRule } from '../../../src/commands/create-separation-rule';
import { deleteSeparationRule } from '../../../src/commands/delete-separation-rule';
import { updateSeparationRule } from '../../../src/commands/update-separation-rule';
import type { SeparationLevel, SeparationRule } from '../../../src/domain/separation';
import { caller, type Person, roles } from '../../support/cast';
import type { Stage } from '../../support/stage';
import { role } from './acts';

/** The role that the rules of these tests part from the one that all tests use. */
export const otherRole = roles.userAdministrator;

/** What somebody sends to part the two roles. */
export const ruleOver = (
  level: SeparationLevel = 'Assignment',
  roleDefinitionIds: readonly string[] = [role, otherRole],
) => ({
  displayName: 'Groups or users',
  description: null,
  roleDefinitionIds,
  level,
});

/** Adam, or somebody else, parts the two roles; yields the rule's id. */
export const part = async (stage: Stage, level: SeparationLevel = 'Assignment', who: Person = 'adam') =>
  (await stage.run(createSeparationRule, ruleOver(level), caller(who))).result.ruleId;

/** Adam, or somebody else, changes a rule. */
export const alter = (
  stage: Stage,
  ruleId: string,
  set: Partial<Pick<SeparationRule, 'displayName' | 'description' | 'level'>>,
  who: Person = 'adam',
) => stage.run(updateSeparationRule, { ruleId, set }, caller(who));

/** Adam, or somebody else, removes a rule. */
export const unpart = (stage: Stage, ruleId: string, who: Person = 'adam') =>
  stage.run(deleteSeparationRule, { ruleId }, caller(who));

/** Who breaks the rules at the stage's instant or later, with the ids of what collides. */
export const violationsOf = async (stage: Stage) =>
  (
    await stage.pool.query<{ person_id: string; schedule_ids: string[]; scope_ids: string[]; end_at: Date | null }>(
      `select person_id, schedule_ids, scope_ids, end_at from separation_violation
        where end_at is null or end_at > $1 order by start_at, id`,
      [stage.clock.now()],
    )
  ).rows;
