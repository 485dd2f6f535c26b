import { TestServer, type DatabaseOptions, type TestDatabase } from './test-server.js';

export type { DatabaseOptions, TestDatabase } from './test-server.js';

// The one server of this mocha process: started at the first use, stopped by the global teardown.
let server: Promise<TestServer> | undefined;

/**
 * Gives the caller an empty database of its own (about 40 ms; the first one starts Postgres, about 1.5 s).
 * Drop it in `afterEach`; what is left is dropped at the end of the run.
 * DBOSD_TEST_DATABASE_URL names an existing server to use in place of the embedded one; its user must be
 * allowed to create databases.
 */
export async function createDatabase(options?: DatabaseOptions): Promise<TestDatabase> {
  return (await testServer()).createDatabase(options);
}

/** The server itself, for tests of roles, settings or many databases. */
export async function testServer(): Promise<TestServer> {
  server ??= TestServer.start(process.env['DBOSD_TEST_DATABASE_URL']);
  return server;
}

/** Stops the server if one was started. Called by the global teardown. */
export async function stopTestServer(): Promise<void> {
  const started = await server;
  server = undefined;
  await started?.stop();
}
