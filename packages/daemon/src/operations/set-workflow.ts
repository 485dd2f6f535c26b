import type { SetAttributesCommand, SetDelayCommand, SetPriorityCommand } from '../model/management.js';
import { setAttributes, setDelay, setPriority } from '../store/queries/workflows/set-workflow.js';
import { refusedAttributes } from './refused-attributes.js';
import { writeOnce, type WriteDeps } from './write-once.js';

/** Whether there was something to change. */
export interface Changed {
  readonly changed: boolean;
}

/** Changes when a delayed workflow begins. */
export function setWorkflowDelay(deps: WriteDeps, command: SetDelayCommand): Promise<Changed> {
  return writeOnce(deps, {
    method: 'SetWorkflowDelay',
    command,
    effect: async (tx) => ({ changed: await setDelay(tx, command.workflowId, command.start) }),
  });
}

/** Changes the priority of a workflow that waits to begin. */
export function setWorkflowPriority(deps: WriteDeps, command: SetPriorityCommand): Promise<Changed> {
  return writeOnce(deps, {
    method: 'SetWorkflowPriority',
    command,
    effect: async (tx) => ({ changed: await setPriority(tx, command.workflowId, command.priority) }),
  });
}

/** Replaces a workflow's attributes. Fails with INVALID_FIELD for what jsonb cannot hold. */
export function setWorkflowAttributes(deps: WriteDeps, command: SetAttributesCommand): Promise<Changed> {
  return writeOnce(deps, {
    method: 'SetWorkflowAttributes',
    command,
    effect: async (tx) => {
      try {
        return { changed: await setAttributes(tx, command.workflowId, command.attributesJson) };
      } catch (cause) {
        throw refusedAttributes(cause);
      }
    },
  });
}
