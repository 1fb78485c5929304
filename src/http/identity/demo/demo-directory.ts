import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** A person of the demo directory, as the sign-in page shows them. */
export interface DemoPerson {
  /** Lower-case GUID. */
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly mailNickname: string | null;
  readonly jobTitle: string | null;
  readonly isGuest: boolean;
  readonly isEnabled: boolean;
}

/** A service principal of the demo directory. */
export interface DemoApplication {
  /** Lower-case GUID of the service principal (not of its application registration). */
  readonly id: string;
  readonly displayName: string;
}

/** Everybody that the demo identity provider can sign in. */
export interface DemoDirectory {
  readonly people: readonly DemoPerson[];
  readonly applications: readonly DemoApplication[];
}

const guid = z.guid().toLowerCase();

const person = z
  .object({
    id: guid,
    displayName: z.string(),
    userPrincipalName: z.string(),
    mailNickname: z.string().nullish(),
    jobTitle: z.string().nullish(),
    userType: z.string().nullish(),
    accountEnabled: z.boolean().nullish(),
  })
  .transform(
    ({ userType, accountEnabled, mailNickname, jobTitle, ...named }): DemoPerson => ({
      ...named,
      mailNickname: mailNickname ?? null,
      jobTitle: jobTitle ?? null,
      isGuest: userType === 'Guest',
      isEnabled: accountEnabled !== false,
    }),
  );

const directory = z.object({
  users: z.array(person),
  servicePrincipals: z.array(z.object({ id: guid, displayName: z.string() })).default([]),
});

/**
 * Reads who can sign in from a directory file in Graph's shapes (`users`, `servicePrincipals`; the rest is not looked at).
 * Rejects when the file is missing, is no JSON, or holds a user without id or name.
 */
export async function readDemoDirectory(path: string): Promise<DemoDirectory> {
  const { users, servicePrincipals } = directory.parse(JSON.parse(await readFile(path, 'utf8')));
  return { people: users, applications: servicePrincipals };
}

/**
 * The people whom `text` may mean: by id, user principal name, mail nickname (the part before the @ included) or
 * display name, whatever the letter case. More than one when names repeat.
 */
export function peopleNamed(people: readonly DemoPerson[], text: string): readonly DemoPerson[] {
  return people.filter(({ id, userPrincipalName, mailNickname, displayName }) =>
    [id, userPrincipalName, userPrincipalName.split('@')[0], mailNickname, displayName].some(isSpelt(text)),
  );
}

/** The applications whom `text` may mean: by id or display name, whatever the letter case. */
export function applicationsNamed(applications: readonly DemoApplication[], text: string): readonly DemoApplication[] {
  return applications.filter(({ id, displayName }) => [id, displayName].some(isSpelt(text)));
}

function isSpelt(text: string) {
  return (name: string | null | undefined): boolean => name?.toLowerCase() === text.toLowerCase();
}
