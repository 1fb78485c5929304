import { readConfig } from '../../src/config';

const issuer = { OIDC_ISSUER: 'https://login.example/tenant', OIDC_AUDIENCE: 'api://pim' };

test('an empty environment is the demo: loopback, port 4000, embedded database', () => {
  expect(readConfig({})).toMatchObject({
    host: '127.0.0.1',
    port: 4000,
    databaseUrl: null,
    dataDir: '.data',
    oidc: { issuer: null, audience: 'portcullis', principalClaim: undefined },
    bootstrapGlobalAdmin: null,
  });
});

test('an empty value counts as none', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 4000, databaseUrl: null });
});

test('a whole configuration is taken over', () => {
  const env = {
    ...issuer,
    HOST: '0.0.0.0',
    PORT: '8080',
    DATABASE_URL: 'postgresql://pim@db.example/pim',
    OIDC_ALGORITHMS: 'ES256, PS256',
    PRINCIPAL_CLAIM: 'oid',
    BOOTSTRAP_GLOBAL_ADMIN: 'ADA00000-0000-4000-8000-000000000004',
    ALLOWED_ORIGINS: 'https://pim.example, https://console.example',
    NODE_ENV: 'production',
  };
  expect(readConfig(env)).toMatchObject({
    host: '0.0.0.0',
    port: 8080,
    oidc: { algorithms: ['ES256', 'PS256'], principalClaim: 'oid' },
    bootstrapGlobalAdmin: 'ada00000-0000-4000-8000-000000000004',
    allowedOrigins: ['https://pim.example', 'https://console.example'],
  });
});

test.each([
  { what: 'a port that is none', env: { PORT: 'http' }, says: /PORT/ },
  { what: 'a port beyond 65535', env: { PORT: '65536' }, says: /PORT.*0 to 65535/ },
  { what: 'another database', env: { DATABASE_URL: 'mysql://db' }, says: /DATABASE_URL.*postgres/ },
  { what: 'an issuer that is no URL', env: { ...issuer, OIDC_ISSUER: 'login' }, says: /OIDC_ISSUER/ },
  { what: 'an issuer without an audience', env: { OIDC_ISSUER: issuer.OIDC_ISSUER }, says: /OIDC_AUDIENCE/ },
  { what: 'a symmetric algorithm', env: { ...issuer, OIDC_ALGORITHMS: 'HS256' }, says: /OIDC_ALGORITHMS/ },
  { what: 'no signature at all', env: { ...issuer, OIDC_ALGORITHMS: 'none' }, says: /OIDC_ALGORITHMS/ },
  {
    what: 'an administrator that is no GUID',
    env: { BOOTSTRAP_GLOBAL_ADMIN: 'adam' },
    says: /BOOTSTRAP_GLOBAL_ADMIN.*GUID/,
  },
  { what: 'the demo in production', env: { NODE_ENV: 'production' }, says: /OIDC_ISSUER/ },
  { what: 'the demo open to the network', env: { HOST: '0.0.0.0' }, says: /OIDC_ISSUER/ },
  { what: 'a log level that is none', env: { LOG_LEVEL: 'loud' }, says: /LOG_LEVEL.*info/ },
  { what: 'retention of no days', env: { EVENT_RETENTION_DAYS: '0' }, says: /EVENT_RETENTION_DAYS.*at least 1/ },
])('$what stops the start and says what to set', ({ env, says }) => {
  expect(() => readConfig(env)).toThrow(says);
});

test('every wrong value is named at once', () => {
  expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT[\s\S]*LOG_LEVEL/);
});
