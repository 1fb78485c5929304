import process from 'node:process';
import { parseArgs } from 'node:util';

const usage = `Sends one GraphQL document to the running service and prints the answer.

  npm run --silent call -- <token> <document> [--variables <json>] [--pick <path>]

  --variables   variables of the document, as JSON
  --pick        print only the value at this path below data, such as me.id
  --url         where the service answers (http://127.0.0.1:PORT/graphql, PORT 4000 when unset)
  --help        this text

Exit code 0: answered, without errors. 1: the service refused, or there is nothing at the path. 2: the command line
cannot be followed.
`;

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly unknown[];
}

/** Runs `call` with the arguments after the program's name and yields the exit code (see `--help`). */
export async function main(
  argv: readonly string[],
  out: (text: string) => void = (text) => process.stdout.write(text),
): Promise<number> {
  const order = orderIn(argv);
  if (typeof order === 'string') {
    process.stderr.write(order);
    return order === usage ? 0 : 2;
  }
  const answer = await send(order);
  const picked = order.pick === undefined ? answer : pick(answer.data, order.pick.split('.'));
  if (picked === undefined || picked === null) {
    process.stderr.write(`There is nothing at ${order.pick}: ${JSON.stringify(answer)}\n`);
    return 1;
  }
  out(`${typeof picked === 'string' ? picked : JSON.stringify(picked, null, 2)}\n`);
  return answer.errors ? 1 : 0;
}

interface Order {
  readonly token: string;
  readonly document: string;
  readonly variables: unknown;
  readonly pick: string | undefined;
  readonly url: string;
}

/** The order, or what to tell whoever cannot be understood. */
function orderIn(argv: readonly string[]): Order | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        variables: { type: 'string' },
        pick: { type: 'string' },
        url: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    const [token, document, ...more] = positionals;
    if (values.help) return usage;
    if (!token || !document || more.length > 0) return `Name a token and a document.\n\n${usage}`;
    const url = values.url ?? `http://127.0.0.1:${process.env.PORT ?? '4000'}/graphql`;
    return { token, document, pick: values.pick, url, variables: JSON.parse(values.variables ?? '{}') };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n\n${usage}`;
  }
}

async function send({ url, token, document: query, variables }: Order): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  return (await response.json()) as Answer;
}

const pick = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (below, name) =>
      typeof below === 'object' && below !== null ? (below as Record<string, unknown>)[name] : undefined,
    value,
  );

if (require.main === module) {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(
        `The service cannot be reached (${error instanceof Error ? error.message : String(error)}); start it with npm start.\n`,
      );
      process.exitCode = 1;
    },
  );
}
