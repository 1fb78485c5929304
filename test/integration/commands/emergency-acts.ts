import { markEmergencyAccount } from '../../../src/commands/mark-emergency-account';
import { settleEmergencyUse } from '../../../src/commands/settle-emergency-use';
import type { Caller } from '../../../src/domain/actor';
import { caller, cast, type Person } from '../../support/cast';
import type { Stage } from '../../support/stage';

const as = (who: Person | Caller): Caller => (typeof who === 'string' ? caller(who) : who);

/** Adam makes Alice an emergency account, or with `isEmergencyAccount` false takes that from her. */
export const mark = (
  stage: Stage,
  isEmergencyAccount = true,
  who: Person | Caller = 'adam',
  userId: string = cast.alice,
) => stage.run(markEmergencyAccount, { userId, isEmergencyAccount }, as(who));

/** Adam, or somebody else, settles a use. */
export const settle = (stage: Stage, useId: string, who: Person | Caller = 'adam', finding = 'a burst pipe') =>
  stage.run(settleEmergencyUse, { useId, finding }, as(who));

/** The uses that are stored, the oldest first. */
export const uses = async (stage: Stage): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (await stage.pool.query('select * from emergency_use order by used_at, id')).rows;
