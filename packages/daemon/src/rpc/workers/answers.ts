import { msToDuration, msToTimestamp, statusToWire, toStatus, type contract } from '@dbosd/shared';
import type { Received, WorkflowStarted } from '../../model/durable.js';
import type { Assignment, Checkpoint, CheckpointPage, WorkflowStop } from '../../model/workers.js';

export function encodeAssignment(assignment: Assignment): contract.Assignment {
  const { deadlineInMs, timeoutMs, checkpoints, authenticatedRoles, ...rest } = assignment;
  return {
    ...rest,
    authenticatedRoles: [...authenticatedRoles],
    checkpoints: encodePage(checkpoints),
    ...(deadlineInMs === undefined ? {} : { deadlineIn: msToDuration(deadlineInMs) }),
    ...(timeoutMs === undefined ? {} : { timeout: msToDuration(timeoutMs) }),
  };
}

export function encodePage({
  workflowId,
  ownerToken,
  checkpoints,
  last,
}: CheckpointPage): contract.CheckpointPage {
  return { workflowId, ownerToken, checkpoints: checkpoints.map(encodeCheckpoint), last };
}

function encodeCheckpoint(checkpoint: Checkpoint): contract.Checkpoint {
  const { startedAtMs, completedAtMs, remainingMs, ...rest } = checkpoint;
  return {
    ...rest,
    ...(startedAtMs === undefined ? {} : { startedAt: msToTimestamp(startedAtMs) }),
    ...(completedAtMs === undefined ? {} : { completedAt: msToTimestamp(completedAtMs) }),
    ...(remainingMs === undefined ? {} : { remaining: msToDuration(remainingMs) }),
  };
}

export function encodeStop({ workflowId, ownerToken, cause }: WorkflowStop): contract.WorkflowStop {
  return { workflowId, ownerToken, cause: toStatus(cause) };
}

export function encodeReceived(received: Received): contract.Received {
  switch (received.kind) {
    case 'message':
      return { message: received.message };
    case 'timedOut':
      return { timedOut: {} };
    case 'notYet':
      return { notYet: {} };
  }
}

export function encodeStarted(started: WorkflowStarted): contract.WorkflowStarted {
  const { workflowId, existing, run, deadlineInMs, status } = started;
  return {
    workflowId,
    existing,
    run,
    status: statusToWire(status),
    ...(deadlineInMs === undefined ? {} : { deadlineIn: msToDuration(deadlineInMs) }),
  };
}
