import { DbosdError, invalidField } from '@dbosd/shared';
import { fromStoredExecutorId } from '../../model/executor-id.js';
import type { RunningWorkflow, WorkflowStop } from '../../model/workers.js';
import { registerExecutor, registerVersion } from '../../store/queries/workers/executors.js';
import { releaseExecutor } from '../../store/queries/workers/release-workflows.js';
import { retryUndone } from '../../store/retry.js';
import { announceReleased, type DispatchOptions } from '../options.js';
import { findStops } from '../ownership.js';
import type { Worker } from '../worker.js';

/**
 * Makes the worker's stream the one that speaks for its executor, and reconciles the two sides: workflows that the store
 * lists for the worker and that it does not run are put back; those that it runs, but no longer owns, are returned. Rejects
 * with EXECUTOR_ID_IN_USE while another process lives under its id, and with INVALID_FIELD when a newer stream of the worker
 * was accepted.
 */
export async function register(
  options: DispatchOptions,
  worker: Worker,
  running: readonly RunningWorkflow[],
): Promise<Map<string, WorkflowStop>> {
  const { hello, session } = worker;
  const released = await retryUndone(() =>
    options.write.transaction(async (tx) => {
      const registration = await registerExecutor(tx, { ...hello, session });
      if (registration === 'in use') throw executorIdInUse(hello.executorId);
      if (registration === 'outdated') throw outdated(hello.streamNumber);
      await registerVersion(tx, hello);
      const except = running.map(({ ownerToken }) => ownerToken);
      return releaseExecutor(tx, hello.executorId, { except, handOver: false });
    }),
  );
  announceReleased(options.announcer, released);
  return findStops(options, running);
}

function outdated(streamNumber: number): DbosdError {
  return invalidField(
    'hello.stream_number',
    `is ${String(streamNumber)}, and a newer stream of this process was accepted: give each stream a higher number`,
  );
}

/** The error for a worker while another process lives under its executor id. */
export function executorIdInUse(executorId: string): DbosdError {
  const named = fromStoredExecutorId(executorId);
  return new DbosdError({
    reason: 'EXECUTOR_ID_IN_USE',
    message:
      `another process runs as executor ${named}; end it, wait until its lease is over, ` +
      'or give this one its own executor id',
    metadata: { executor_id: named },
    retryAfterMs: 1000,
  });
}
