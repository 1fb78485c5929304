/**
 * The page that lets a person try the API in a browser, and the script that fills it.
 *
 * GraphiQL, React and the socket client come from files beside it, never from another host. The token stays in the
 * tab (`sessionStorage`) and travels as the `Authorization` header and in `connection_init`.
 */
export const pageHtml = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Portcullis: GraphiQL</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/graphiql/graphiql.css">
    <style>
      html, body { height: 100%; margin: 0; }
      body { display: flex; flex-direction: column; font: 15px/1.4 system-ui, sans-serif; }
      form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; padding: .5rem 1rem; background: #1d2b3a; color: #fff; }
      input { flex: 1 1 20rem; padding: .3rem .5rem; font: 14px ui-monospace, monospace; }
      button { padding: .3rem .9rem; }
      #graphiql { flex: 1; min-height: 0; }
    </style>
  </head>
  <body>
    <form id="sign-in">
      <label for="token">Bearer token</label>
      <input id="token" type="password" autocomplete="off" spellcheck="false" placeholder="Paste what npm run token prints">
      <button>Use token</button>
      <span id="state" role="status"></span>
    </form>
    <main id="graphiql"><noscript>GraphiQL needs JavaScript.</noscript></main>
    <script src="/graphiql/react.js"></script>
    <script src="/graphiql/react-dom.js"></script>
    <script src="/graphiql/graphql-ws.js"></script>
    <script src="/graphiql/graphiql.js"></script>
    <script src="/graphiql/start.js"></script>
  </body>
</html>
`;

/** Runs in the browser. A new token makes a new fetcher and socket, and loads the schema again. */
export const startScript = `'use strict';
const field = document.getElementById('token');
const state = document.getElementById('state');
const root = ReactDOM.createRoot(document.getElementById('graphiql'));
const socketUrl = location.origin.replace(/^http/, 'ws') + '/graphql';
let socket = null;

function show(token) {
  if (socket) socket.dispose();
  const headers = token ? { authorization: 'Bearer ' + token } : {};
  socket = graphqlWs.createClient({ url: socketUrl, connectionParams: headers });
  const fetcher = GraphiQL.createFetcher({ url: '/graphql', wsClient: socket, headers });
  root.render(React.createElement(GraphiQL, { key: token, fetcher, shouldPersistHeaders: false }));
  state.textContent = token ? 'Token in use.' : 'Every operation needs a token.';
}

document.getElementById('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  const token = field.value.trim().replace(/^Bearer /i, '');
  sessionStorage.setItem('token', token);
  show(token);
});

field.value = sessionStorage.getItem('token') || '';
show(field.value);
`;
