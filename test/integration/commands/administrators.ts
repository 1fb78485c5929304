import { cast, type Person, roles } from '../../support/cast';
import type { RequestInput, Stage } from '../../support/stage';
import { activate, assign, makeEligible, remove } from './acts';

/** The role whose last holder these tests are after, unless told otherwise. */
export const globalAdministrator = roles.globalAdministrator;
export const privilegedRoleAdministrator = roles.privilegedRoleAdministrator;

type Differing = Partial<RequestInput>;
const about = (principalId: string, differing: Differing): Differing => ({
  principalId,
  roleDefinitionId: globalAdministrator,
  ...differing,
});
/** A person of the cast, or the id of anything else. */
const idOf = (whom: string): string => (whom in cast ? cast[whom as Person] : whom);

/** Carol makes somebody Global Administrator. */
export const appoint = (stage: Stage, whom: string, differing: Differing = {}) =>
  assign(stage, about(idOf(whom), differing), 'carol');

/** Carol makes somebody eligible for Global Administrator. */
export const nominate = (stage: Stage, whom: string, differing: Differing = {}) =>
  makeEligible(stage, about(idOf(whom), differing), 'carol');

/** Carol, or somebody else, takes Global Administrator away. */
export const dismiss = (stage: Stage, whom: string, differing: Differing = {}, who: Person = 'carol') =>
  remove(stage, about(idOf(whom), { kind: 'assignment', ...differing }), who);

/** Somebody activates Global Administrator for an hour. */
export const rise = (stage: Stage, whom: Person, differing: Differing = {}) =>
  activate(stage, { roleDefinitionId: globalAdministrator, end: { duration: 'PT1H' }, ...differing }, whom);

/** Display names of the people who hold a role at the tenant now, counted by the database's own idea of it. */
export const administrators = async (stage: Stage, roleId: string = globalAdministrator): Promise<readonly string[]> =>
  (
    await stage.one<{ names: readonly string[] }>(
      `select coalesce(array_agg(p.display_name order by p.display_name), '{}') as names
         from principal as p where p.type = 'user' and exists (
           select from roles_of(p.id, $1) as h where h.role_definition_id = $2 and h.scope_id = '/')`,
      [stage.clock.now(), roleId],
    )
  ).names;

/** Ends of a schedule as they are stored. */
export const endsOf = (stage: Stage, id: string) =>
  stage.one<{ end: Date | null; planned: Date | null }>(
    'select end_at as end, suspended_end_at as planned from schedule where id = $1',
    [id],
  );

/** Adds people to a group, past every import. */
export const enrol = (stage: Stage, groupId: string, ...people: readonly Person[]) =>
  stage.pool.query('insert into group_member (group_id, member_id) select $1, unnest($2::uuid[])', [
    groupId,
    people.map((person) => cast[person]),
  ]);
