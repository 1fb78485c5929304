// PostGraphile 5 over the service's tables, on its own server; no authentication, which is to its advantage.
// Runs on Node 22 or later, from the folder where the bench installs its packages; DATABASE_URL names the database.
const { createServer } = require('node:http');
const { postgraphile } = require('postgraphile');
const { grafserv } = require('postgraphile/grafserv/node');
const { makePgService } = require('postgraphile/adaptors/pg');
const { PostGraphileAmberPreset } = require('postgraphile/presets/amber');
const { makeV4Preset } = require('postgraphile/presets/v4');
const { TYPES } = require('postgraphile/@dataplan/pg');
const { makeJSONPgSmartTagsPlugin } = require('postgraphile/utils');

// Roles are referred to without a foreign key, as they may be of a provider that keeps them elsewhere. The schema is
// named, for the job library has a table `schedule` of its own.
const RelationsPlugin = makeJSONPgSmartTagsPlugin({
  version: 1,
  config: {
    class: {
      'public.schedule_request': {
        tags: { foreignKey: '(role_definition_id) references role_definition (id)|@fieldName roleDefinition' },
      },
      'public.schedule': {
        tags: { foreignKey: '(role_definition_id) references role_definition (id)|@fieldName roleDefinition' },
      },
      'public.policy': {
        tags: {
          unique: 'role_definition_id',
          foreignKey: '(role_definition_id) references role_definition (id)|@foreignFieldName policy',
        },
      },
    },
  },
});

// Two tables have a column of a type that PostGraphile does not know; nobody asks for them.
const UnknownTypesPlugin = {
  name: 'UnknownTypesPlugin',
  version: '1.0.0',
  gather: {
    hooks: {
      pgCodecs_findPgCodec(_info, event) {
        if (['xid8', 'tstzmultirange'].includes(event.pgType.typname)) event.pgCodec = TYPES.text;
      },
    },
  },
};

const preset = {
  extends: [PostGraphileAmberPreset, makeV4Preset({ simpleCollections: 'both', dynamicJson: true })],
  plugins: [RelationsPlugin, UnknownTypesPlugin],
  pgServices: [
    makePgService({
      connectionString: process.env.DATABASE_URL,
      schemas: ['public', 'rival'],
      poolConfig: { max: 10, idleTimeoutMillis: 0 },
      pubsub: false,
    }),
  ],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: { explain: false },
};

const server = createServer();
const instance = postgraphile(preset).createServ(grafserv);
instance.addTo(server).then(() => {
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
});
process.on('disconnect', () => process.exit(0));
