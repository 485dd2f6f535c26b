import { AsyncLocalStorage } from 'node:async_hooks';
import { DBOSInvalidWorkflowTransitionError } from './errors.js';
import type { WorkflowRun } from './execution/workflow-run.js';
import type { StepTry } from './steps/step-try.js';

/** What `with…` calls set for the workflows that are started inside them. */
export interface StartDefaults {
  /** Taken by the first one. */
  readonly next: { workflowId: string | undefined };
  readonly queueName?: string | undefined;
  /** Null: without a limit, also without the starter's deadline. */
  readonly timeoutMs?: number | null | undefined;
  readonly user?: string | undefined;
  readonly roles?: readonly string[] | undefined;
}

/** The workflow and step that code runs in. */
export interface Context {
  readonly run: WorkflowRun | undefined;
  readonly step: StepTry | undefined;
  readonly defaults: StartDefaults;
}

// One for the process, as DBOS is: a call finds its workflow wherever it is made.
const storage = new AsyncLocalStorage<Context>();

export const NO_DEFAULTS: StartDefaults = { next: { workflowId: undefined } };
const NOWHERE: Context = { run: undefined, step: undefined, defaults: NO_DEFAULTS };

export function currentContext(): Context {
  return storage.getStore() ?? NOWHERE;
}

export function runIn<T>(context: Context, callback: () => T): T {
  return storage.run(context, callback);
}

/** The id for the next workflow that is started, which no other gets. */
export function takeNextId({ next }: StartDefaults): string | undefined {
  const { workflowId } = next;
  next.workflowId = undefined;
  return workflowId;
}

/** Runs with other defaults for the workflows that are started inside. */
export function runWith<T>(changes: Partial<StartDefaults>, callback: () => T): T {
  const context = currentContext();
  return storage.run({ ...context, defaults: { ...context.defaults, ...changes } }, callback);
}

/** The workflow in whose body, and not in one of its steps, the call is made. Throws what to do instead. */
export function workflowBody(call: string): WorkflowRun {
  const { run, step } = currentContext();
  if (run === undefined) {
    throw new DBOSInvalidWorkflowTransitionError(
      `${call} is called outside a workflow: call it in a function registered with DBOS.registerWorkflow or @DBOS.workflow`,
    );
  }
  if (step !== undefined) {
    throw new DBOSInvalidWorkflowTransitionError(
      `${call} is called inside step ${step.name}: call it in the workflow itself, and give the step its result`,
    );
  }
  return run;
}

/** The workflow in whose body the call is made; undefined in a step and in ordinary code. */
export function workflowIfInBody(): WorkflowRun | undefined {
  const { run, step } = currentContext();
  return step === undefined ? run : undefined;
}
