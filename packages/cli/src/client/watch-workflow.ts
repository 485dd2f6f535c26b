import type { StepInfo, WorkflowStatus } from '@dbosd/client';
import { isTerminal, systemClock } from '@dbosd/shared';
import { EXIT, type ExitCode } from '../exit-code.js';
import { jsonOf } from '../output/json.js';
import { visible } from '../output/table.js';
import { resultWords, STEPS } from '../views/steps.js';
import { noWorkflow } from './event.js';
import { refuseDocument } from './watching.js';
import type { ClientSurroundings } from './with-client.js';
import { requireWorkflow } from './workflow.js';

export interface WatchWorkflowGiven {
  readonly workflowId: string;
  readonly every?: number;
}

/** Something that has happened to a workflow. */
type Happening =
  | { readonly type: 'status'; readonly status: string }
  | { readonly type: 'step'; readonly step: StepInfo }
  | { readonly type: 'event'; readonly key: string; readonly value: unknown };

const DEFAULT_EVERY_MS = 1000;

/**
 * `dbosd workflow watch`: its status, steps and events as they change, until it ends. Events are pushed, and so is the
 * end; status and steps are read every second.
 */
export async function watchWorkflow(
  given: WatchWorkflowGiven,
  surroundings: ClientSurroundings,
): Promise<ExitCode> {
  refuseDocument(surroundings, 'workflow watch');
  await requireWorkflow(given.workflowId, surroundings);
  const ended = new AbortController();
  await Promise.all([
    followEvents(given.workflowId, ended, surroundings),
    followSteps(given, ended.signal, surroundings),
  ]);
  return EXIT.ok;
}

/** Prints every change of an event, and sets `ended` when the workflow has ended. */
async function followEvents(
  workflowId: string,
  ended: AbortController,
  surroundings: ClientSurroundings,
): Promise<void> {
  const { client, signal } = surroundings;
  for await (const change of client.watchEvents(workflowId, { signal })) {
    if (change.type === 'set')
      await put({ type: 'event', key: change.key, value: change.value }, surroundings);
    if (change.type === 'workflowEnded') ended.abort();
  }
}

async function followSteps(
  { workflowId, every = DEFAULT_EVERY_MS }: WatchWorkflowGiven,
  ended: AbortSignal,
  surroundings: ClientSurroundings,
): Promise<void> {
  const { client, signal } = surroundings;
  let status: string | undefined;
  const seen = new Set<number>();
  for (;;) {
    const isLast = ended.aborted;
    // Read the status first: if the workflow has ended, everything it did is recorded by then.
    const workflow: WorkflowStatus = await requireWorkflow(workflowId, surroundings);
    const recorded = await client.listWorkflowSteps(workflowId, { signal });
    if (recorded === undefined) throw noWorkflow(workflowId);
    // By their numbers: of steps that run at once, a later one may be recorded first.
    for (const step of recorded.filter(({ functionID }) => !seen.has(functionID))) {
      seen.add(step.functionID);
      await put({ type: 'step', step }, surroundings);
    }
    if (workflow.status !== status) await put({ type: 'status', status: workflow.status }, surroundings);
    status = workflow.status;
    // A workflow that ended and was resumed at once counts as ended: its events are no longer pushed.
    if (isTerminal(status) || isLast) return;
    await restUntil(ended, every, signal);
  }
}

/** Rejects with Ctrl-C. */
async function restUntil(ended: AbortSignal, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await systemClock.sleep(ms, AbortSignal.any([ended, signal]));
  } catch (error) {
    if (!ended.aborted) throw error;
  }
}

function put(happening: Happening, { output }: ClientSurroundings): Promise<void> {
  return output.format === 'jsonl' ? output.value(record(happening)) : output.line(visible(words(happening)));
}

/** For programs: a step as `dbosd workflow steps` gives it. */
function record(happening: Happening): object {
  return happening.type === 'step' ? { ...happening, step: STEPS.record(happening.step) } : happening;
}

function words(happening: Happening): string {
  switch (happening.type) {
    case 'status':
      return `status  ${happening.status}`;
    case 'event':
      return `event   ${happening.key}  ${jsonOf(happening.value)}`;
    case 'step': {
      const { functionID, name, error, childWorkflowID } = happening.step;
      const result = (error === null ? childWorkflowID : null) ?? resultWords(happening.step);
      return `step    ${String(functionID)} ${name}  ${result}`;
    }
  }
}
