import type { DBOSClient, PollingOptions, WorkflowStatus } from '@dbosd/client';
import { STARTED } from '@dbosd/client/internal';
import { decodeError, encodeError, markHandle, onAbort } from '@dbosd/shared';
import { workflowIfInBody } from '../context.js';
import type { RunOutcome } from '../execution/workflow-run.js';
import { getWorkflowStatus } from '../management.js';
import { checkPollingOptions } from '../operations/waits.js';
import { awaitResult, recordedResult, type Awaiting } from './await-result.js';

/** A workflow to inspect and to wait for. */
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

/** The client of the launch that there is: a handle outlives the launch that made it. Throws where there is none. */
export type ClientSource = () => DBOSClient;

/** Of a workflow wherever it runs, which need not exist yet. */
export function retrievedHandle<R>(clientOf: ClientSource, workflowID: string): PlacedHandle<R> {
  return handleOf(clientOf, { workflowID, isStarted: false }, undefined);
}

/** Of a workflow that was started, wherever it runs. */
export function startedHandle<R>(clientOf: ClientSource, workflowID: string): PlacedHandle<R> {
  return handleOf(clientOf, { workflowID, isStarted: true }, undefined);
}

/** Of a workflow that is run here: its outcome need not be asked for. */
export function runningHandle<R>(
  clientOf: ClientSource,
  workflowID: string,
  outcome: Promise<RunOutcome>,
  isPortable: boolean,
): PlacedHandle<R> {
  return handleOf(clientOf, { workflowID, isStarted: true }, async (awaitRecorded) => {
    const known = await unlessStopped(outcome);
    switch (known.kind) {
      case 'returned':
        return known.value as R;
      case 'threw':
        throw isPortable ? asRecorded(known.error) : known.error;
      case 'parked':
        return awaitRecorded();
    }
  });
}

/** `waitHere` is asked first where it is given, with the wait for what is recorded. */
function handleOf<R>(
  clientOf: ClientSource,
  awaiting: Awaiting,
  waitHere: ((awaitRecorded: () => Promise<R>) => Promise<R>) | undefined,
): PlacedHandle<R> {
  const { workflowID, isStarted } = awaiting;
  const awaitRecorded = async (): Promise<R> => (await awaitResult(clientOf(), awaiting)) as R;
  const wait = waitHere === undefined ? awaitRecorded : () => waitHere(awaitRecorded);
  return markHandle({
    workflowID,
    getStatus: async () => getWorkflowStatus(clientOf(), workflowID),
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
    ...(isStarted ? { [STARTED]: true } : {}),
  });
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
  return decodeError(encodeError(error, true));
}
