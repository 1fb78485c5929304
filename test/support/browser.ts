/** A browser as far as a sign-in needs one. */
export interface Browser {
  /** Fetches a page, or posts a form to it, with the cookies of its path; follows no redirect. */
  go(url: string, form?: URLSearchParams, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

interface Cookie {
  readonly path: string;
  readonly value: string;
}

/** Opens a browser with an empty cookie jar. */
export function openBrowser(): Browser {
  const jar = new Map<string, Cookie>();
  return {
    go: async (url, form, headers = {}) => {
      const response = await fetch(url, {
        ...{ method: form ? 'POST' : 'GET', body: form, redirect: 'manual' },
        headers: { cookie: cookiesFor(jar, new URL(url).pathname), ...headers },
      });
      for (const line of response.headers.getSetCookie()) keep(jar, line);
      return response;
    },
  };
}

function cookiesFor(jar: ReadonlyMap<string, Cookie>, pathname: string): string {
  const sent = [...jar].filter(([, { path }]) => pathname.startsWith(path));
  return sent.map(([name, { value }]) => `${name}=${value}`).join('; ');
}

function keep(jar: Map<string, Cookie>, line: string): void {
  const [pair = '', ...attributes] = line.split('; ');
  const path = attributes.find((attribute) => attribute.startsWith('path='))?.slice('path='.length) ?? '/';
  const end = pair.indexOf('=');
  jar.set(pair.slice(0, end), { path, value: pair.slice(end + 1) });
}
