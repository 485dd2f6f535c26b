import { DBOSClient, type DBOSClientOptions } from '@dbosd/client';
import { FakeDaemon, type FakeDaemonScript } from '../../support/fake-daemon.js';

/** Runs a test with a fake daemon and a client of it, and ends both whatever happens. */
export async function withClient(
  script: FakeDaemonScript,
  test: (client: DBOSClient, daemon: FakeDaemon) => Promise<void>,
  options: DBOSClientOptions = {},
): Promise<void> {
  const daemon = await FakeDaemon.start(script);
  try {
    const client = await DBOSClient.create({ address: daemon.address, ...options });
    try {
      await test(client, daemon);
    } finally {
      // The end of a client waits for its calls; those that the test left unanswered are cut off.
      const ended = client.destroy();
      daemon.stop();
      await ended;
    }
  } finally {
    daemon.stop();
  }
}

/** The error that a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error('it rejected with what is no error', { cause: error });
  }
  throw new Error('it did not reject');
}
