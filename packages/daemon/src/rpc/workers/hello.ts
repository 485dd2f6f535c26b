import {
  checkName,
  checkPartitionKey,
  checkWorkflowId,
  invalidField,
  MAX_FUNCTION_ID,
  type contract,
} from '@dbosd/shared';
import {
  toStoredExecutorId,
  type RegisteredWorkflow,
  type RunningWorkflow,
  type WorkerHello,
  type WorkerOffer,
} from '../../model/workers.js';
import { checkRange } from '../fields/scalars.js';

/** With their prefix they are 206 bytes in rows. */
const MAX_EXECUTOR_ID_BYTES = 200;
const MAX_WORKFLOWS = 10_000;
const MAX_QUEUES = 1000;
/** As many as may wait for messages in one worker, which is far more than run. */
const MAX_RUNNING = 100_000;
/** DBOS's own, where a workflow sets none. */
const DEFAULT_MAX_RECOVERY_ATTEMPTS = 100;
const MAX_COUNT = 1_000_000;

/** What a worker reports when it connects. Throws INVALID_FIELD. */
export function decodeHello(hello: contract.WorkerHello__Output): WorkerHello {
  const field = (name: string): string => `hello.${name}`;
  const executorId = checkName(field('executor_id'), hello.executorId, MAX_EXECUTOR_ID_BYTES);
  return {
    applicationName: checkName(field('application_name'), hello.applicationName),
    applicationVersion: checkName(field('application_version'), hello.applicationVersion),
    executorId: toStoredExecutorId(executorId),
    instance: checkName(field('instance'), hello.instance),
    workflows: decodeWorkflows(field('workflows'), hello.workflows),
    offer: hello.offer === null ? { queueNames: [] } : decodeOffer(field('offer'), hello.offer),
    running: decodeRuns(field('running'), hello.running),
    claimUnclaimed: hello.claimUnclaimed,
    streamNumber: checkRange(field('stream_number'), hello.streamNumber, [0, Number.MAX_SAFE_INTEGER]),
  };
}

/** What a worker takes. Throws INVALID_FIELD. */
export function decodeOffer(field: string, offer: contract.WorkerOffer__Output): WorkerOffer {
  const { slots, queueNames } = offer;
  if (queueNames.length > MAX_QUEUES) {
    throw invalidField(
      `${field}.queue_names`,
      `holds ${String(queueNames.length)} names: give ${String(MAX_QUEUES)} at most`,
    );
  }
  return {
    queueNames: queueNames.map((name, index) => checkName(`${field}.queue_names[${String(index)}]`, name)),
    slots: slots === undefined ? undefined : checkRange(`${field}.slots`, slots, [0, MAX_COUNT]),
  };
}

/** A run that the worker has stopped. Throws INVALID_FIELD. */
export function decodeStopped(
  field: string,
  { workflowId, ownerToken }: contract.StoppedRun__Output,
): Pick<RunningWorkflow, 'workflowId' | 'ownerToken'> {
  return {
    workflowId: checkWorkflowId(`${field}.workflow_id`, workflowId),
    ownerToken: checkName(`${field}.owner_token`, ownerToken),
  };
}

/** A worker's answer to an assignment. Throws INVALID_FIELD. */
export function decodeAnswer(
  field: string,
  answer: contract.AssignmentAnswer__Output,
): contract.AssignmentAnswer__Output {
  checkWorkflowId(`${field}.workflow_id`, answer.workflowId);
  checkName(`${field}.owner_token`, answer.ownerToken);
  return answer;
}

function decodeWorkflows(
  field: string,
  workflows: readonly contract.RegisteredWorkflow__Output[],
): RegisteredWorkflow[] {
  if (workflows.length > MAX_WORKFLOWS) {
    throw invalidField(
      field,
      `holds ${String(workflows.length)} workflows: register ${String(MAX_WORKFLOWS)} at most`,
    );
  }
  const seen = new Set<string>();
  return workflows.map((workflow, index) => {
    const at = `${field}[${String(index)}]`;
    const decoded = decodeWorkflow(at, workflow);
    const name = JSON.stringify([decoded.workflowName, decoded.className, decoded.configName]);
    if (seen.has(name)) throw invalidField(at, 'is registered twice: give each workflow once');
    seen.add(name);
    return decoded;
  });
}

function decodeWorkflow(field: string, workflow: contract.RegisteredWorkflow__Output): RegisteredWorkflow {
  const { className, configName, maxRecoveryAttempts } = workflow;
  return {
    workflowName: checkName(`${field}.workflow_name`, workflow.workflowName),
    maxRecoveryAttempts:
      maxRecoveryAttempts === undefined
        ? DEFAULT_MAX_RECOVERY_ATTEMPTS
        : checkRange(`${field}.max_recovery_attempts`, maxRecoveryAttempts, [1, MAX_COUNT]),
    className: className === undefined ? undefined : checkName(`${field}.class_name`, className),
    configName: configName === undefined ? undefined : checkName(`${field}.config_name`, configName),
  };
}

function decodeRuns(field: string, runs: readonly contract.RunningWorkflow__Output[]): RunningWorkflow[] {
  if (runs.length > MAX_RUNNING) {
    throw invalidField(
      field,
      `holds ${String(runs.length)} workflows: run ${String(MAX_RUNNING)} at most in one worker`,
    );
  }
  return runs.map((run, index) => decodeRunning(`${field}[${String(index)}]`, run));
}

function decodeRunning(field: string, run: contract.RunningWorkflow__Output): RunningWorkflow {
  const { queueName, queuePartitionKey, checkpointsUntil } = run;
  return {
    workflowId: checkWorkflowId(`${field}.workflow_id`, run.workflowId),
    ownerToken: checkName(`${field}.owner_token`, run.ownerToken),
    queueName: queueName === undefined ? undefined : checkName(`${field}.queue_name`, queueName),
    queuePartitionKey:
      queuePartitionKey === undefined
        ? undefined
        : checkPartitionKey(`${field}.queue_partition_key`, queuePartitionKey),
    checkpointsUntil:
      checkpointsUntil === undefined
        ? undefined
        : checkRange(`${field}.checkpoints_until`, checkpointsUntil, [0, MAX_FUNCTION_ID]),
  };
}
