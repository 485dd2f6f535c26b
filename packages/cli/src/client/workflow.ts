import { UndecodableError, type StepInfo, type WorkflowStatus } from '@dbosd/client';
import { DbosdError, isTerminal } from '@dbosd/shared';
import { CommandError } from '../command-error.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { spanPhrase } from '../output/time-phrase.js';
import { STEPS } from '../views/steps.js';
import { WORKFLOW } from '../views/workflows.js';
import { noWorkflow } from './event.js';
import { markOf, putValue } from './undecodable.js';
import { listOrWatch, type WatchGiven } from './watching.js';
import type { ClientSurroundings } from './with-client.js';

interface WorkflowGiven extends WatchGiven {
  readonly workflowId: string;
}

/** `dbosd workflow get`; with `--watch` until it ends. */
export async function getWorkflow(given: WorkflowGiven, surroundings: ClientSurroundings): Promise<ExitCode> {
  const { output } = surroundings;
  const read = (): Promise<WorkflowStatus> => requireWorkflow(given.workflowId, surroundings);
  if (given.watch !== true) {
    await output.one(await read(), WORKFLOW);
    return EXIT.ok;
  }
  const rows = async (): Promise<WorkflowStatus[]> => [await read()];
  const isOver = ([workflow]: readonly WorkflowStatus[]): boolean => isTerminal(workflow?.status ?? '');
  return listOrWatch(given, { view: WORKFLOW, read: rows, isOver, isOne: true }, surroundings);
}

/** `dbosd workflow steps` */
export function listSteps(given: WorkflowGiven, surroundings: ClientSurroundings): Promise<ExitCode> {
  const { client, signal } = surroundings;
  const read = async (): Promise<StepInfo[]> => {
    const steps = await client.listWorkflowSteps(given.workflowId, { signal });
    if (steps === undefined) throw noWorkflow(given.workflowId);
    return steps;
  };
  return listOrWatch(given, { view: STEPS, read }, surroundings);
}

export interface WaitGiven {
  readonly workflowId: string;
  readonly timeout?: number;
  readonly raw?: boolean;
}

/** `dbosd workflow wait`: its result; 1 with its error, 4 when the time is over. */
export async function waitForWorkflow(given: WaitGiven, surroundings: ClientSurroundings): Promise<ExitCode> {
  const { client, output, signal } = surroundings;
  const { workflowId, timeout, raw: isRaw = false } = given;
  const waiting = client
    .retrieveWorkflow(workflowId)
    .getResult({ ...(timeout === undefined ? {} : { timeoutSeconds: timeout / 1000 }), signal });
  let result: unknown;
  try {
    result = await output.progress.during(`waiting for ${workflowId}`, waiting);
  } catch (error) {
    if (!(error instanceof UndecodableError) || error.metadata['field'] !== 'output')
      throw await outcomeError(given, error, surroundings);
    result = markOf(error);
  }
  await putValue(output, result, isRaw);
  return EXIT.ok;
}

// What the workflow threw is its outcome, and no failure of this command; the daemon's and the client's own are.
async function outcomeError(
  { workflowId, timeout }: WaitGiven,
  error: unknown,
  { client, signal }: ClientSurroundings,
): Promise<unknown> {
  if (error instanceof UndecodableError) {
    const { payload, why } = error;
    return new CommandError(
      `workflow ${workflowId} ended with an error that cannot be read, since ${why}: ${payload.data}`,
    );
  }
  if (error instanceof DbosdError || signal.aborted || !(error instanceof Error)) return error;
  if (error.name === 'WaitTimeoutError') {
    const workflow = await client.getWorkflow(workflowId, { signal });
    const state = workflow === undefined ? 'there is none with this id yet' : `it is ${workflow.status}`;
    return new CommandError(
      `workflow ${workflowId} has not ended in ${spanPhrase(timeout ?? 0)}: ${state}`,
      EXIT.timedOut,
    );
  }
  return new CommandError(`workflow ${workflowId} ended with an error: ${error.name}: ${error.message}`);
}

/** The workflow as it is now. Rejects with CommandError, exit code 3, where there is none. */
export async function requireWorkflow(
  workflowId: string,
  { client, signal }: ClientSurroundings,
): Promise<WorkflowStatus> {
  const workflow = await client.getWorkflow(workflowId, { signal });
  if (workflow === undefined) throw noWorkflow(workflowId);
  return workflow;
}
