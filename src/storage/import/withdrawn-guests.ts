import type { Client } from 'pg';
import { type Moment, serviceActor } from '../../domain/actor';
import { type Withdrawal, withdrawal } from '../../domain/guest-withdrawal';
import { guestAccessIn, guestAccessStatement, lockAccessStatements } from '../guest-facts';
import { saveStatement } from '../save';
import { askSession } from './ask-session';
import { check } from './checks';

/** How many guests are read at a time, and how many changes are stored: each adds to the text of its statement. */
const guestsAtATime = 50;
const changesAtATime = 100;

/** Whether what the file says of the object `o`, and what is stored of it (`was`), comes to a guest. */
const isGuest = `coalesce(case when o.found ? 'user_type' then o.found ->> 'user_type' else coalesce(was.user_type, o.defaults ->> 'user_type') end = 'Guest', false)`;
const isWithdrawn = `(o.found ->> 'withdrawn')::boolean`;
const users = `staged_object as o left join principal as was on was.id = o.id where o.section = 'users'`;

const place = (property: string): string => `format('%s[%s].${property}', o.section, o.position)`;

/** Members belong to this organisation: none other can be their home, or withdraw them. */
const unfitMembers: readonly string[] = [
  `select o.line, ${place('homeOrganizationId')} as place,
          'only a guest has a home organisation. Say userType Guest, or leave it out.' as problem
     from ${users} and o.found ->> 'home_organization_id' is not null and not ${isGuest}`,
  `select o.line, ${place('withdrawn')} as place,
          'only a guest can be withdrawn by his home organisation. Say userType Guest, or leave it out.' as problem
     from ${users} and ${isWithdrawn} and not ${isGuest}`,
];

/**
 * What `withdrawn` in the file comes to, in the words of the columns; to be asked before the objects are merged. A withdrawn
 * guest is disabled, whatever else the file says. One who is listed without it and enabled, or with false, is taken back:
 * his account is what the file says, and what has ended stays so. Who becomes a member has no home organisation any more.
 */
export async function settleWithdrawals(session: Client, instant: Date): Promise<void> {
  for (const faults of unfitMembers) await check(session, faults);
  await session.query(
    `update staged_object as s set found = s.found || settled.found
       from (select o.section, o.position,
               case when ${isWithdrawn} then jsonb_build_object('account_enabled', false, 'withdrawn_at', coalesce(was.withdrawn_at, $1::timestamptz))
                    when was.withdrawn_at is not null
                     and (not ${isGuest} or ${isWithdrawn} is false or (o.found ->> 'account_enabled')::boolean) then '{"withdrawn_at": null}'
                    else '{}' end
            || case when was.home_organization_id is not null and not ${isGuest} then '{"home_organization_id": null}' else '{}'::jsonb end as found
               from ${users}) as settled
      where settled.section = s.section and settled.position = s.position and settled.found <> '{}'`,
    [instant.toISOString()],
  );
}

/** A guest whom the file withdraws, and whether his account was in use until then. */
export interface NewlyWithdrawn {
  readonly id: string;
  readonly accountEnabled: boolean;
}

/** Tells whom the file withdraws; to be asked between the merging of the objects and their storing. */
export async function findNewlyWithdrawn(session: Client): Promise<readonly NewlyWithdrawn[]> {
  const { rows } = await session.query<NewlyWithdrawn>(`
    select m.id, was.account_enabled as "accountEnabled" from merged_principal as m join principal as was on was.id = m.id
     where m.withdrawn_at is not null and was.withdrawn_at is null order by m.id`);
  return rows;
}

/** Waits for whoever decides on something of theirs; after it, all that they have is in view. Their rows are locked already. */
export async function lockWithdrawn(session: Client, guests: readonly NewlyWithdrawn[]): Promise<void> {
  if (guests.length === 0) return;
  const ids = guests.map(({ id }) => id);
  for (const statement of lockAccessStatements(ids, null)) await askSession(session, statement);
}

/**
 * Ends all that the newly withdrawn guests have, at the instant of the import and by the service, as `withdrawGuest` does
 * for one of them. Assignments that the file lists for withdrawn guests are passed over: they can be given nothing.
 */
export async function endWithdrawn(
  session: Client,
  guests: readonly NewlyWithdrawn[],
  { now, newId, tenantId }: Pick<Moment, 'now' | 'newId' | 'tenantId'>,
): Promise<void> {
  await session.query(
    'delete from staged_assignment as a using principal as p where p.id = a.principal_id and p.withdrawn_at is not null',
  );
  for (let first = 0; first < guests.length; first += guestsAtATime) {
    const some = guests.slice(first, first + guestsAtATime);
    const withdrawals = await withdrawalsOf(session, some, { now, newId, tenantId, actor: serviceActor });
    for (const part of parts(withdrawals))
      await askSession(session, saveStatement({ result: null, ...part }, null, newId));
  }
}

async function withdrawalsOf(
  session: Client,
  guests: readonly NewlyWithdrawn[],
  moment: Moment,
): Promise<readonly Withdrawal[]> {
  const ids = guests.map(({ id }) => id);
  await session.query('update principal set withdrawn_at = $2 where id = any ($1)', [ids, moment.now]);
  const enabled = new Map(guests.map(({ id, accountEnabled }) => [id, accountEnabled]));
  return (await askSession(session, guestAccessStatement(ids, moment.now))).map((row) => {
    const access = guestAccessIn(row);
    const guest = { ...access.guest, accountEnabled: enabled.get(access.guest.id) ?? null };
    return withdrawal({ ...access, guest }, why, moment);
  });
}

const why = 'The imported directory marks the guest as withdrawn.';

type Part = Pick<Withdrawal, 'changes' | 'events'>;

/** Withdrawals put together, as many as one statement takes; one alone is never taken apart. */
function parts(withdrawals: readonly Part[]): readonly Part[] {
  const found: Part[] = [];
  for (const { changes, events } of withdrawals) {
    const last = found.at(-1);
    const isFull = !last || last.changes.length + changes.length > changesAtATime;
    if (isFull) found.push({ changes, events });
    else found.splice(-1, 1, { changes: [...last.changes, ...changes], events: [...last.events, ...events] });
  }
  return found;
}
