import { randomUUID } from 'node:crypto';
import {
  checkName,
  checkNewWorkflowId,
  checkPartitionKey,
  checkWorkflowId,
  invalidField,
  MAX_PRIORITY,
  MAX_ROLES,
  statusToWire,
  type contract,
} from '@dbosd/shared';
import type { EnqueueCommand, Enqueued, Operations, WorkflowOutcome } from '../../operations/operations.js';
import {
  decodeAttributes,
  decodeReadOptions,
  type ReadFormat,
  encodeErrorValue,
  encodeValue,
} from '../fields/values.js';
import { checkEnum, checkRange, inside, seenFromOutside } from '../fields/scalars.js';
import { decodeDistinctIds } from '../fields/lists.js';
import { decodeSpan, decodeTimeout } from '../fields/times.js';
import { decodeWorkflowInput } from '../fields/workflows.js';
import {
  call,
  read,
  queuedCall,
  wait,
  waitOf,
  type CallContext,
  type MethodEnvironment,
  type MethodTable,
  encodeUnanswered,
} from './method.js';
import { manageMethods, rerunMethods } from './manage-workflows.js';
import { decodeFirstMessages, encodeSent } from './messages.js';
import { workflowListMethods, encodeWorkflow } from './workflow-lists.js';

/** WorkflowService. */
export function workflowMethods(environment: MethodEnvironment): MethodTable {
  const { operations, maxPayloadBytes } = environment;
  return {
    enqueueWorkflow: call(async (request: contract.EnqueueWorkflowRequest__Output) =>
      encodeEnqueued(await operations.enqueueWorkflow(decodeEnqueue(request, maxPayloadBytes))),
    ),
    enqueueAndSend: queuedCall((request: contract.EnqueueAndSendRequest__Output) =>
      enqueueAndSend(request, environment),
    ),
    ...manageMethods(environment),
    ...rerunMethods(environment),
    getWorkflow: read((request: contract.GetWorkflowRequest__Output) => getWorkflow(operations, request)),
    awaitWorkflow: wait((request: contract.AwaitWorkflowRequest__Output, context) =>
      awaitWorkflow(operations, request, context),
    ),
    ...workflowListMethods(environment),
    awaitFirst: wait((request: contract.AwaitFirstRequest__Output, context) =>
      awaitFirst(operations, request, context),
    ),
  };
}

async function enqueueAndSend(
  request: contract.EnqueueAndSendRequest__Output,
  { operations, maxPayloadBytes }: MethodEnvironment,
): Promise<contract.EnqueueAndSendResponse> {
  const { workflow, messages, rejectDifferent } = request;
  if (workflow === null) throw invalidField('workflow', 'is missing: give the workflow to enqueue');
  const command = {
    workflow: inside('workflow', () => decodeEnqueue(workflow, maxPayloadBytes)),
    messages: decodeFirstMessages(messages, {
      maxPayloadBytes,
      keysNeeded: workflow.requestId !== undefined,
    }),
    rejectDifferent,
  };
  try {
    const { workflow: enqueued, sent } = await operations.enqueueAndSend(command);
    return { workflow: encodeEnqueued(enqueued), messages: sent.map(encodeSent) };
  } catch (error) {
    throw seenFromOutside('workflow', error);
  }
}

function decodeEnqueue(
  request: contract.EnqueueWorkflowRequest__Output,
  maxPayloadBytes: number,
): EnqueueCommand {
  const timeoutMs = decodeSpan('timeout', request.timeout, 1);
  return {
    queueName: checkName('queue_name', request.queueName),
    workflowName: checkName('workflow_name', request.workflowName),
    ...decodeIdentity(request),
    input: decodeWorkflowInput(request.input, maxPayloadBytes),
    ...decodeDeduplication(request),
    ...decodeOptionalNames(request),
    priority: checkRange('priority', request.priority, [0, MAX_PRIORITY]),
    delayMs: decodeSpan('delay', request.delay) ?? 0,
    timeoutMs,
    ...decodeAttributes(request.attributesJson, maxPayloadBytes),
    authenticatedRoles: decodeRoles(request.authenticatedRoles),
  };
}

function decodeIdentity(
  request: contract.EnqueueWorkflowRequest__Output,
): Pick<EnqueueCommand, 'workflowId' | 'rejectIdInUse' | 'requestId'> {
  const { workflowId, requestId } = request;
  if (requestId !== undefined && workflowId === undefined) {
    throw invalidField(
      'workflow_id',
      'is missing: a request_id needs it, a repeat must find the same workflow',
    );
  }
  const policy = checkEnum('workflow_id_reuse_policy', request.workflowIdReusePolicy);
  return {
    workflowId: workflowId === undefined ? randomUUID() : checkNewWorkflowId('workflow_id', workflowId),
    rejectIdInUse: policy === 'WORKFLOW_ID_REUSE_POLICY_REJECT',
    requestId: requestId === undefined ? undefined : checkName('request_id', requestId),
  };
}

function decodeDeduplication(
  request: contract.EnqueueWorkflowRequest__Output,
): Pick<EnqueueCommand, 'deduplicationId' | 'returnDeduplicated'> {
  const { deduplicationId } = request;
  const policy = checkEnum('deduplication_policy', request.deduplicationPolicy);
  const returnDeduplicated = policy === 'DEDUPLICATION_POLICY_RETURN_EXISTING';
  if (deduplicationId !== undefined) {
    return { returnDeduplicated, deduplicationId: checkName('deduplication_id', deduplicationId) };
  }
  if (returnDeduplicated) {
    throw invalidField('deduplication_id', 'is missing: the policy to return the existing workflow needs it');
  }
  return { returnDeduplicated };
}

function decodeOptionalNames(
  request: contract.EnqueueWorkflowRequest__Output,
): Pick<
  EnqueueCommand,
  | 'className'
  | 'configName'
  | 'applicationName'
  | 'applicationVersion'
  | 'queuePartitionKey'
  | 'authenticatedUser'
> {
  const { className, configName, applicationName, applicationVersion, queuePartitionKey, authenticatedUser } =
    request;
  return {
    className: className === undefined ? undefined : checkName('class_name', className),
    configName: configName === undefined ? undefined : checkName('config_name', configName),
    applicationName:
      applicationName === undefined ? undefined : checkName('application_name', applicationName),
    applicationVersion:
      applicationVersion === undefined ? undefined : checkName('application_version', applicationVersion),
    queuePartitionKey:
      queuePartitionKey === undefined
        ? undefined
        : checkPartitionKey('queue_partition_key', queuePartitionKey),
    authenticatedUser:
      authenticatedUser === undefined ? undefined : checkName('authenticated_user', authenticatedUser),
  };
}

function decodeRoles(roles: readonly string[]): readonly string[] {
  if (roles.length > MAX_ROLES) {
    throw invalidField(
      'authenticated_roles',
      `holds ${String(roles.length)}: give ${String(MAX_ROLES)} at most`,
    );
  }
  return roles.map((role, index) => checkName(`authenticated_roles[${String(index)}]`, role));
}

function encodeEnqueued(enqueued: Enqueued): contract.EnqueueWorkflowResponse {
  const { workflowId, existing, applicationName, queueRegistered, status } = enqueued;
  return {
    workflowId,
    existing,
    queueRegistered,
    status: statusToWire(status),
    applicationName,
  };
}

async function getWorkflow(
  operations: Operations,
  request: contract.GetWorkflowRequest__Output,
): Promise<contract.GetWorkflowResponse> {
  const format = decodeReadOptions(request.readOptions);
  const record = await operations.getWorkflow({
    workflowId: checkWorkflowId('workflow_id', request.workflowId),
    withInput: !request.withoutInput,
    withOutput: !request.withoutOutput,
    maxValueBytes: format.maxValueBytes,
  });
  return { workflow: encodeWorkflow(record, format) };
}

async function awaitWorkflow(
  operations: Operations,
  request: contract.AwaitWorkflowRequest__Output,
  context: CallContext,
): Promise<contract.AwaitWorkflowResponse> {
  const format = decodeReadOptions(request.readOptions);
  const query = {
    workflowId: checkWorkflowId('workflow_id', request.workflowId),
    waitForStart: request.waitForStart,
    maxValueBytes: format.maxValueBytes,
  };
  const waiting = operations.awaitWorkflow(query, waitOf(decodeTimeout(request.timeout), context));
  // Not awaited, so that the request is not kept for as long as it waits.
  return waiting.then((answer) =>
    answer.kind === 'completed' ? { completed: encodeOutcome(answer, format) } : encodeUnanswered(answer),
  );
}

async function awaitFirst(
  operations: Operations,
  request: contract.AwaitFirstRequest__Output,
  context: CallContext,
): Promise<contract.AwaitFirstResponse> {
  const format = decodeReadOptions(request.readOptions);
  const query = {
    workflowIds: decodeDistinctIds('workflow_ids', request.workflowIds),
    waitForStart: request.waitForStart,
    maxValueBytes: format.maxValueBytes,
  };
  const answer = await operations.awaitFirst(query, waitOf(decodeTimeout(request.timeout), context));
  if (answer.kind !== 'completed') return encodeUnanswered(answer);
  const { workflowId, outcome } = answer;
  return { completed: { workflowId, outcome: encodeOutcome(outcome, format) } };
}

function encodeOutcome(
  { status, output, error }: WorkflowOutcome,
  format: ReadFormat,
): contract.WorkflowOutcome {
  return {
    status: statusToWire(status),
    output: output === undefined ? undefined : encodeValue(output, format),
    error: error === undefined ? undefined : encodeErrorValue(error, format),
  };
}
