import { DbosdError, isTerminal } from '@dbosd/shared';

export function workflowNotFound(workflowId: string): DbosdError {
  return new DbosdError({
    reason: 'WORKFLOW_NOT_FOUND',
    message: `there is no workflow ${workflowId}; start or enqueue it first, or correct the id`,
    metadata: { workflow_id: workflowId },
  });
}

/** It was there while it was waited for, and is no more. */
export function workflowDeleted(workflowId: string): DbosdError {
  return new DbosdError({
    reason: 'WORKFLOW_NOT_FOUND',
    message: `workflow ${workflowId} was deleted while it was waited for: it has no outcome`,
    metadata: { workflow_id: workflowId },
  });
}

export function workflowNotActive(workflowId: string, status: string): DbosdError {
  return new DbosdError({
    reason: 'WORKFLOW_NOT_ACTIVE',
    message: `workflow ${workflowId} has ended (${status}); resume it, or send without require_active`,
    metadata: { workflow_id: workflowId, status },
  });
}

/**
 * Why a worker's operation was refused: the workflow is there, and its row says that someone else runs it, or no one.
 * `status` is the row's.
 */
export function notRunning(workflowId: string, status: string): DbosdError {
  const metadata = { workflow_id: workflowId, status };
  if (status === 'CANCELLED') {
    return new DbosdError({
      reason: 'WORKFLOW_CANCELLED',
      message: `workflow ${workflowId} has been cancelled; stop running it`,
      metadata,
    });
  }
  if (isTerminal(status)) {
    return new DbosdError({
      reason: 'WORKFLOW_NOT_ACTIVE',
      message: `workflow ${workflowId} has ended (${status}); stop running it`,
      metadata,
    });
  }
  return new DbosdError({
    reason: 'OWNERSHIP_LOST',
    message: `workflow ${workflowId} (${status}) is run by another, or waits to be; stop running it`,
    metadata,
  });
}

const NOT_RUNNING: readonly string[] = [
  'WORKFLOW_NOT_FOUND',
  'WORKFLOW_CANCELLED',
  'WORKFLOW_NOT_ACTIVE',
  'OWNERSHIP_LOST',
];

/** Whether it says that the caller does not run the workflow (any more). */
export function isNotRunning(error: unknown): error is DbosdError {
  return error instanceof DbosdError && NOT_RUNNING.includes(error.reason);
}

/** The id is that of another workflow; its name, where it is known. */
export function workflowIdInUse(workflowId: string, status: string, workflowName?: string): DbosdError {
  return new DbosdError({
    reason: 'WORKFLOW_ID_IN_USE',
    message: `workflow id ${workflowId} is in use (${status}); choose another, or allow the existing one`,
    metadata: {
      workflow_id: workflowId,
      status,
      ...(workflowName === undefined ? {} : { workflow_name: workflowName }),
    },
  });
}

/** What names a workflow's function. */
export interface FunctionName {
  readonly workflowName?: string | undefined;
  readonly className?: string | undefined;
  readonly configName?: string | undefined;
}

export function workflowIdConflict(workflowId: string, found: FunctionName, asked: FunctionName): DbosdError {
  return new DbosdError({
    reason: 'WORKFLOW_ID_CONFLICT',
    message:
      `workflow id ${workflowId} belongs to ${spell(found)}, not to ${spell(asked)}; ` +
      'choose another id, or correct the name',
    metadata: { workflow_id: workflowId },
  });
}

export function deduplicationConflict(queueName: string, holderId: string): DbosdError {
  return new DbosdError({
    reason: 'DEDUPLICATION_CONFLICT',
    message:
      `workflow ${holderId} on queue ${queueName} has this deduplication id already; ` +
      'wait until it has ended, or choose another',
    metadata: { workflow_id: holderId, queue_name: queueName },
  });
}

export function queueNotFound(name: string): DbosdError {
  return new DbosdError({
    reason: 'QUEUE_NOT_FOUND',
    message: `there is no queue ${name}; register it first, or correct the name`,
    metadata: { queue_name: name },
  });
}

/** The daemon drains, and a stream that it was sending ends here: resume it elsewhere. */
export function draining(metadata: Readonly<Record<string, string>> = {}): DbosdError {
  return new DbosdError({
    reason: 'DRAINING',
    message: 'the daemon shuts down; go on with another one',
    retryAfterMs: 0,
    metadata,
  });
}

/** Whether a failure passes by itself, so that a read may be tried again in a while. */
export function isPassing(cause: unknown): boolean {
  return cause instanceof DbosdError && cause.retryAfterMs !== undefined;
}

function spell({ workflowName, className, configName }: FunctionName): string {
  return [className, configName, workflowName].filter((part) => part !== undefined).join('/');
}
