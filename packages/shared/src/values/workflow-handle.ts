/** What every handle of a workflow is, whichever package made it. */
export interface HandleValue {
  readonly workflowID: string;
}

// In the registry of all realms: client and worker may each have a copy of this package.
const HANDLE = Symbol.for('dbosd.WorkflowHandle');

/** Marks a handle, so that it is stored as DBOS for TypeScript stores its own: by the id of its workflow. */
export function markHandle<T extends HandleValue>(handle: T): T {
  return Object.defineProperty(handle, HANDLE, { value: true });
}

export function isWorkflowHandle(value: unknown): value is HandleValue {
  return typeof value === 'object' && value !== null && HANDLE in value;
}
