import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { z } from 'zod';
import type { DemoPerson } from './demo-directory';
import { pageHeaders, sendProblem } from './page';
import { CONTEXTS, renderSignInPage } from './sign-in-page';

const MAXIMUM_FORM_BYTES = 16 * 1024;

/** Where the sign-in page finds the people of the demo. */
export interface DemoPeople {
  /** Everybody, in the order in which the page lists them. */
  readonly listPeople: () => Promise<readonly DemoPerson[]>;
  /** The person of that lower-case GUID; null when there is none. */
  readonly findPerson: (id: string) => Promise<DemoPerson | null>;
}

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

const asked = z.object({
  redirect_uri: z.url().optional().catch(undefined),
  acr_values: z.string().optional().catch(undefined),
});

/**
 * Answers `/interaction/{uid}`: GET shows the sign-in page, POST signs the chosen person in and leads back to the
 * application.
 *
 * The interaction is the one that the browser's own signed, same-site cookie names; a form sent from another site
 * comes without it, and a form from another origin is refused besides.
 */
export async function answerSignIn(
  provider: Provider,
  people: DemoPeople,
  req: IncomingMessage,
  res: ServerResponse,
  uid: string,
): Promise<void> {
  const interaction = await findInteraction(provider, req, res);
  if (interaction === null || interaction.uid !== uid) {
    return sendProblem(res, 400, 'This sign-in is over', 'Go back to the application and begin again.');
  }
  if (req.method === 'GET') return sendSignInPage(people, interaction, res, null);
  if (req.method !== 'POST') return sendProblem(res, 405, 'Not possible here', 'Open this page in a browser.');
  if (!isFromHere(req)) return sendProblem(res, 403, 'Refused', 'Send the form from the sign-in page itself.');
  const form = await readForm(req);
  if (form === null) return sendProblem(res, 413, 'Refused', 'Send the form from the sign-in page itself.');
  return submitSignIn(provider, people, interaction, { req, res, form });
}

async function findInteraction(provider: Provider, req: IncomingMessage, res: ServerResponse) {
  try {
    return await provider.interactionDetails(req, res);
  } catch (error) {
    if (error instanceof Error && error.name === 'SessionNotFound') return null;
    throw error;
  }
}

async function sendSignInPage(
  people: DemoPeople,
  interaction: Interaction,
  res: ServerResponse,
  problem: string | null,
) {
  const { redirect_uri, acr_values } = asked.parse(interaction.params);
  const page = renderSignInPage({
    people: await people.listPeople(),
    chosenId: interaction.session?.accountId ?? null,
    chosenContexts: acr_values?.split(' ') ?? [],
    problem,
  });
  const formTargets = redirect_uri === undefined ? [] : [new URL(redirect_uri).origin];
  res.writeHead(problem === null ? 200 : 422, pageHeaders(formTargets)).end(page);
}

interface Submission {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly form: URLSearchParams;
}

async function submitSignIn(
  provider: Provider,
  people: DemoPeople,
  interaction: Interaction,
  { req, res, form }: Submission,
): Promise<void> {
  if (form.has('cancel')) {
    const refusal = { error: 'access_denied', error_description: 'The person cancelled the sign-in.' };
    return provider.interactionFinished(req, res, refusal, { mergeWithLastSubmission: false });
  }
  const person = await people.findPerson(form.get('person')?.toLowerCase() ?? '');
  if (!person?.isEnabled) return sendSignInPage(people, interaction, res, 'Choose a person whose account is enabled.');
  const contexts = form.getAll('context').filter((context) => CONTEXTS.includes(context));
  const login = {
    accountId: person.id,
    amr: form.has('mfa') ? ['pwd', 'mfa'] : ['pwd'],
    // The session keeps one string per sign-in; like `acr_values` it lists the contexts with blanks between them.
    acr: contexts.length === 0 ? undefined : contexts.join(' '),
  };
  // The demo's own clients are trusted: signing in is consenting.
  return provider.interactionFinished(req, res, { login, consent: {} }, { mergeWithLastSubmission: false });
}

function isFromHere({ headers }: IncomingMessage): boolean {
  return headers.origin === undefined || headers.origin === `http://${headers.host}`;
}

/** The fields of a submitted form; null when the body is too long to be one. */
async function readForm(req: IncomingMessage): Promise<URLSearchParams | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    const bytes = Buffer.from(chunk);
    size += bytes.byteLength;
    if (size > MAXIMUM_FORM_BYTES) return null;
    chunks.push(bytes);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
