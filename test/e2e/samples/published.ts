import { v7 } from 'uuid';
import { ensurePolicies } from '../../../src/storage/built-in-roles';
import type { CreateAssignmentRequestMutationVariables } from '../../graphql/graphql';
import type { TestApp } from '../../support/app';

/** Ids that the published samples use. */
export const published = {
  principal: '071cc716-8147-4397-a5ba-b2105951cc0b',
  administrator: '3fbd929d-8c56-4462-851e-0eb9a7b3a2a5',
  aline: '7146daa8-1b4b-4a66-b2f7-cf593d03c8d2',
  owner: '1ed8ac56-4827-4733-8f80-86adc2e67db5',
  helpdesk: 'e77cbb23-0ff2-4e18-819c-690f58269752',
  approver: '10a08e2e-3ea2-4ce0-80cb-d5fdd4b05ea6',
  approverGroup: '14f2746d-7d6f-4ac6-acd8-8cac318b041b',
} as const;

/** Roles that the published samples use. */
export const publishedRoles = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  groupsAdministrator: 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  attributeAdministrator: '8424c6f0-a189-499e-bbd0-26c1753c96d4',
  globalReader: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  exchangeRecipientAdministrator: '31392ffb-586c-42d1-9346-e59415a2cc4e',
  directoryReaders: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
  userAdministrator: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
} as const;

export type SampleInput = CreateAssignmentRequestMutationVariables['input'];

/** What every sample says of a request's period without an end. */
export const noExpiration = { type: 'noExpiration', endDateTime: null, duration: null } as const;

/** The ticket that samples show when none was given. */
export const noTicket = { ticketNumber: null, ticketSystem: null } as const;

/** How samples show who made a request. */
export const byUser = (id: string) => ({ application: null, device: null, user: { id, displayName: null } });

/** Puts users into the directory, enabled. */
export async function insertUsers({ sql }: TestApp, users: Readonly<Record<string, string>>): Promise<void> {
  await sql(
    `insert into principal (id, type, display_name, user_principal_name, account_enabled, user_type)
       select id::uuid, 'user', name, replace(lower(name), ' ', '') || '@contoso.com', true, 'Member'
         from jsonb_each_text($1) as u (name, id)`,
    [JSON.stringify(users)],
  );
}

/** Puts a role-assignable security group with its members into the directory. */
export async function insertGroup(
  { sql }: TestApp,
  group: { readonly id: string; readonly displayName: string; readonly memberIds: readonly string[] },
): Promise<void> {
  await sql(
    `with added as (
       insert into principal (id, type, display_name, security_enabled, mail_enabled, is_assignable_to_role)
         values ($1, 'group', $2, true, false, true) returning id)
     insert into group_member (group_id, member_id) select id, unnest($3::uuid[]) from added`,
    [group.id, group.displayName, group.memberIds],
  );
}

/** Defines the samples' attribute role, which is not among the built-in roles here, and gives it its policy. */
export async function defineAttributeAdministrator({ app, sql }: TestApp): Promise<void> {
  await sql(
    `insert into role_definition (id, provider, display_name, is_built_in, is_enabled)
       values ($1, 'directory', 'Attribute Definition Administrator', false, true) on conflict (id) do nothing`,
    [publishedRoles.attributeAdministrator],
  );
  await ensurePolicies(app.database, () => v7());
}
