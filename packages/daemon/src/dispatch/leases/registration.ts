import { DbosdError, invalidField } from '@dbosd/shared';
import { fromStoredExecutorId } from '../../model/executor-id.js';
import type { RunningWorkflow, WorkflowStop } from '../../model/workers.js';
import { registerExecutor } from '../../store/queries/dispatch/register-executor.js';
import { registerVersion } from '../../store/queries/dispatch/register-version.js';
import { releaseExecutor } from '../../store/queries/dispatch/release-workflows.js';
import { retryUndone } from '../../store/retry.js';
import { announceReleased, type DispatchEnvironment } from '../environment.js';
import { findStops } from '../ownership.js';
import type { Worker } from '../worker.js';

/**
 * Makes the worker's stream the one that speaks for its executor, and brings both sides to one view: what the store says
 * that it runs, and it does not, is put back; what it runs, and the store says that it does not, is answered. Rejects with
 * EXECUTOR_ID_IN_USE while another process lives under its id, with INVALID_FIELD when a newer stream of the worker was let in.
 */
export async function register(
  environment: DispatchEnvironment,
  worker: Worker,
  running: readonly RunningWorkflow[],
): Promise<Map<string, WorkflowStop>> {
  const { hello, session } = worker;
  const released = await retryUndone(() =>
    environment.write.transaction(async (tx) => {
      const registration = await registerExecutor(tx, { ...hello, session });
      if (registration === 'in use') throw executorIdInUse(hello.executorId);
      if (registration === 'outdated') throw outdated(hello.streamNumber);
      await registerVersion(tx, hello);
      const except = running.map(({ ownerToken }) => ownerToken);
      return releaseExecutor(tx, hello.executorId, { except, handOver: false });
    }),
  );
  announceReleased(environment.announcer, released);
  return findStops(environment, running);
}

function outdated(streamNumber: number): DbosdError {
  return invalidField(
    'hello.stream_number',
    `is ${String(streamNumber)}, and a newer stream of this process was let in: give each stream a higher number`,
  );
}

/** The refusal of a worker while another process lives under its executor id. */
export function executorIdInUse(executorId: string): DbosdError {
  const named = fromStoredExecutorId(executorId);
  return new DbosdError({
    reason: 'EXECUTOR_ID_IN_USE',
    message:
      `another process runs as executor ${named}; end it, wait until its lease is over, ` +
      'or give this one an executor id of its own',
    metadata: { executor_id: named },
    retryAfterMs: 1000,
  });
}
