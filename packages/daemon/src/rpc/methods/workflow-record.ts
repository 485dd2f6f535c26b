import { msToDuration, msToTimestamp, statusToWire, type contract } from '@dbosd/shared';
import { fromStoredExecutorId } from '../../model/executor-id.js';
import type { ReadValue, WorkflowRecord } from '../../operations/operations.js';
import type { ReadFormat } from '../fields/read-options.js';
import { encodeErrorValue, encodeValue } from '../fields/value.js';

/** A workflow as the contract shows it. */
export function encodeWorkflow(record: WorkflowRecord, format: ReadFormat): contract.Workflow {
  const { input, output, error, createdAtMs, updatedAtMs, timeoutMs, deadlineMs, ...rest } = record;
  const { status, dequeuedAtMs, delayUntilMs, completedAtMs, authenticatedRoles, executorId, ...same } = rest;
  return {
    // The names, flags and numbers that both sides have alike; absent ones stay absent.
    ...same,
    ...(executorId === undefined ? {} : { executorId: fromStoredExecutorId(executorId) }),
    authenticatedRoles: [...authenticatedRoles],
    status: statusToWire(status),
    createdAt: msToTimestamp(createdAtMs),
    updatedAt: msToTimestamp(updatedAtMs),
    timeout: optional(timeoutMs, msToDuration),
    deadline: optional(deadlineMs, msToTimestamp),
    dequeuedAt: optional(dequeuedAtMs, msToTimestamp),
    delayUntil: optional(delayUntilMs, msToTimestamp),
    completedAt: optional(completedAtMs, msToTimestamp),
    input: optional(input, value),
    output: optional(output, value),
    error: optional(error, (read) => encodeErrorValue(read, format)),
  };

  function value(read: ReadValue): contract.Value {
    return encodeValue(read, format);
  }
}

// The generated types write an absent message as null.
function optional<In, Out>(value: In | undefined, encode: (value: In) => Out): Out | null {
  return value === undefined ? null : encode(value);
}
