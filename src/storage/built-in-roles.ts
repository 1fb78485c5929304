import { type BuiltInRole, builtInRoles } from '../domain/built-in-roles';
import { defaultDirectoryRules } from '../domain/policy/default-rules';
import { resourceProvider } from '../domain/providers/all';
import { type BuiltInResourceRole, builtInResourceRoles } from '../domain/providers/resource-roles';

/** Whatever runs a statement: TypeORM's DataSource, QueryRunner and EntityManager, or a session of pg. */
export interface Queryable {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

const directoryReaders = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';

/**
 * Stores the built-in roles of the directory and of resources; those that stand as they should are not touched.
 *
 * One statement, safe in any number of processes at once: rows are locked in the order of their ids.
 */
export async function ensureBuiltInRoles(database: Queryable): Promise<void> {
  await database.query(
    `insert into role_definition (id, provider, display_name, description, is_built_in, is_enabled, is_privileged,
                                  role_permissions, template_id, version, inherits_permissions_from)
     select id, provider, display_name, description, true, true, is_privileged,
            role_permissions, id, '1', inherits_permissions_from
       from jsonb_to_recordset($1::jsonb) as r (
         id text, provider text, display_name text, description text, is_privileged boolean, role_permissions jsonb,
         inherits_permissions_from text[])
      order by id
     on conflict (id) do update
       set (provider, display_name, description, is_built_in, is_enabled, is_privileged,
            role_permissions, template_id, version, inherits_permissions_from)
         = (excluded.provider, excluded.display_name, excluded.description, true, true, excluded.is_privileged,
            excluded.role_permissions, excluded.template_id, excluded.version, excluded.inherits_permissions_from)
     where row (role_definition.provider, role_definition.display_name, role_definition.description,
                role_definition.is_built_in, role_definition.is_enabled, role_definition.is_privileged,
                role_definition.role_permissions, role_definition.template_id, role_definition.version,
                role_definition.inherits_permissions_from)
       is distinct from
           row (excluded.provider, excluded.display_name, excluded.description, true, true, excluded.is_privileged,
                excluded.role_permissions, excluded.template_id, excluded.version, excluded.inherits_permissions_from)`,
    [JSON.stringify([...builtInRoles.map(asRow), ...builtInResourceRoles.map(asResourceRow)])],
  );
}

/**
 * Gives every directory role that has none its policy, with Entra's default rules (resources.md 6.6).
 *
 * Policies that exist keep what was made of them. Safe in any number of processes at once. `newId` names the new ones,
 * as `DirectoryRole_{tenantId}_{id}`. Answers how many were missing.
 */
export async function ensurePolicies(database: Queryable, newId: () => string): Promise<number> {
  const missing = rowsIn(
    await database.query(
      `select r.id
         from role_definition as r
        where r.provider = 'directory'
          and not exists (
            select from policy as p
             where p.provider = 'directory' and p.role_definition_id = r.id and p.scope_id = '/')
        order by r.id`,
    ),
  );
  if (missing.length === 0) return 0;
  await database.query(
    `insert into policy (id, provider, role_definition_id, scope_id, rules)
     select format('DirectoryRole_%s_%s', o.tenant_id, m.policy_id), 'directory', m.role_id, '/', $3::jsonb
       from organization as o, unnest($1::text[], $2::text[]) as m (policy_id, role_id)
     on conflict on constraint one_policy_per_target do nothing`,
    [missing.map(() => newId()), missing.map(({ id }) => id), JSON.stringify(defaultDirectoryRules)],
  );
  return missing.length;
}

/** A built-in role as the statement above reads it. Nearly all of them may also do what Directory Readers may. */
const asRow = ({ templateId, displayName, description, isPrivileged, actions }: BuiltInRole) => ({
  id: templateId,
  provider: 'directory',
  display_name: displayName,
  description,
  is_privileged: isPrivileged,
  role_permissions: [{ allowedResourceActions: actions, excludedResourceActions: [], condition: null }],
  inherits_permissions_from: templateId === directoryReaders ? [] : [directoryReaders],
});

/** A built-in role on resources, likewise. */
const asResourceRow = ({ id, roleName, description, ...permission }: BuiltInResourceRole) => ({
  id,
  provider: resourceProvider.provider,
  display_name: roleName,
  description,
  is_privileged: false,
  role_permissions: [
    {
      allowedResourceActions: permission.actions,
      excludedResourceActions: permission.notActions,
      condition: null,
      allowedDataActions: permission.dataActions,
      excludedDataActions: permission.notDataActions,
    },
  ],
  inherits_permissions_from: [],
});

/** The rows of a select: TypeORM answers with a list, pg with an object that holds one. */
const rowsIn = (answer: unknown): readonly { readonly id: string }[] =>
  (Array.isArray(answer) ? answer : (answer as { rows: unknown }).rows) as readonly { readonly id: string }[];
