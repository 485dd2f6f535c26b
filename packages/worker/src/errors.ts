import { DBOSStreamTimeoutError } from '@dbosd/client';
import { DBOSError } from '@dbosd/client/internal';
import { DbosdError, messageOf, PortableWorkflowError, type Reason } from '@dbosd/shared';

// The errors of DBOS that programs catch: DBOS's names and numbers, so that code which distinguishes them by class, by
// `dbosErrorCode` or by `name` goes on doing so.

export { DBOSError, DBOSStreamTimeoutError };

/** The numbers that DBOS exports by name. */
export const UnexpectedStep = 26;
export const QueueDedupIDDuplicated = 28;
export const StreamTimeout = 33;
export const StreamNondeterminism = 34;
export const QueryTimeout = 35;
export const WorkflowIDInUse = 36;
export const StepNondeterminism = 37;

/** The configuration is missing or wrong. */
export class DBOSInitializationError extends DBOSError {
  /** Why, where something failed. */
  readonly error?: Error;

  constructor(message: string, error?: Error) {
    super(message, 3);
    if (error !== undefined) this.error = error;
  }
}

/** Another execution owns the workflow: this one has to stop, and writes nothing more. */
export class DBOSWorkflowConflictError extends DBOSError {
  constructor(workflowID: string) {
    super(`workflow ${workflowID} is run by another worker now: this execution of it has to end`, 5);
  }
}

/** A function is no registered workflow or step. */
export class DBOSNotRegisteredError extends DBOSError {
  constructor(
    name: string,
    message = `${name} is not registered: pass it to DBOS.registerWorkflow, or decorate it`,
  ) {
    super(message, 6);
  }
}

export class DBOSNonExistentWorkflowError extends DBOSError {
  constructor(message: string) {
    super(message, 16);
  }
}

export class DBOSMaxRecoveryAttemptsExceededError extends DBOSError {
  constructor(workflowID: string) {
    super(
      `workflow ${workflowID} was taken up too often without getting on: resume it when its fault is fixed`,
      18,
    );
  }
}

/** A call came before `DBOS.launch`, or after `DBOS.shutdown`. */
export class DBOSExecutorNotInitializedError extends DBOSError {
  constructor(call: string) {
    super(`${call} is called before DBOS.launch: await DBOS.launch() first`, 20);
  }
}

/** A call was made where it is not allowed. */
export class DBOSInvalidWorkflowTransitionError extends DBOSError {
  constructor(message: string) {
    super(message, 21);
  }
}

/** A workflow's id belongs to a workflow of another name. */
export class DBOSConflictingWorkflowError extends DBOSError {
  constructor(workflowID: string, message: string) {
    super(`workflow id ${workflowID} is taken: ${message}`, 22);
  }
}

/** All tries of a step failed; `errors` says how each did. */
export class DBOSMaxStepRetriesError extends DBOSError {
  readonly errors: Error[];

  constructor(stepName: string, attempts: number, errors: Error[]) {
    const each = errors.map((error, at) => `${String(at + 1)}: ${messageOf(error)}`).join('; ');
    super(`step ${stepName} failed in all of its ${String(attempts)} tries (${each})`, 23);
    this.errors = errors;
  }
}

/** The workflow itself was cancelled. */
export class DBOSWorkflowCancelledError extends DBOSError {
  readonly workflowID: string;

  constructor(workflowID: string) {
    super(`workflow ${workflowID} was cancelled`, 24);
    this.workflowID = workflowID;
  }
}

/** Two registrations contradict each other, or one comes too late. */
export class DBOSConflictingRegistrationError extends DBOSError {
  constructor(message: string) {
    super(message, 25);
  }
}

/** A replay came to another step than the one that is recorded. */
export class DBOSUnexpectedStepError extends DBOSError {
  readonly workflowID: string;
  readonly stepID: number;
  readonly expectedName: string;

  constructor(workflowID: string, stepID: number, expectedName: string, recordedName: string) {
    super(
      `step ${String(stepID)} of workflow ${workflowID} is ${expectedName} now, but ${recordedName} is recorded: ` +
        'let the workflow do the same in every run (DBOS.patch leads over a change)',
      UnexpectedStep,
    );
    this.workflowID = workflowID;
    this.stepID = stepID;
    this.expectedName = expectedName;
  }
}

/** A workflow whose result is awaited was cancelled. */
export class DBOSAwaitedWorkflowCancelledError extends DBOSError {
  readonly workflowID: string;

  constructor(workflowID: string) {
    super(`workflow ${workflowID}, whose result is awaited, was cancelled`, 27);
    this.workflowID = workflowID;
  }
}

/** Another active workflow of the queue has the deduplication id. */
export class DBOSQueueDuplicatedError extends DBOSError {
  override readonly name = 'DBOSQueueDuplicatedError';
  readonly workflowID: string;
  readonly queue: string;
  readonly deduplicationID: string;

  constructor(workflowID: string, queue: string, deduplicationID: string) {
    super(
      `another workflow on queue ${queue} has the deduplication id ${deduplicationID} of ${workflowID}`,
      QueueDedupIDDuplicated,
    );
    this.workflowID = workflowID;
    this.queue = queue;
    this.deduplicationID = deduplicationID;
  }
}

export class DBOSInvalidQueuePriorityError extends DBOSError {
  readonly priority: number;
  readonly min: number;
  readonly max: number;

  constructor(priority: number, min: number, max: number) {
    super(`priority is ${String(priority)}: give a whole number from ${String(min)} to ${String(max)}`, 29);
    this.priority = priority;
    this.min = min;
    this.max = max;
  }
}

/** A workflow whose result is awaited was given up. */
export class DBOSAwaitedWorkflowExceededMaxRecoveryAttempts extends DBOSError {
  readonly workflowID: string;

  constructor(workflowID: string) {
    super(`workflow ${workflowID}, whose result is awaited, was given up after too many attempts`, 30);
    this.workflowID = workflowID;
  }
}

/** One try of a step took longer than its `timeoutMS`. */
export class DBOSStepTimeoutError extends DBOSError {
  readonly stepName: string;
  readonly timeoutMS: number;

  constructor(stepName: string, timeoutMS: number) {
    super(`step ${stepName} took longer than ${String(timeoutMS)} ms`, 31);
    this.stepName = stepName;
    this.timeoutMS = timeoutMS;
  }
}

/** A workflow's arguments cannot be stored. */
export class DBOSInvalidWorkflowInputError extends DBOSError {
  constructor(workflowName: string, cause: unknown) {
    const why = messageOf(cause);
    super(`the arguments of workflow ${workflowName} cannot be serialized: ${why}`, 32);
  }
}

/** Two streams are read at once in a workflow: a replay would not know which value is whose. */
export class DBOSStreamNondeterminismError extends DBOSError {
  override readonly name = 'DBOSStreamNondeterminismError';
  readonly workflowID: string;
  readonly key: string;

  constructor(workflowID: string, key: string) {
    super(
      `stream ${key} cannot be read in workflow ${workflowID} while it reads another: ` +
        'read one after the other, or read them in steps',
      StreamNondeterminism,
    );
    this.workflowID = workflowID;
    this.key = key;
  }
}

/** A query took too long. No daemon answers so: it is here for programs that name it. */
export class DBOSQueryTimeoutError extends DBOSError {
  override readonly name = 'DBOSQueryTimeoutError';
  readonly timeoutMS: number;

  constructor(timeoutMS: number) {
    super(`the query took longer than ${String(timeoutMS)} ms`, QueryTimeout);
    this.timeoutMS = timeoutMS;
  }
}

/** A start with the policy `reject` found the workflow's id in use. */
export class DBOSWorkflowIDInUseError extends DBOSError {
  override readonly name = 'DBOSWorkflowIDInUseError';
  readonly workflowID: string;
  /** Of the workflow that has it. */
  readonly status: string;
  /** Of the workflow that has it. */
  readonly workflowName: string;

  constructor(workflowID: string, status: string, workflowName: string) {
    super(
      `workflow id ${workflowID} is in use by workflow ${workflowName} (${status}): ` +
        'choose another, or leave workflowIDReusePolicy out',
      WorkflowIDInUse,
    );
    this.workflowID = workflowID;
    this.status = status;
    this.workflowName = workflowName;
  }
}

/** One execution recorded a step twice, differently. */
export class DBOSStepNondeterminismError extends DBOSError {
  override readonly name = 'DBOSStepNondeterminismError';
  readonly workflowID: string;
  readonly stepID: number;

  constructor(workflowID: string, stepID: number) {
    super(
      `step ${String(stepID)} of workflow ${workflowID} was recorded by another call: run each step once`,
      StepNondeterminism,
    );
    this.workflowID = workflowID;
    this.stepID = stepID;
  }
}

/** Whether it is a stream's timeout, also one that a replay revived. */
export function isStreamTimeoutError(error: unknown): boolean {
  return (
    hasCode(error, StreamTimeout) ||
    (error instanceof PortableWorkflowError && error.name === 'DBOSStreamTimeoutError')
  );
}

/** Whether it says that a workflow's id is in use, also one that a replay revived. */
export function isWorkflowIDInUseError(error: unknown): boolean {
  return (
    hasCode(error, WorkflowIDInUse) ||
    (error instanceof PortableWorkflowError && error.name === 'DBOSWorkflowIDInUseError')
  );
}

/** The number by which DBOS knows an error. Undefined: it is none of DBOS's. */
export function getDBOSErrorCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { dbosErrorCode } = error as { dbosErrorCode?: unknown };
  return typeof dbosErrorCode === 'number' ? dbosErrorCode : undefined;
}

/** Why a workflow's execution has to stop, as the workflow sees it. Undefined: it need not. */
export function stopOf(workflowID: string, error: unknown): Error | undefined {
  if (!(error instanceof DbosdError) || error.metadata.destination_id !== undefined) return undefined;
  if (error.reason === 'WORKFLOW_CANCELLED') return new DBOSWorkflowCancelledError(workflowID);
  return NOT_OURS.includes(error.reason) ? new DBOSWorkflowConflictError(workflowID) : undefined;
}

const NOT_OURS: readonly Reason[] = ['OWNERSHIP_LOST', 'WORKFLOW_NOT_ACTIVE', 'WORKFLOW_NOT_FOUND'];

function hasCode(error: unknown, code: number): boolean {
  return error instanceof Error && getDBOSErrorCode(error) === code;
}
