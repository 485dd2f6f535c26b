import { DbosdError } from '@dbosd/shared';
import type { RunningWorkflow, WorkflowStop } from '../../model/workers.js';
import { registerExecutor } from '../../store/queries/dispatch/register-executor.js';
import { registerVersion } from '../../store/queries/dispatch/register-version.js';
import { releaseExecutor } from '../../store/queries/dispatch/release-workflows.js';
import { announceReleased, type DispatchEnvironment } from '../environment.js';
import { findStops } from '../ownership.js';
import { repeatably } from '../repeatably.js';
import type { Worker } from '../worker.js';

/**
 * Makes the worker's stream the one that speaks for its executor, and brings both sides to one view: what the store says
 * that it runs, and it does not, is put back; what it runs, and the store says that it does not, is answered. Rejects with
 * EXECUTOR_ID_IN_USE while another process lives under its id.
 */
export async function register(
  environment: DispatchEnvironment,
  worker: Worker,
  running: readonly RunningWorkflow[],
): Promise<Map<string, WorkflowStop>> {
  const { hello, session } = worker;
  const released = await repeatably(environment.write, async (tx) => {
    if ((await registerExecutor(tx, { ...hello, session })) === 'in use')
      throw executorIdInUse(hello.executorId);
    await registerVersion(tx, hello);
    const except = running.map(({ ownerToken }) => ownerToken);
    return releaseExecutor(tx, hello.executorId, { except, handOver: false });
  });
  announceReleased(environment.announcer, released);
  return findStops(environment, running);
}

function executorIdInUse(executorId: string): DbosdError {
  return new DbosdError({
    reason: 'EXECUTOR_ID_IN_USE',
    message:
      `another process runs as executor ${executorId}; end it, wait until its lease is over, ` +
      'or give this one an executor id of its own',
    metadata: { executor_id: executorId },
    retryAfterMs: 1000,
  });
}
