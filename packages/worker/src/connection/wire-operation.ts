import { DbosdError, fromStatus, mayRetry, msToTimestamp, retryDelayMs, type contract } from '@dbosd/shared';
import type { Operation } from './operation.js';

/** The answer to an operation. */
export type Answer = contract.DurableAnswer__Output;

/**
 * The limit of operations that one workflow may have in progress. Further ones are refused, for workflows that never
 * await.
 */
export const MAX_OPEN_OPERATIONS = 10_000;

/** The operation in wire form, as it is sent now. */
export function wireOf({
  id,
  lane,
  chain,
  functionId,
  startedAtMs,
  stepAttempt,
  body,
}: Operation): contract.DurableOperation {
  const wire: contract.DurableOperation = {
    id,
    startedAt: msToTimestamp(startedAtMs),
    workflowId: lane.workflowId,
    ownerToken: lane.ownerToken,
    functionId,
    stepAttempt,
    follows: chain?.hasInFlight === true ? true : undefined,
  };
  // Bodies differ in shape. Adding one to an object of a fixed shape is much cheaper than spreading it first.
  return Object.assign(wire, body);
}

/** After which delay the operation is tried again. Undefined: it is over. Every operation is safe to repeat. */
export function retryDelayOf(
  { chain, retries: own }: Operation,
  { error, received }: Answer,
): number | undefined {
  const retries = chain?.retries ?? own;
  // The daemon drains, or holds too much for this worker: what is recorded, the deadline or a message, is found again.
  if (received?.outcome === 'notYet') return retryDelayMs(new DbosdError(NOT_YET), retries);
  if (!error) return undefined;
  const failure = fromStatus(error);
  return mayRetry(failure, true) ? retryDelayMs(failure, retries) : undefined;
}

const NOT_YET = { reason: 'DRAINING', message: 'the daemon answers later' } as const;

export function tooLarge(bytes: number, maxBytes: number): DbosdError {
  return new DbosdError({
    reason: 'PAYLOAD_TOO_LARGE',
    message: `the operation has ${String(bytes)} bytes, and the daemon takes ${String(maxBytes)}: store the data elsewhere and write a reference to it`,
    metadata: { size: String(bytes), limit: String(maxBytes) },
  });
}

export function full(): DbosdError {
  return new DbosdError({
    reason: 'OVERLOADED',
    message: `the workflow has ${String(MAX_OPEN_OPERATIONS)} operations in progress that nothing awaits: await them`,
  });
}
