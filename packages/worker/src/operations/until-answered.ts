import { DbosdError, mayRetry, retryDelayMs } from '@dbosd/shared';
import { status } from '@grpc/grpc-js';
import { workflowIfInBody } from '../context/context.js';

/**
 * Asks a daemon. In a workflow, retries while no daemon or no database is available, until the workflow is stopped: an
 * outage delays a workflow and is not an outcome of it. For reads, and for changes that are safe to repeat.
 */
export async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  const run = workflowIfInBody();
  if (run === undefined) return ask();
  for (let retries = 0; ; retries += 1) {
    try {
      return await ask();
    } catch (error) {
      run.throwIfStopped();
      if (!(error instanceof DbosdError) || !isTransient(error)) throw error;
      await run.parts.clock.sleep(retryDelayMs(error, retries), run.signal).catch(() => undefined);
      run.throwIfStopped();
    }
  }
}

function isTransient(error: DbosdError): boolean {
  if (error.reason !== 'TRANSPORT') return mayRetry(error, true);
  return error.code === status.UNAVAILABLE || error.code === status.DEADLINE_EXCEEDED;
}
