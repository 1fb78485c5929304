import { type Sql, sql } from './sql';

/**
 * Ids of every group that a principal is a member of at an instant, nested ones included, as the database's `groups_of` gives
 * them: written out where a statement is asked often, for calling the function takes longer than what it does.
 */
export const groupsOf = (member: Sql, at: Sql): Sql => sql`(select coalesce(array_agg(reached.id), '{}') from (
    with recursive above (id) as (
      select ${member}
      union
      select m.group_id from above as a cross join lateral (
          select w.group_id from membership as w
           where w.member_id = a.id and w.start_at <= ${at} and (w.end_at is null or w.end_at > ${at}) offset 0) as m
       where (select g.deleted_at is null from principal as g where g.id = m.group_id))
    select above.id from above) as reached where reached.id <> ${member})`;
