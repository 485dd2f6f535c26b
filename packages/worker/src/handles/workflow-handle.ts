import type { DBOSClient, PollingOptions, WorkflowStatus } from '@dbosd/client';
import { encodeError, onAbort, reviveError, decodeValue } from '@dbosd/shared';
import { workflowIfInBody } from '../context/context.js';
import type { RunOutcome } from '../execution/workflow-run.js';
import { getWorkflowStatus } from '../management/get-status.js';
import { checkPollingOptions } from '../operations/timeout.js';
import { awaitResult, recordedResult } from './await-result.js';

/** A workflow to look at and to wait for. */
export interface WorkflowHandle<R> {
  /** The workflow as it is now; null: there is none with this id. */
  getStatus(): Promise<WorkflowStatus | null>;
  /** Waits until it has ended and returns its result, or throws its error. */
  getResult(options?: PollingOptions): Promise<R>;
  get workflowID(): string;
}

/** A handle that can record its result under a place that was taken before. */
export interface PlacedHandle<R> extends WorkflowHandle<R> {
  resultAt(functionId: number): Promise<R>;
}

/** Of a workflow wherever it runs. */
export function retrievedHandle<R>(client: DBOSClient, workflowID: string): PlacedHandle<R> {
  return handleOf(client, workflowID, () => awaitResult(client, workflowID) as Promise<R>);
}

/** Of a workflow that is run here: its outcome need not be asked for. */
export function runningHandle<R>(
  client: DBOSClient,
  workflowID: string,
  outcome: Promise<RunOutcome>,
  isPortable: boolean,
): PlacedHandle<R> {
  return handleOf(client, workflowID, async () => {
    const known = await unlessStopped(outcome);
    switch (known.kind) {
      case 'returned':
        return known.value as R;
      case 'threw':
        throw isPortable ? asRecorded(known.error) : known.error;
      case 'parked':
        return awaitResult(client, workflowID) as Promise<R>;
    }
  });
}

function handleOf<R>(client: DBOSClient, workflowID: string, wait: () => Promise<R>): PlacedHandle<R> {
  return {
    workflowID,
    getStatus: () => getWorkflowStatus(client, workflowID),
    getResult: (options) => {
      try {
        checkPollingOptions(options);
      } catch (error) {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as it was thrown
        return Promise.reject(error);
      }
      return recordedResult(workflowID, undefined, wait);
    },
    resultAt: (functionId) => recordedResult(workflowID, functionId, wait),
  };
}

/** A workflow that waits is stopped at once, though what it waits for goes on. */
function unlessStopped<T>(outcome: Promise<T>): Promise<T> {
  const run = workflowIfInBody();
  if (run === undefined) return outcome;
  const { signal } = run;
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    const stopListening = onAbort(signal, () => {
      reject(signal.reason as Error);
    });
    void outcome.then((known) => {
      stopListening();
      resolve(known);
    }, reject);
  });
}

// Callers of a portable workflow see its error as every language does, whether it ran here or elsewhere.
function asRecorded(error: unknown): Error {
  const stored = encodeError(error, true);
  return reviveError(decodeValue(stored), stored.serialization);
}
