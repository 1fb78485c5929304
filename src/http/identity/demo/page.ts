import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

const STYLE = `
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 40rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
fieldset { border: 1px solid #8888; border-radius: .5rem; margin: 0 0 1rem; padding: .5rem 1rem; }
legend { font-weight: 600; padding: 0 .25rem; }
label { display: flex; gap: .75rem; align-items: baseline; padding: .35rem .25rem; border-radius: .25rem; }
label:hover { background: #8882; }
small { display: block; opacity: .8; }
.contexts { display: flex; flex-wrap: wrap; gap: .5rem; }
.mark { border: 1px solid; border-radius: .25rem; padding: 0 .35rem; margin-left: .35rem; font-size: .8rem; }
.problem { border-left: .25rem solid #c33; padding: .25rem .75rem; }
button { font: inherit; padding: .5rem 1.25rem; margin-right: .5rem; border: 1px solid #8888; border-radius: .35rem; cursor: pointer; }
button.main { background: #14508c; border-color: #14508c; color: #fff; }
:focus-visible { outline: 3px solid #3b82f6; outline-offset: 2px; }
`;

const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;' },
  ...{ '"': '&quot;', "'": '&#39;' },
};

/** Text made inert for HTML, in elements and in quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

/** A whole page: `title` is plain text, `main` is HTML whose every variable part was escaped. Loads nothing. */
export function renderPage(title: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Portcullis demo</title>
<style>${STYLE}</style>
</head>
<body><main>
<h1>${escapeHtml(title)}</h1>
${main}
</main></body>
</html>
`;
}

/**
 * The headers of every page: not kept, not framed, no script, nothing fetched. `formTargets` are the origins, besides
 * our own, that a form's answer may lead on to; browsers hold redirects to `form-action` too.
 */
export function pageHeaders(formTargets: readonly string[] = []): Readonly<Record<string, string>> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': [
      `default-src 'none'; style-src ${STYLE_SOURCE}; base-uri 'none'; frame-ancestors 'none'`,
      `form-action ${["'self'", ...formTargets].join(' ')}`,
    ].join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

/** Answers with a page that states a problem and what to do about it; both texts are plain. */
export function sendProblem(res: ServerResponse, status: number, title: string, advice: string): void {
  res.writeHead(status, pageHeaders()).end(renderPage(title, `<p class="problem">${escapeHtml(advice)}</p>`));
}
