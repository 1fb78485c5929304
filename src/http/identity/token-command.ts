import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { parseDuration } from '../../domain/time';
import { errorText } from '../../storage/error-code';
import { applicationsNamed, type DemoDirectory, peopleNamed, readDemoDirectory } from './demo/demo-directory';
import { loadDemoSecrets } from './demo/demo-secrets';
import { applicationClaims, type DemoClaims, type DemoProof, personClaims, signDemoToken } from './demo/demo-token';

const USAGE = `Prints a bearer token of the demo identity provider.

  npm run --silent token -- <user> [--mfa] [--acrs c1,c2] [--lifetime PT1H]
  npm run --silent token -- <application> --app [--lifetime PT1H]

  <user>        user principal name, the part of it before the @, display name or id
  --mfa         the person signed in with MFA
  --acrs        authentication contexts that the sign-in satisfied, c1 to c99
  --lifetime    ISO 8601 duration, at least one second; PT1H when left out
  --app         the name or id is a service principal's
  --help        this text

PORT, OIDC_AUDIENCE and PORTCULLIS_DATA_DIR must be the same as for the server.
`;

const CONTEXT = /^c[1-9]\d?$/;

/** What the command reads besides its arguments, and where it writes. */
export interface TokenCommandSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** Who there is, in Graph's shapes. */
  readonly directoryFile: () => string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const theProcess: TokenCommandSurroundings = {
  env: process.env,
  now: () => new Date(),
  directoryFile: () => join(packageRoot(__dirname), 'src/demo/directory.json'),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
};

/**
 * Runs `token` with the arguments after the program's name and yields the exit code.
 *
 * 0: the token, and nothing else, went to `out`. 1: the command line cannot be followed, names nobody, or the demo's
 * files cannot be read; `err` says what to do, with a list of the names there are.
 */
export async function main(argv: readonly string[], surroundings = theProcess): Promise<number> {
  try {
    surroundings.out(await answer(argv, surroundings));
    return 0;
  } catch (error) {
    surroundings.err(`${errorText(error)}\n`);
    return 1;
  }
}

async function answer(argv: readonly string[], { env, now, directoryFile }: TokenCommandSurroundings): Promise<string> {
  const { name, isApplication, wantsHelp, lifetimeSeconds, proof } = readArguments(argv);
  if (wantsHelp) return USAGE;
  const directory = await readDemoDirectory(directoryFile());
  const claims = isApplication ? claimsOfApplication(directory, name) : claimsOfPerson(directory, name, proof);
  const terms = {
    issuer: `http://127.0.0.1:${env.PORT ?? '4000'}/oidc`,
    audience: env.OIDC_AUDIENCE ?? 'portcullis',
    issuedAt: now(),
    lifetimeSeconds,
  };
  return `${await signDemoToken(await loadDemoSecrets(env.PORTCULLIS_DATA_DIR ?? '.data'), terms, claims)}\n`;
}

function readArguments(argv: readonly string[]) {
  const { values, positionals } = parse(argv);
  const name = positionals[0];
  const wantsHelp = values.help === true;
  if (!wantsHelp && (name === undefined || positionals.length > 1)) throw new Error(`Name one user.\n\n${USAGE}`);
  return {
    name: name ?? '',
    isApplication: values.app === true,
    wantsHelp,
    lifetimeSeconds: lifetimeOf(values.lifetime ?? 'PT1H'),
    proof: { mfa: values.mfa === true, acrs: contextsOf(values.acrs) },
  };
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...{ mfa: { type: 'boolean' }, app: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      ...{ acrs: { type: 'string' }, lifetime: { type: 'string' } },
    },
  });
}

function lifetimeOf(duration: string): number {
  const milliseconds = parseDuration(duration);
  if (milliseconds === null || milliseconds === 0) {
    throw new Error(`"${duration}" is no lifetime: write an ISO 8601 duration such as PT1H or P1D.`);
  }
  return milliseconds / 1000;
}

function contextsOf(list: string | undefined): readonly string[] {
  const contexts = list === undefined ? [] : list.split(',').map((context) => context.trim());
  const stranger = contexts.find((context) => !CONTEXT.test(context));
  if (stranger !== undefined) throw new Error(`"${stranger}" is no authentication context: write c1 to c99.`);
  return contexts;
}

function claimsOfPerson({ people }: DemoDirectory, name: string, proof: DemoProof): DemoClaims {
  const names = people.map(({ displayName, userPrincipalName }) => `${userPrincipalName} (${displayName})`);
  const person = theOnly(peopleNamed(people, name), name, names);
  return personClaims(person.id, person, proof);
}

function claimsOfApplication({ applications }: DemoDirectory, name: string): DemoClaims {
  const names = applications.map(({ displayName, id }) => `${displayName} (${id})`);
  return applicationClaims(theOnly(applicationsNamed(applications, name), name, names).id);
}

function theOnly<Named>(found: readonly Named[], name: string, names: readonly string[]): Named {
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  const problem = first === undefined ? `Nobody is called "${name}".` : `"${name}" may mean ${found.length} of them.`;
  throw new Error(`${problem} Choose one of:\n${names.map((each) => `  ${each}`).join('\n')}`);
}

/** The directory of our package.json: the sources and the compiled files lie at different depths below it. */
function packageRoot(directory: string): string {
  const isRoot = readPackageName(join(directory, 'package.json')) === 'portcullis';
  return isRoot ? directory : packageRoot(parentOf(directory));
}

function readPackageName(path: string): string | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).name;
  } catch {
    return null;
  }
}

function parentOf(directory: string): string {
  const parent = dirname(directory);
  if (parent === directory) throw new Error('The demo directory cannot be found: run this from the package.');
  return parent;
}

if (require.main === module) {
  main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
