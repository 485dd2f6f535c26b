import { DbosdError, mayRetry, retryDelayMs } from '@dbosd/shared';
import { status } from '@grpc/grpc-js';
import { workflowIfInBody } from '../context/context.js';

/**
 * Asks a daemon. On behalf of a workflow again for as long as there is no daemon or no database, until the workflow is
 * stopped: an outage holds it up, and is no outcome of it. For questions, and for changes that have the effect of once.
 */
export async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  const run = workflowIfInBody();
  if (run === undefined) return ask();
  for (let retries = 0; ; retries += 1) {
    try {
      return await ask();
    } catch (error) {
      run.throwIfStopped();
      if (!(error instanceof DbosdError) || !isPassing(error)) throw error;
      await run.parts.clock.sleep(retryDelayMs(error, retries), run.signal).catch(() => undefined);
      run.throwIfStopped();
    }
  }
}

function isPassing(error: DbosdError): boolean {
  if (error.reason !== 'TRANSPORT') return mayRetry(error, true);
  return error.code === status.UNAVAILABLE || error.code === status.DEADLINE_EXCEEDED;
}
