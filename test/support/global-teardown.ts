import './global-setup';

/** Ends the run's PostgreSQL, if global-setup started one. */
export default async function tearDown(): Promise<void> {
  await globalThis.endTestDatabases?.();
}
