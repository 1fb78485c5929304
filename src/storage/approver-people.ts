import { hasDefaultApprovers } from '../domain/default-approvers';
import { providers } from '../domain/providers/all';
import { tenantScope } from '../domain/providers/directory';
import { holdsNow, now } from './session';
import { identifier, raw, type Sql, sql } from './sql';

/** The directory roles whose holders decide where nobody else is there to do so. */
const deciders = providers.directory.holders['approval.decideByDefault'].map(
  ({ roleDefinitionId }) => roleDefinitionId,
);

/** How many people a list of approvers names at most; whoever wants them all reads the groups. */
const most = 100;

/** A column of the row with that alias. */
const column = (row: string, name: string): Sql => sql`${identifier(row)}.${raw(name)}`;

/** The people behind those who may decide where nobody else is there to do so (E-4), at the instant of the statement. */
const administrators: Sql = sql`select person.id from schedule as administering
    cross join lateral people_of(administering.principal_id, ${now}) as person (id)
   where administering.kind = 'assignment' and administering.provider = 'directory' and administering.scope_id = ${tenantScope}
     and administering.role_definition_id = any (${raw(`'{${deciders.join()}}'::text[]`)})
     and ${holdsNow('administering')}
     and exists (select from role_definition as given where given.id = administering.role_definition_id and given.is_enabled)`;

/**
 * The enabled person whose id `among` has. He is looked up by his key: read as a join, a short list could have the whole
 * directory read for it, once for every row that asks.
 */
const enabledPerson: Sql = sql`(select p.id, p.display_name from principal as p
  where p.id = among.id and p.type = 'user' and p.account_enabled and p.deleted_at is null offset 0)`;

/**
 * Identities of the enabled people among `ids`, a select of one column, as a JSON object: `people`, at most 100 of them by
 * name, and `count`, of all.
 */
const identitiesOf = (ids: Sql, condition: Sql): Sql => sql`(
  select json_build_object('count', coalesce(max(told.count), 0), 'people', coalesce(json_agg(
      json_build_object('id', told.id, 'displayName', told.display_name) order by told.display_name, told.id), '[]'))
    from (select person.id, person.display_name, count(*) over () as count
        from (${ids}) as among (id)
          cross join lateral ${enabledPerson} as person
       where ${condition}
       order by person.display_name, person.id limit ${raw(String(most))}) as told)`;

/** Those whom a stage names: users, the members of groups, and managers of the requestor. */
const namedBy = (row: string, who: 'approver' | 'escalation', at: Sql): Sql => sql`
  select unnest(${column(row, `${who}_user_ids`)})
  union select person.id from unnest(${column(row, `${who}_group_ids`)}) as named (id) cross join lateral people_of(named.id, ${at}) as person (id)
  union select manager_of(${column(row, 'requestor_id')}, level) from unnest(${column(row, `${who}_manager_levels`)}) as level`;

/**
 * Who can decide the stage `row` at the instant of the statement, as a JSON list of identities, at most 100 by name: its
 * approvers (`isApproverOf` in visibility.ts says the same of the caller) but for whose request it is (E-5), and who has
 * decided another stage where nobody may decide two. Asked of a stage that is open.
 */
export const decidersOf = (row: string): Sql => {
  const ids = sql`${namedBy(row, 'approver', now)}
    union select escalated.id from (${namedBy(row, 'escalation', now)}) as escalated (id) where ${column(row, 'escalates_at')} <= ${now}
    union select administrator.id from (${administrators}) as administrator where ${column(row, 'is_decided_by_administrators')}`;
  return sql`(${identitiesOf(ids, mayDecide(row))} -> 'people')`;
};

/**
 * Whether the request of the stage `row`, which is undecided, leaves its decision to `person`. The others are a list, which
 * is made once a stage and not once for everybody who is looked at.
 */
const mayDecide = (row: string): Sql => sql`person.id <> all (array(
      select unnest(array[asked.principal_id, asked.created_by_id]) from schedule_request as asked where asked.id = ${column(row, 'approval_id')}
      union all select decided.reviewed_by_id from approval_stage as decided join approval as whole on whole.id = decided.approval_id
        where decided.approval_id = ${column(row, 'approval_id')} and decided.reviewed_by_id is not null
          and not whole.is_approver_allowed_in_several_stages))`;

/**
 * Up to two of the enabled people who could decide the undecided stage `row` because it names them, at once or after its
 * escalation, as a list of ids: whoever is about to decide another stage, there is somebody besides him or there is not.
 */
export const someWhoCanDecide = (row: string, at: Sql): Sql => sql`array(
  select person.id from (${namedBy(row, 'approver', at)} union ${namedBy(row, 'escalation', at)}) as among (id)
      cross join lateral ${enabledPerson} as person
   where ${mayDecide(row)} limit 2)`;

/** The providers for whose things administrators decide by default (E-4). */
const withDefault: Sql = raw(
  `'{${Object.values(providers)
    .map(({ provider }) => provider)
    .filter(hasDefaultApprovers)
    .join()}}'::text[]`,
);

/** The people behind a list of subject sets of a policy; `stage_has_approver` looks at them in the same way. */
const peopleIn = (subjects: Sql, requestor: Sql): Sql => sql`
  select distinct person.id from jsonb_array_elements(${subjects}) as a (approver)
    cross join lateral people_of(case approver ->> 'kind'
      when 'singleUser' then (approver ->> 'userId')::uuid
      when 'groupMembers' then (approver ->> 'groupId')::uuid
      else manager_of(${requestor}, (approver ->> 'managerLevel')::integer) end, ${now}) as person (id)`;

/**
 * Whom the stages of a policy's approval setting would ask for the requestor's activation now, in order, as a JSON list:
 * `approvers` and `escalationApprovers` with `people` (at most 100) and `count`, none of them the requestor, and
 * `hasApprover`, whether the named ones could decide at all; administrators are asked where they could not (E-4), and
 * nobody where the provider has no default (D-14).
 */
export const peopleAskedBy = (setting: Sql, requestor: Sql, provider: Sql): Sql => {
  const others = sql`person.id <> ${requestor}`;
  const named = identitiesOf(peopleIn(sql`(s.stage -> 'primaryApprovers')`, requestor), others);
  const fallback = identitiesOf(
    sql`select distinct administrator.id from (${administrators}) as administrator`,
    others,
  );
  return sql`(select coalesce(json_agg(json_build_object('hasApprover', reached.exists,
      'approvers', case when reached.exists or ${provider} <> all (${withDefault}) then ${named} else ${fallback} end,
      'escalationApprovers', ${identitiesOf(peopleIn(sql`(s.stage -> 'escalationApprovers')`, requestor), others)}) order by s.place), '[]')
    from jsonb_array_elements(${setting} -> 'approvalStages') with ordinality as s (stage, place)
      cross join lateral (select stage_has_approver(s.stage, ${requestor}, ${now}) as exists) as reached)`;
};
