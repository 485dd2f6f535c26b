import { randomUUID } from 'node:crypto';
import {
  checkName,
  checkNewWorkflowId,
  checkPartitionKey,
  checkWorkflowId,
  MAX_FUNCTION_ID,
} from '@dbosd/shared';
import type { AbortOptions } from '../timeouts.js';
import type { Connection } from '../connection/connection.js';
import { checkWhole, takeOptions, type OptionNames } from '../options.js';
import { span } from './enqueue.js';

/** How a workflow runs again. */
interface RerunOptions extends AbortOptions {
  /** Absent: the one that the workflow has. */
  applicationVersion?: string | undefined;
  /** The queue to put it on. Absent: DBOS's own, from which every application takes its workflows. */
  queueName?: string | undefined;
  queuePartitionKey?: string | undefined;
}

export interface ForkWorkflowOptions extends RerunOptions {
  /** Absent: a new UUID. */
  newWorkflowID?: string | undefined;
  /** From when it is dequeued. Absent: no limit. */
  timeoutMS?: number | undefined;
  /** Ids of children of the steps that are not run again, and those that replace them in the fork. */
  replacementChildren?: Record<string, string>;
}

export interface RewindWorkflowOptions extends RerunOptions {
  /** The first step that is run again, by its function id. Absent: 0, all of them. */
  startStep?: number;
}

/** A fork belongs to the application that its client acts for. */
export interface OwnedForkOptions extends ForkWorkflowOptions {
  applicationName?: string;
}

const RERUN_OPTIONS: OptionNames<RerunOptions> = {
  applicationVersion: true,
  queueName: true,
  queuePartitionKey: true,
  signal: true,
};
const FORK_OPTIONS: OptionNames<OwnedForkOptions> = {
  ...RERUN_OPTIONS,
  newWorkflowID: true,
  timeoutMS: true,
  replacementChildren: true,
  applicationName: true,
};
const REWIND_OPTIONS: OptionNames<RewindWorkflowOptions> = { ...RERUN_OPTIONS, startStep: true };

/** Makes a workflow of another one's input and first steps, and returns its id. It is sent again under id and token. */
export async function forkWorkflow(
  connection: Connection,
  workflowID: string,
  startStep: number,
  given: OwnedForkOptions,
): Promise<string> {
  const options = takeOptions('options', given, FORK_OPTIONS);
  const { applicationName, replacementChildren = {} } = options;
  const request = {
    ...targetOf(workflowID, startStep, options),
    newWorkflowId: checkNewWorkflowId('newWorkflowID', options.newWorkflowID ?? randomUUID()),
    replacementChildren: Object.fromEntries(
      Object.entries(replacementChildren).map(([child, replacement]) => [
        checkWorkflowId('replacementChildren', child),
        checkWorkflowId('replacementChildren', replacement),
      ]),
    ),
    timeout: span('timeoutMS', options.timeoutMS, 1),
    applicationName,
  };
  const { signal } = options;
  return (await connection.call('forkWorkflow', request, { isRepeatable: true, signal })).workflowId;
}

/** Takes an ended workflow back to a step. */
export async function rewindWorkflow(
  connection: Connection,
  workflowID: string,
  given: RewindWorkflowOptions,
): Promise<void> {
  const options = takeOptions('options', given, REWIND_OPTIONS);
  const request = targetOf(workflowID, options.startStep ?? 0, options);
  await connection.call('rewindWorkflow', request, { isRepeatable: true, signal: options.signal });
}

function targetOf(
  workflowID: string,
  startStep: number,
  { applicationVersion, queueName, queuePartitionKey }: RerunOptions,
): {
  workflowId: string;
  startStep: number;
  requestId: string;
  applicationVersion: string | undefined;
  queueName: string | undefined;
  queuePartitionKey: string | undefined;
} {
  return {
    workflowId: checkWorkflowId('workflowID', workflowID),
    startStep: checkWhole('startStep', startStep, [0, MAX_FUNCTION_ID]),
    requestId: randomUUID(),
    applicationVersion:
      applicationVersion === undefined ? undefined : checkName('applicationVersion', applicationVersion),
    queueName: queueName === undefined ? undefined : checkName('queueName', queueName),
    queuePartitionKey:
      queuePartitionKey === undefined ? undefined : checkPartitionKey('queuePartitionKey', queuePartitionKey),
  };
}
