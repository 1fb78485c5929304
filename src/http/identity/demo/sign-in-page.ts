import type { DemoPerson } from './demo-directory';
import { escapeHtml, renderPage } from './page';

/** The authentication contexts that the sign-in page offers. */
export const CONTEXTS: readonly string[] = ['c1', 'c2', 'c3', 'c4', 'c5'];

/** What the sign-in page shows, and what is already chosen when it opens. */
export interface SignInPage {
  readonly people: readonly DemoPerson[];
  /** Id of the person who signed in last in this browser; null: nobody. */
  readonly chosenId: string | null;
  /** Contexts that the application asks for (`acr_values`). */
  readonly chosenContexts: readonly string[];
  /** A sentence about what was wrong with the last attempt; null: nothing. */
  readonly problem: string | null;
}

/** The demo's sign-in page: choose a person and how well they proved who they are; there are no passwords. */
export function renderSignInPage({ people, chosenId, chosenContexts, problem }: SignInPage): string {
  const complaint = problem === null ? '' : `<p class="problem" role="alert">${escapeHtml(problem)}</p>`;
  const choices = people.map((person) => renderPerson(person, person.id === chosenId));
  const contexts = CONTEXTS.map((context) => renderContext(context, chosenContexts.includes(context)));
  return renderPage(
    'Sign in',
    `${complaint}<p>These people exist in the demo directory only. Choose one; there is no password.</p>
<form method="post">
<fieldset><legend>Sign in as</legend>
${choices.join('\n')}
</fieldset>
<fieldset><legend>Proof of identity</legend>
<label><input type="checkbox" name="mfa" value="on"><span>Signed in with MFA</span></label>
</fieldset>
<fieldset><legend>Authentication contexts satisfied</legend>
<div class="contexts">${contexts.join('')}</div>
</fieldset>
<button class="main" type="submit">Sign in</button>
<button type="submit" name="cancel" value="on" formnovalidate>Cancel</button>
</form>`,
  );
}

function renderPerson(person: DemoPerson, isChosen: boolean): string {
  const { id, displayName, userPrincipalName, jobTitle, isGuest, isEnabled } = person;
  const marks = [isGuest ? 'guest' : '', isEnabled ? '' : 'disabled']
    .filter((mark) => mark !== '')
    .map((mark) => `<span class="mark">${mark}</span>`);
  const state = `${isChosen && isEnabled ? ' checked' : ''}${isEnabled ? '' : ' disabled'}`;
  const details = [userPrincipalName, jobTitle ?? ''].filter((detail) => detail !== '').map(escapeHtml);
  return `<label><input type="radio" name="person" value="${escapeHtml(id)}" required${state}>
<span>${escapeHtml(displayName)}${marks.join('')}<small>${details.join(' · ')}</small></span></label>`;
}

function renderContext(context: string, isChosen: boolean): string {
  const state = isChosen ? ' checked' : '';
  return `<label><input type="checkbox" name="context" value="${context}"${state}><span>${context}</span></label>`;
}
